import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { holdAnswers } from '../../../support/command/box.ts';
import { noNamespaces, pidInside, throughNamespace } from '../../../support/command/namespace.ts';
import { shownAsAccepted, useRuns } from '../../../support/command/runs.ts';

const { command, box, givePeople, args, start, run } = useRuns();
const through = throughNamespace();
const environment = { BOX_ACCESS_TOKEN: 'token' };
const given = { through, environment };

const locks = async (): Promise<string[]> => (await readdir(command.folder)).filter((name) => name.includes('.lock-'));
const timesSent = (): number[] => {
  const times = new Map<string, number>();
  for (const { values } of box.requests) for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times.values()];
};
const slowly = async (): Promise<number> => {
  await wait(20);
  return 202;
};

describe.skipIf(noNamespaces() !== undefined)('runs in containers that share a folder, a host name and PID 1', () => {
  it('do not share a report while one of them is alive', async () => {
    await givePeople(200);
    box.answer = slowly;
    const first = start(args('alive.jsonl'), given);
    while (box.accepted.length < 5) await wait(5);
    // It stays alive however long the others take to start.
    const { release } = holdAnswers(box);
    for (const more of [[], ['--resume']]) {
      const second = await run(args('alive.jsonl', ...more), given);
      expect(second).toMatchObject({ status: 2, stdout: '' });
      expect(second.stderr).toContain('Another run (process 1 on container) uses ');
    }
    release();
    expect(await first.ended).toMatchObject({ status: 0 });
    expect({ times: new Set(timesSent()), users: timesSent().length }).toEqual({ times: new Set([1]), users: 200 });
    expect(await locks()).toEqual([]);
  });

  it('continue the report of one that was killed, within seconds', async () => {
    await givePeople(60);
    box.answer = slowly;
    const first = start(args('killed.jsonl'), given);
    while (box.accepted.length < 20) await wait(5);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await locks()).toHaveLength(1);
    const shown = shownAsAccepted((await readFile(command.path('killed.jsonl'), 'utf8')).replace(/[^\n]+$/, ''));
    const before = box.requests.length;
    const startedAt = performance.now();
    const second = start(args('killed.jsonl', '--resume'), given);
    while (box.requests.length === before) await wait(5);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await second.ended).toMatchObject({ status: 0 });
    const again = box.requests.slice(before).flatMap(({ values }) => values);
    expect(again.filter((value) => shown.includes(value))).toEqual([]);
    expect(shownAsAccepted(await readFile(command.path('killed.jsonl'), 'utf8'))).toHaveLength(60);
    expect(await locks()).toEqual([]);
  });

  it('never both continue it: of two that try at once, one does', async () => {
    await givePeople(40);
    box.answer = slowly;
    for (let race = 1; race <= 2; race++) {
      const report = `race-${race}.jsonl`;
      const first = start(args(report), given);
      const goal = box.accepted.length + 10;
      while (box.accepted.length < goal) await wait(5);
      first.child.kill('SIGKILL');
      await first.ended;
      box.requests.length = 0;
      const both = await Promise.all([1, 2].map(() => run(args(report, '--resume'), given)));
      // One that starts so late that the other has finished finds nothing left to do.
      const statuses = both.map(({ status }) => status);
      expect(statuses).toContain(0);
      expect(statuses.filter((status) => status !== 0 && status !== 2)).toEqual([]);
      expect(new Set(timesSent())).toEqual(new Set([1]));
      expect(shownAsAccepted(await readFile(command.path(report), 'utf8'))).toHaveLength(40);
    }
  });

  it('end when they wake up and another one has taken over', async () => {
    await givePeople(60);
    box.answer = slowly;
    const stopped = start(args('stopped.jsonl', '--concurrency', '2'), given);
    while (box.accepted.length < 10) await wait(5);
    const pid = pidInside(stopped.child.pid);
    process.kill(pid, 'SIGSTOP');
    await wait(100);
    const second = await run(args('stopped.jsonl', '--resume'), given);
    expect(second).toMatchObject({ status: 0 });
    const lines = await readFile(command.path('stopped.jsonl'), 'utf8');
    const sent = box.requests.length;
    process.kill(pid, 'SIGCONT');
    const { status, stderr } = await stopped.ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/lost the lock of .*stopped\.jsonl/);
    // Until its first look at the lock, each of its two connections can send one more.
    expect(box.requests.length).toBeLessThanOrEqual(sent + 2);
    // Only what was in flight when it was stopped, or had just arrived, can have been sent twice.
    expect(timesSent().filter((times) => times > 1).length).toBeLessThanOrEqual(4);
    // A line that was on its way to the disk is still a whole line, and true.
    const inTheEnd = await readFile(command.path('stopped.jsonl'), 'utf8');
    expect(inTheEnd.slice(0, lines.length)).toBe(lines);
    expect(shownAsAccepted(inTheEnd).length).toBeLessThanOrEqual(62);
    expect(new Set(shownAsAccepted(lines)).size).toBe(60);
    expect(await locks()).toEqual([]);
  });

  it('never both start it: of four that try at once, one does', async () => {
    await givePeople(20);
    box.answer = slowly;
    const all = await Promise.all(Array.from({ length: 4 }, () => run(args('fresh.jsonl'), given)));
    expect(all.filter(({ status }) => status === 0)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 2)).toHaveLength(3);
    expect({ times: new Set(timesSent()), users: timesSent().length }).toEqual({ times: new Set([1]), users: 20 });
  });
});
