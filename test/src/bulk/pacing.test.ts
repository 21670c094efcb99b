import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  terminateSessions,
  type BulkProgress,
  type Outcome,
  type Target,
  type TerminateSessionsOptions,
} from '../../../src/bulk.ts';
import { collect, having, ModelBox, users } from '../../support/box-model.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Starts a run under the fake clock and lets `forMs` pass. */
async function runFor(
  forMs: number,
  box: ModelBox,
  targets: Iterable<Target> | AsyncIterable<Target>,
  options: TerminateSessionsOptions,
  retry: { maxAttempts?: number; maxDelayMs?: number } = {},
): Promise<{ outcomes: Outcome[]; thrown: unknown }> {
  const run = collect(terminateSessions(box.manager({ retry }), targets, options));
  await vi.advanceTimersByTimeAsync(forMs);
  return run;
}

const timesOf = (box: ModelBox): number[] => box.requests.map(({ at }) => at - (box.requests[0]?.at ?? 0));

describe('requestsPerMinute', () => {
  it('spaces the requests evenly, however many run at once', async () => {
    const box = new ModelBox();
    await runFor(10_000, box, users(5), { batchSize: 1, requestsPerMinute: 60 });
    expect(timesOf(box)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('is 900 by default', async () => {
    const box = new ModelBox();
    await runFor(130_000, box, users(1800), { batchSize: 1 });
    const times = timesOf(box);
    expect(times).toHaveLength(1800);
    expect(times.filter((at) => at < 60_000).length).toBeLessThanOrEqual(900);
    expect(times.at(-1)).toBeGreaterThan(119_000);
  });

  it('limits the parts of rejected batches', async () => {
    const box = new ModelBox({ bad: ['user_ids 1'] });
    const { outcomes } = await runFor(10_000, box, users(4), { requestsPerMinute: 60 });
    expect(having('rejected', outcomes)).toEqual(['1']);
    expect(timesOf(box)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('limits retries', async () => {
    const box = new ModelBox({ fates: ['response lost', 'server error', 'response lost'] });
    const { outcomes } = await runFor(100_000, box, users(1), { requestsPerMinute: 6 });
    expect(having('accepted', outcomes)).toEqual(['1']);
    expect(timesOf(box)).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('can be unlimited', async () => {
    const box = new ModelBox();
    await runFor(100, box, users(4), { batchSize: 1, requestsPerMinute: Infinity });
    expect(timesOf(box)).toEqual([0, 0, 0, 0]);
  });
});

describe('a pause', () => {
  it('delays the whole run after a 429, not only that request', async () => {
    const box = new ModelBox({ fates: ['rate limited'] });
    await runFor(10_000, box, users(20), { batchSize: 1, concurrency: 2, requestsPerMinute: 600 });
    const times = timesOf(box).slice(1);
    expect(times).toHaveLength(20);
    expect(times[0]).toBeGreaterThanOrEqual(2020);
  });

  it('can be longer than a timer', async () => {
    const box = new ModelBox({ fates: ['rate limited for two months'] });
    const seen: BulkProgress[] = [];
    const onProgress = (progress: BulkProgress): void => void seen.push(progress);
    const { outcomes } = await runFor(61 * 86_400_000, box, users(2), { onProgress });
    expect(having('accepted', outcomes)).toEqual(['1', '2']);
    expect(timesOf(box)[1]).toBeGreaterThanOrEqual(60 * 86_400_000);
    expect(seen[0]?.pausedUntil?.getTime()).toBeGreaterThan(Date.now() - 2 * 86_400_000);
  });

  it('counts once, however many requests in flight fail at the same time', async () => {
    const fates = Array.from({ length: 12 }, () => 'rate limited without a time' as const);
    const box = new ModelBox({ fates });
    const { outcomes } = await runFor(60_000, box, users(20), { batchSize: 1, requestsPerMinute: Infinity });
    expect(having('accepted', outcomes)).toHaveLength(20);
    // Four at once, after 1 s four more, after 2 s the last four, and after 4 s it works.
    expect(timesOf(box)[12]).toBeLessThan(7200);
    expect(timesOf(box)[12]).toBeGreaterThanOrEqual(7000);
  });
});

describe('a slow source', () => {
  async function* trickle(everyMs: number, targets: Target[]): AsyncGenerator<Target> {
    for (const target of targets) {
      yield target;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  it('does not delay a batch for more than a second', async () => {
    const box = new ModelBox();
    await runFor(30_000, box, trickle(400, users(8)), {});
    expect(box.requests.map(({ values }) => values.length)).toEqual([3, 3, 2]);
  });

  it('does not delay one kind for the other', async () => {
    const box = new ModelBox();
    const targets = [{ user_id: '1' }, ...Array.from({ length: 100 }, (_, index) => ({ group_id: String(index) }))];
    await runFor(30_000, box, trickle(50, targets), { batchSize: 10 });
    const of = box.requests.findIndex(({ path }) => path.endsWith('/users/terminate_sessions'));
    expect(timesOf(box)[of]).toBeLessThan(1500);
  });

  it('does not delay what is left of a rejected batch', async () => {
    const box = new ModelBox({ bad: ['user_ids 1'] });
    const { outcomes } = await runFor(100_000, box, trickle(50_000, users(1)), {});
    expect(having('rejected', outcomes)).toEqual(['1']);
    const silent = async function* (): AsyncGenerator<Target> {
      yield* users(4);
      await new Promise((resolve) => setTimeout(resolve, 50_000));
    };
    const other = new ModelBox({ bad: ['user_ids 1'] });
    await runFor(100_000, other, silent(), {});
    expect(timesOf(other).at(-1)).toBeLessThan(3000);
    expect(other.accepted.size).toBe(3);
  });
});
