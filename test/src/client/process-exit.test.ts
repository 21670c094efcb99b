import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { accepted, answer, silence, startServer, type Answer } from '../../support/server.ts';

/** A program that makes one call, with limits so long that a timer left behind would keep it alive. */
const PROGRAM = `
  import { SessionTerminationManager } from './src/index.ts';
  const sessions = new SessionTerminationManager({
    auth: async () => 'token',
    baseUrl: process.env.BOX_BASE_URL,
    timeoutMs: 300_000,
    retry: { maxDelayMs: 600_000 },
  });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('aborted')), 500).unref();
  const signal = process.env.ABORT ? controller.signal : new AbortController().signal;
  await sessions.createGroupTerminateSession({ group_ids: ['7'] }, { signal }).then(
    (message) => console.log(JSON.stringify(message)),
    (error) => console.log(error.name, error.message),
  );
`;

function runProgram(env: Record<string, string>): Promise<{ killed: boolean; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM],
      { env: { PATH: process.env['PATH'], ...env }, timeout: 25_000 },
      (_, stdout, stderr) => resolve({ killed: child.killed, stdout, stderr }),
    );
  });
}

describe('a process', () => {
  it.each([
    ['was accepted', [accepted], {}, '{"message":"accepted"}\n'],
    ['was accepted after a wait', [answer(429, '', { 'retry-after': '0' }), accepted], {}, '{"message":"accepted"}\n'],
    ['was aborted in a wait', [answer(429, '', { 'retry-after': '500' })], { ABORT: '1' }, 'Error aborted\n'],
    ['was aborted without an answer', [silence], { ABORT: '1' }, 'Error aborted\n'],
  ] as [string, Answer[], Record<string, string>, string][])(
    'exits by itself after a call that %s',
    async (_, answers, env, stdout) => {
      const { baseUrl } = await startServer(...answers);
      expect(await runProgram({ BOX_BASE_URL: baseUrl, ...env })).toEqual({ killed: false, stdout, stderr: '' });
    },
  );
});
