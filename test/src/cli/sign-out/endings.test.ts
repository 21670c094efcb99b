import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { linesOf, shownAsAccepted, TOKEN, useRuns } from '../../../support/command/runs.ts';

const { command, box, givePeople, args, start, run } = useRuns();

/** Accepts so many requests, then responds with a status. */
const acceptThen = (count: number, status: number): void => {
  box.answer = () => (box.accepted.length < count ? 202 : status);
};

describe('a run that ends early', () => {
  it.each([
    [401, 3],
    [403, 3],
  ])('by a %i shows what is known first, then the error and what is left, and ends with %i', async (code, exit) => {
    await givePeople(20);
    acceptThen(5, code);
    const report = `early-${code}.jsonl`;
    const { status, stdout, stderr } = await run(args(report, '--json', '--no-progress', '--concurrency', '1'));
    expect(status).toBe(exit);
    const lines = linesOf(stdout);
    expect(lines.map(({ type }) => type)).toEqual([...Array.from({ length: 5 }, () => 'outcome'), 'summary', 'error']);
    expect(lines.at(-2)).toMatchObject({ accepted: 5, remaining: 15, exitStatus: exit });
    const message = expect.stringMatching(
      / 15 of 20 targets were not sent or have no known outcome\. Run the same list again with --resume to send what is left\.$/,
    ) as string;
    expect(lines.at(-1)).toEqual({ type: 'error', error: { code: 'api', status: code, message } });
    expect(stderr.trimEnd()).toEqual(message);
    expect(shownAsAccepted(await readFile(command.path(report), 'utf8'))).toHaveLength(5);
  });

  it('says without a report how to have less to repeat', async () => {
    await givePeople(20);
    acceptThen(5, 403);
    const list = ['users', '--file', command.path('people.txt'), '--yes', '--no-progress', '--batch-size', '1'];
    const { stdout, stderr } = await run([...list, '--rate', '1000000', '--concurrency', '1']);
    expect(stdout).toContain('5 accepted, 15 not done.');
    expect(stderr).toMatch(/15 of 20 targets .* With --report and --resume, a run sends only what is left\.\n$/);
  });

  it('by a crash leaves no lock, says what was settled, and ends with 1', async () => {
    await givePeople(50);
    box.answer = async () => {
      if (box.accepted.length >= 5) await wait(60_000);
      return 202;
    };
    const crash = `data:text/javascript,${encodeURIComponent("process.on('SIGUSR2', () => { throw new TypeError('hush-hush'); });")}`;
    for (const json of [[], ['--json']]) {
      box.accepted.length = 0;
      const report = `crash${json.length}.jsonl`;
      const environment = { ...TOKEN, NODE_OPTIONS: `--import=${crash}` };
      const { child, ended } = start(args(report, '--no-progress', ...json), { environment });
      while (box.accepted.length < 5) await wait(5);
      while ((await readFile(command.path(report), 'utf8')).split('}\n').length < 6) await wait(5);
      // They count as soon as the disk has confirmed them.
      await wait(500);
      child.kill('SIGUSR2');
      const { status, stdout, stderr } = await ended;
      const message =
        'The command failed because of a bug in it. 45 of 50 targets were not sent or have no known outcome.';
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: `Error: ${message} Run the same list again with --resume to send what is left.\n`,
      });
      if (json.length === 0) expect(stdout).toContain('5 accepted, 45 not done.');
      else expect(linesOf(stdout).slice(-2)).toMatchObject([{ type: 'summary', accepted: 5 }, { type: 'error' }]);
      expect((await readdir(command.folder)).filter((name) => name.includes('.lock-'))).toEqual([]);
      expect(shownAsAccepted(await readFile(command.path(report), 'utf8'))).toHaveLength(5);
    }
  });
});

describe('a pause', () => {
  it('shows until when and why, also with --json and without progress', async () => {
    await givePeople(5);
    for (const more of [[], ['--no-progress', '--json']]) {
      box.requests.length = 0;
      box.answer = () => (box.requests.length === 2 ? 429 : 202);
      box.retryAfter = 2;
      const { status, stderr } = await run(args(`pause-${more.length}.jsonl`, '--concurrency', '1', ...more));
      expect(status).toBe(0);
      expect(stderr).toMatch(/^Paused until \d\d:\d\d:\d\d \((?:2\.0|1\.9) s\): rate limit \(429\)\.$/m);
    }
  });
});

describe('a list of which Box rejects everything', () => {
  it('ends the run after 20, unless it is told to keep going', async () => {
    await givePeople(30);
    box.answer = () => 404;
    const stopped = await run(args('rejected.jsonl', '--no-progress', '--concurrency', '1'));
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toMatch(/every target so far was rejected the same way.* 10 of 30 targets were not sent/);
    const all = await run(args('keep-going.jsonl', '--no-progress', '--concurrency', '1', '--keep-going'));
    expect(all.status).toBe(1);
    expect(all.stdout).toContain('0 accepted, 30 rejected.');
  });
});

describe('failures', () => {
  it('are grouped by reason, ten of each are shown, and the report is named', async () => {
    await givePeople(1000);
    box.answer = ({ values }) => (Number(values[0]) % 2 === 0 ? 404 : 202);
    const { status, stdout } = await run(args('failures.jsonl', '--no-progress', '--concurrency', '50'));
    expect(status).toBe(1);
    const lines = stdout.split('\n');
    expect(lines.length).toBeLessThan(50);
    expect(lines[0]).toBe('rejected  500 users');
    expect(lines.filter((line) => /^ {4}\d+$/.test(line))).toHaveLength(20);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`and 490 more: see ${command.path('failures.jsonl')}`);
    expect(stdout).toContain('500 accepted, 500 rejected.');
  });
});
