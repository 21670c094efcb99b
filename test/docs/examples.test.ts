import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { examplePath } from '../../scripts/docs/reference.ts';
import { readLibrary } from '../../scripts/model/library.ts';
import { accepted, answer, startServer } from '../support/server.ts';

const FOLDER = 'docs/examples';
const CONFIG = `${FOLDER}/tsconfig.json`;
const EXAMPLES = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).map((name) => `${FOLDER}/${name}`);

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

function runNode(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { env: { PATH: process.env['PATH'], ...env } },
      (_, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Runs an example as its reader would, but against the library's source, so that no build is needed first. */
function runExample(path: string, env: Record<string, string>): Promise<Ended> {
  return runNode(['--import', 'tsx', path], { TSX_TSCONFIG_PATH: CONFIG, ...env });
}

describe('the examples', () => {
  it('have one for each method of the library', async () => {
    const { methods } = await readLibrary('.');
    expect(EXAMPLES).toEqual(expect.arrayContaining(methods.map(({ name }) => examplePath(name))));
  });

  it.each(EXAMPLES)('%s sends its request, says that Box accepted it, and ends well', async (path) => {
    const { baseUrl, received } = await startServer(accepted);
    const ended = await runExample(path, { BOX_BASE_URL: baseUrl, BOX_ACCESS_TOKEN: 'example-token' });
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toContain('accepted');
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer example-token']);
  });

  it.each([
    ['create-user-terminate-session', '/2.0/users/terminate_sessions', ['user_ids', 'user_logins']],
    ['create-group-terminate-session', '/2.0/groups/terminate_sessions', ['group_ids']],
  ])('%s sends what its name says', async (name, path, lists) => {
    const { baseUrl, received } = await startServer(accepted);
    await runExample(`${FOLDER}/${name}.ts`, { BOX_BASE_URL: baseUrl, BOX_ACCESS_TOKEN: 'example-token' });
    expect(received[0]?.path).toBe(path);
    expect(Object.keys(JSON.parse(received[0]?.body ?? '') as object).toSorted()).toEqual(lists);
  });

  it.each(EXAMPLES)('%s ends with one clear line when Box rejects the request, or without a token', async (path) => {
    const { baseUrl, received } = await startServer(answer(403, { code: 'forbidden', request_id: 'r1' }));
    const rejected = await runExample(path, { BOX_BASE_URL: baseUrl, BOX_ACCESS_TOKEN: 'example-token' });
    expect(rejected).toMatchObject({ status: 1, stdout: '' });
    expect(rejected.stderr).toMatch(/^ApiError: .* Status 403, code forbidden\./);
    expect(rejected.stderr).not.toMatch(/\n\s+at /);
    const without = await runExample(path, { BOX_BASE_URL: baseUrl });
    expect(without).toMatchObject({ status: 1, stdout: '' });
    expect(without.stderr).toMatch(/^AuthError: [^\n]*\n$/);
    expect(received).toHaveLength(1);
  });
});
