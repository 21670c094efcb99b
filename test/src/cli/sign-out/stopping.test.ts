import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { holdAnswers } from '../../../support/command/box.ts';
import { linesOf, shownAsAccepted, useRuns } from '../../../support/command/runs.ts';

const { command, box, givePeople, args, start } = useRuns();

describe('a run', () => {
  it('that one signal stops finishes the requests in flight, reports them, and ends with 130', async () => {
    await givePeople(50);
    const { release } = holdAnswers(box);
    const { child, ended } = start(args('stopped.jsonl', '--json', '--concurrency', '2', '--no-progress'));
    while (box.requests.length < 2) await wait(5);
    child.kill('SIGINT');
    if (child.stderr !== null) await once(child.stderr, 'data');
    release();
    const { status, stdout, stderr } = await ended;
    expect(status).toBe(130);
    expect(stderr).toBe(
      'Finishing the requests in flight. Press Ctrl-C again to end at once.\n' +
        '48 of 50 targets were not sent. Run the same list again with --resume to send what is left.\n',
    );
    expect(linesOf(stdout).at(-1)).toMatchObject({ total: 50, accepted: 2, remaining: 48, exitStatus: 130 });
    expect(shownAsAccepted(await readFile(command.path('stopped.jsonl'), 'utf8'))).toEqual(box.accepted);
    expect(box.requests).toHaveLength(2);
  });

  it.each([429, 503])('that a signal stops does not wait to repeat a request that got a %i', async (status) => {
    await givePeople(3);
    box.answer = () => status;
    box.retryAfter = 50;
    const { child, ended } = start(args(`waiting-${status}.jsonl`, '--json', '--debug', '--concurrency', '1'));
    const shown: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => shown.push(chunk.toString()));
    while (!shown.join('').includes('retry in')) await wait(5);
    child.kill('SIGINT');
    const { status: exit, stdout } = await ended;
    expect(exit).toBe(130);
    expect(linesOf(stdout).at(-1)).toMatchObject(
      status === 429 ? { remaining: 3, unknown: 0 } : { remaining: 2, unknown: 1 },
    );
    expect(box.requests).toHaveLength(1);
  });

  it('ends at once with 130 after a second signal, and frees the report', async () => {
    await givePeople(5);
    box.answer = () => new Promise<number>(() => {});
    const { child, ended } = start(args('ended.jsonl'));
    while (box.requests.length < 4) await wait(5);
    child.kill('SIGTERM');
    if (child.stderr !== null) await once(child.stderr, 'data');
    // Two at the same moment count as one.
    await wait(300);
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    expect((await readdir(command.folder)).filter((name) => name.includes('.lock-'))).toEqual([]);
  });

  it('sends nothing more when the reader of its results is gone, and says how many are left', async () => {
    await givePeople(500);
    box.answer = async () => {
      await wait(2);
      return 202;
    };
    const { child, ended } = start(args('piped.jsonl', '--json', '--no-progress'));
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { status, stderr } = await ended;
    const left = 500 - box.accepted.length;
    expect({ status, stderr }).toEqual({
      status: 130,
      stderr: `${left} of 500 targets were not sent. Run the same list again with --resume to send what is left.\n`,
    });
    expect(left).toBeGreaterThan(0);
  });
});
