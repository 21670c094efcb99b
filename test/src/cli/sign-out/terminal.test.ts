import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { useBox } from '../../../support/command/box.ts';
import { useCommand } from '../../../support/command/command.ts';
import { noTerminal, runInTerminal } from '../../../support/command/pseudo-terminal.ts';

const command = useCommand();
const box = useBox();
const environment = { BOX_ACCESS_TOKEN: 'token' };

beforeEach(async () => {
  box.requests.length = 0;
  box.accepted.length = 0;
  box.retryAfter = undefined;
  box.answer = async ({ values }) => {
    await wait(60);
    return values.includes('1003') ? 404 : 202;
  };
  await writeFile(command.path('people.txt'), Array.from({ length: 8 }, (_, index) => `${1000 + index}\n`).join(''));
});

const line = (...more: string[]): string[] => {
  const sizes = ['--batch-size', '1', '--concurrency', '1', '--rate', '1000000'];
  const list = ['users', '--file', command.path('people.txt'), '--yes', '--base-url', box.baseUrl];
  return [...command.program(), ...list, ...sizes, ...more];
};

/** The lines that were drawn over one another. */
const drawn = (output: string): string[] =>
  output
    .split('\r\u001B[K')
    .slice(1)
    .map((text) => text.split('\n')[0] ?? '');

describe.skipIf(noTerminal() !== undefined)('a terminal', () => {
  it.each([0, 1, 20, 46, 47, 80, 200])('of %d columns keeps no one from being signed out', async (columns) => {
    for (const more of [[], ['--debug'], ['--no-progress']]) {
      box.accepted.length = 0;
      const { status, output } = await runInTerminal(line(...more), { columns, environment });
      expect({ status, accepted: box.accepted.length, more }).toEqual({ status: 1, accepted: 7, more });
      expect(output.replaceAll('\n', ' ')).toContain('7 accepted, 1 rejected.');
      const widths = drawn(output).map((text) => text.length);
      expect(Math.max(0, ...widths)).toBeLessThanOrEqual(Math.max(0, columns - 1));
      if (more.length === 0 && columns >= 20) expect(drawn(output).some((text) => text.includes('/8'))).toBe(true);
    }
  });

  it('without control sequences gets none', async () => {
    const { status, output } = await runInTerminal(line(), {
      columns: 80,
      environment: { ...environment, TERM: 'dumb' },
    });
    expect(status).toBe(1);
    expect(output.split('').filter((character) => character < ' ' && character !== '\n')).toEqual([]);
    expect(output).toContain('8/8, ');
  });

  it('can change its width in the middle', async () => {
    const resize = { file: command.path('resize'), columns: 20 };
    box.answer = async () => {
      await wait(300);
      if (box.accepted.length === 3) {
        await writeFile(resize.file, '');
        await wait(700);
      }
      return 202;
    };
    const { status, output } = await runInTerminal(line(), { columns: 120, resize, environment });
    expect({ status, accepted: box.accepted.length }).toEqual({ status: 0, accepted: 8 });
    const widths = drawn(output).map((text) => text.length);
    expect(widths.some((width) => width > 40)).toBe(true);
    expect(widths.at(-1)).toBeLessThan(20);
  });

  it('gets lines of JSON that nothing is drawn into', async () => {
    const { status, output } = await runInTerminal(line('--json'), { columns: 80, environment });
    expect(status).toBe(1);
    const types = output
      .trimEnd()
      .split('\n')
      .map((text) => (JSON.parse(text) as { type: string }).type);
    expect(types).toEqual([...Array.from({ length: 8 }, () => 'outcome'), 'summary']);
  });
});
