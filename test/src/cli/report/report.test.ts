import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { holdAnswers, useBox } from '../../../support/command/box.ts';
import { useCommand } from '../../../support/command/command.ts';

const command = useCommand();
const box = useBox();
const environment = { BOX_ACCESS_TOKEN: 'token' };

beforeEach(() => {
  box.requests.length = 0;
  box.accepted.length = 0;
  box.answer = () => 202;
  box.retryAfter = undefined;
});

interface Line {
  target: { user_id: string };
  status: string;
}

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const shownAsAccepted = (text: string): string[] =>
  linesOf(text)
    .filter(({ status }) => status === 'accepted')
    .map(({ target }) => target.user_id);

const args = (report: string, ...more: string[]): string[] => {
  const sizes = ['--batch-size', '1', '--rate', '1000000'];
  return ['users', '--file', command.path('people.txt'), '--yes', '--report', command.path(report), ...sizes, ...more];
};
const url = (): string[] => ['--base-url', box.baseUrl];

const givePeople = (count: number): Promise<void> =>
  writeFile(command.path('people.txt'), Array.from({ length: count }, (_, index) => `${1000 + index}\n`).join(''));

/** As it is after the whole lines: a killed run may leave a torn one. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1);

describe('report', () => {
  it('has a line for each target, on the disk before it is shown', async () => {
    await givePeople(3);
    box.answer = ({ values }) => (values.includes('1001') ? 404 : 202);
    const report = command.path('shown.jsonl');
    const { child, ended } = command.start([...args('shown.jsonl', '--json'), ...url()], { environment });
    const shownTooEarly: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      const written = readFileSync(report, 'utf8');
      const lines = chunk.toString().split('\n');
      shownTooEarly.push(...lines.filter((line) => line.includes('"target"') && !written.includes(line)));
    });
    const { status, stdout } = await ended;
    expect(status).toBe(1);
    expect(linesOf(await readFile(report, 'utf8'))).toEqual(linesOf(stdout).slice(0, -1));
    // It names people.
    if (process.platform !== 'win32') expect((await stat(report)).mode & 0o777).toBe(0o600);
    expect(linesOf(stdout)).toHaveLength(4);
    expect(shownTooEarly).toEqual([]);
  });

  it('is not written over', async () => {
    await givePeople(2);
    await command.run([...args('kept.jsonl'), ...url()], { environment });
    const before = await readFile(command.path('kept.jsonl'), 'utf8');
    const { status, stderr } = await command.run([...args('kept.jsonl'), ...url()], { environment });
    expect({ status, sent: box.requests.length }).toEqual({ status: 2, sent: 2 });
    expect(stderr).toMatch(/kept\.jsonl has lines already\. Go on with it by --resume/);
    expect(await readFile(command.path('kept.jsonl'), 'utf8')).toBe(before);
  });

  it('is gone on with after SIGKILL, and nobody whom it shows as accepted is sent again', async () => {
    await givePeople(60);
    const report = command.path('killed.jsonl');
    box.answer = async () => {
      await wait(2);
      return 202;
    };
    for (let kill = 0; kill < 3; kill++) {
      const { child, ended } = command.start([...args('killed.jsonl', '--resume'), ...url()], { environment });
      const goal = box.accepted.length + 12;
      while (box.accepted.length < goal) await wait(1);
      child.kill('SIGKILL');
      await ended;
      const shown = shownAsAccepted(wholeLines(await readFile(report, 'utf8')));
      const before = box.requests.length;
      // As if the power had gone in the middle of a line.
      await appendFile(report, '{"at":"2026-01-01T00:00:00.000Z","target":{"user_id":"10');
      const next = command.start([...args('killed.jsonl', '--resume'), ...url()], { environment });
      while (box.requests.length < before + 5) await wait(1);
      next.child.kill('SIGKILL');
      await next.ended;
      expect(box.requests.slice(before).filter(({ values }) => shown.includes(values[0] ?? ''))).toEqual([]);
    }
    const { status, stdout } = await command.run([...args('killed.jsonl', '--resume', '--json'), ...url()], {
      environment,
    });
    expect(status).toBe(0);
    expect(linesOf(stdout).at(-1)).toMatchObject({ total: 60, rejected: 0, unknown: 0, remaining: 0 });
    const shown = shownAsAccepted(await readFile(report, 'utf8'));
    expect(new Set(shown).size).toBe(60);
    expect(shown).toHaveLength(60);
    expect((await readdir(command.folder)).filter((name) => name.includes('.lock-'))).toEqual([]);
  });

  it('keeps a last line that lacks only its end', async () => {
    await givePeople(2);
    const line = JSON.stringify({ at: '2026-01-01T00:00:00.000Z', target: { user_id: '1000' }, status: 'accepted' });
    await writeFile(command.path('unended.jsonl'), line);
    const { status } = await command.run([...args('unended.jsonl', '--resume'), ...url()], { environment });
    expect({ status, accepted: box.accepted }).toEqual({ status: 0, accepted: ['1001'] });
    expect(shownAsAccepted(await readFile(command.path('unended.jsonl'), 'utf8'))).toEqual(['1000', '1001']);
  });

  it('is not shared by two runs', async () => {
    await givePeople(2);
    const { release } = holdAnswers(box);
    const first = command.start([...args('shared.jsonl', '--resume'), ...url()], { environment });
    while (box.requests.length < 2) await wait(5);
    const second = await command.run([...args('shared.jsonl', '--resume'), ...url()], { environment });
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`Another run (process ${first.child.pid}) uses `);
    release();
    expect(await first.ended).toMatchObject({ status: 0 });
    expect(box.accepted.toSorted()).toEqual(['1000', '1001']);
  });

  it('lets one of two runs have it that start together', async () => {
    await givePeople(2);
    const runs = [1, 2].map(() => command.run([...args('together.jsonl'), ...url()], { environment }));
    const statuses = (await Promise.all(runs)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([0, 2]));
    expect(box.accepted.toSorted()).toEqual(['1000', '1001']);
  });

  it('of another input is refused, and one that fits only in part is named', async () => {
    await givePeople(2);
    await command.run([...args('other.jsonl'), ...url()], { environment });
    const resume = ['--report', command.path('other.jsonl'), '--resume', ...url()];
    const none = await command.run(['users', '--id', '7', ...resume], { environment });
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/belongs to another input: none of its targets is in this one/);
    const groups = await command.run(['groups', '--id', '1000', ...resume], { environment });
    expect(groups.status).toBe(2);
    const part = await command.run(['users', '--id', '1000', '--id', '7', '--yes', ...resume], { environment });
    expect(part.status).toBe(0);
    expect(part.stderr).toContain('Is this the right report? 1 of the 2 targets in ');
    expect(box.accepted).toEqual(['1000', '1001', '7']);
  });

  it('is not taken from a file of another kind, whose lines stay', async () => {
    await givePeople(2);
    await writeFile(command.path('notes.txt'), 'a note\n');
    const { status, stderr } = await command.run([...args('notes.txt', '--resume'), ...url()], { environment });
    expect({ status, sent: box.requests }).toEqual({ status: 2, sent: [] });
    expect(stderr).toMatch(/notes\.txt, line 1, is not a line of a report/);
    expect(await readFile(command.path('notes.txt'), 'utf8')).toBe('a note\n');
  });
});

describe('interruption', () => {
  it('by one signal finishes what is on its way, reports it, and ends with 130', async () => {
    await givePeople(50);
    const { release } = holdAnswers(box);
    const { child, ended } = command.start([...args('stopped.jsonl', '--json', '--concurrency', '2'), ...url()], {
      environment,
    });
    while (box.requests.length < 2) await wait(5);
    child.kill('SIGINT');
    if (child.stderr !== null) await once(child.stderr, 'data');
    release();
    const { status, stdout, stderr } = await ended;
    expect(status).toBe(130);
    expect(stderr).toContain('Finishing what is on its way.');
    expect(linesOf(stdout).at(-1)).toMatchObject({ total: 50, accepted: 2, remaining: 48, exitStatus: 130 });
    expect(shownAsAccepted(await readFile(command.path('stopped.jsonl'), 'utf8'))).toEqual(box.accepted);
    expect(box.requests).toHaveLength(2);
  });

  it.each([429, 503])('by a signal does not wait to send again what was answered with %i', async (status) => {
    await givePeople(3);
    box.answer = () => status;
    box.retryAfter = 50;
    const { child, ended } = command.start(
      [...args(`waiting-${status}.jsonl`, '--json', '--debug', '--concurrency', '1'), ...url()],
      { environment },
    );
    const shown: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => shown.push(chunk.toString()));
    while (!shown.join('').includes('again in')) await wait(5);
    child.kill('SIGINT');
    const { status: exit, stdout } = await ended;
    expect(exit).toBe(130);
    expect(linesOf(stdout).at(-1)).toMatchObject(
      status === 429 ? { remaining: 3, unknown: 0 } : { remaining: 2, unknown: 1 },
    );
    expect(box.requests).toHaveLength(1);
  });

  it('by a second signal ends at once with 130, and frees the report', async () => {
    await givePeople(5);
    box.answer = () => new Promise<number>(() => {});
    const { child, ended } = command.start([...args('ended.jsonl'), ...url()], { environment });
    while (box.requests.length < 4) await wait(5);
    child.kill('SIGTERM');
    if (child.stderr !== null) await once(child.stderr, 'data');
    // Two at the same moment would be one.
    await wait(300);
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    expect((await readdir(command.folder)).filter((name) => name.includes('.lock-'))).toEqual([]);
  });

  it('by a reader that has gone sends nothing more, and says nothing', async () => {
    await givePeople(500);
    box.answer = async () => {
      await wait(2);
      return 202;
    };
    const { child, ended } = command.start([...args('piped.jsonl', '--json', '--no-progress'), ...url()], {
      environment,
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { status, stderr } = await ended;
    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
    expect(box.accepted.length).toBeLessThan(500);
  });
});
