import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { safeJson, safeLine } from '../../../src/cli/text/safe-text.ts';
import { useCommand } from '../../support/command/command.ts';
import { noTerminal, runInTerminal } from '../../support/command/pseudo-terminal.ts';
import { answer, startServer } from '../../support/server.ts';

const command = useCommand();
const HOSTILE = 'a\u001B[2J\u009B1m\u0007\r\u202Eb\u200B\u2066c\u061C\uFEFF\u{E0041}\u2028d';
/** Control characters, bidirectional controls, and characters that take no room. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('a text for a terminal', () => {
  it('is one line without anything that steers a terminal', () => {
    expect(safeLine(HOSTILE)).toBe('a [2J 1m bc d');
    expect(safeLine('x\ny')).toBe('x y');
  });

  it('is of bounded length', () => {
    expect(safeLine('x'.repeat(1_000_000)).length).toBeLessThan(2100);
  });

  it('is escaped in JSON, so nothing is lost', () => {
    const json = safeJson({ text: HOSTILE });
    expect(json).not.toMatch(UNSAFE);
    expect(JSON.parse(json)).toEqual({ text: HOSTILE });
  });
});

describe('the command', () => {
  it('shows no name of others that steers the terminal', async () => {
    const hostile = `list${HOSTILE}.csv`;
    const run = await command.run(['users', '--file', hostile]);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/list.*\.csv/);
    expect(run.stderr.trimEnd()).not.toMatch(UNSAFE);
    await writeFile(command.path('hostile.csv'), `login\n${HOSTILE}@example.com\n`);
    const bad = await command.run(['users', '--file', 'hostile.csv', '--column', HOSTILE]);
    expect(bad.stderr.trimEnd()).not.toMatch(UNSAFE);
  });

  it('shows no text of a server that steers the terminal', async () => {
    const user = { id: '1', name: HOSTILE, login: HOSTILE, role: HOSTILE };
    const { baseUrl } = await startServer(answer(200, user));
    const { stdout } = await command.run(['doctor', '--base-url', baseUrl], { environment: { BOX_ACCESS_TOKEN: 't' } });
    expect(stdout).toContain('bc d');
    expect(stdout.replaceAll('\n', '')).not.toMatch(UNSAFE);
  });

  it('shows a wrong value of an option without what steers the terminal', async () => {
    const { stderr } = await command.run(['users', '--id', '1', '--rate', HOSTILE]);
    expect(stderr).toContain('--rate can\'t be "a [2J');
    expect(stderr.trimEnd()).not.toMatch(UNSAFE);
  });
});

describe.skipIf(noTerminal() !== undefined)('in a terminal', () => {
  const line = (...args: string[]): string[] => [...command.program(), ...args];

  it('"Error:" is red', async () => {
    const { status, output } = await runInTerminal(line('usres'), { columns: 80 });
    expect(status).toBe(2);
    expect(output.startsWith('\u001B[31mError:\u001B[39m There is no command usres.')).toBe(true);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('"Error:" has no color with %o', async (environment) => {
    const { output } = await runInTerminal(line('usres'), { columns: 80, environment });
    expect(output).toMatch(/^Error: There is no command usres\./);
  });

  it.each([0, 1, 20, 39, 47, 66, 80, 120])('of %i columns the help fits, as far as its words do', async (columns) => {
    for (const args of [['--help'], ['users', '--help']]) {
      const { status, output } = await runInTerminal(line(...args), { columns });
      expect(status).toBe(0);
      const width = columns === 0 ? 80 : Math.max(20, Math.min(80, columns));
      const tooLong = output.split('\n').filter((text) => text.length > width && text.trim().includes('  '));
      expect(tooLong).toEqual([]);
      expect(output).toContain('--help');
    }
  });
});
