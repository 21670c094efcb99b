import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { terminateSessions, type Outcome, type Target, type TerminateSessionsOptions } from '../../../src/bulk.ts';
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

  it('holds for the parts of refused batches', async () => {
    const box = new ModelBox({ bad: ['user_ids 1'] });
    const { outcomes } = await runFor(10_000, box, users(4), { requestsPerMinute: 60 });
    expect(having('rejected', outcomes)).toEqual(['1']);
    expect(timesOf(box)).toEqual([0, 1000, 2000, 3000]);
  });

  it('holds for repeated requests', async () => {
    const box = new ModelBox({ fates: ['answer lost', 'server error', 'answer lost'] });
    const { outcomes } = await runFor(100_000, box, users(1), { requestsPerMinute: 6 });
    expect(having('accepted', outcomes)).toEqual(['1']);
    expect(timesOf(box)).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('may be unlimited', async () => {
    const box = new ModelBox();
    await runFor(100, box, users(4), { batchSize: 1, requestsPerMinute: Infinity });
    expect(timesOf(box)).toEqual([0, 0, 0, 0]);
  });
});

describe('a 429', () => {
  it('pauses the whole run, not only the request that met it', async () => {
    const box = new ModelBox({ fates: ['rate limited'] });
    await runFor(10_000, box, users(20), { batchSize: 1, concurrency: 2, requestsPerMinute: 600 });
    const times = timesOf(box).slice(1);
    expect(times).toHaveLength(20);
    expect(times[0]).toBeGreaterThanOrEqual(2020);
  });

  it('beyond the longest wait of the manager pauses the run as long as Box asks, and nobody is rejected', async () => {
    const box = new ModelBox({ fates: ['rate limited for two minutes'] });
    const { outcomes } = await runFor(130_000, box, users(3), { requestsPerMinute: 900 });
    expect(having('accepted', outcomes)).toEqual(['1', '2', '3']);
    expect(outcomes[0]?.attempts).toBe(2);
    expect(timesOf(box)[1]).toBeGreaterThanOrEqual(120_020);
  });

  it('that never ends is a rejection in the end, which is no sign of bad targets', async () => {
    const box = new ModelBox({ fates: Array.from({ length: 100 }, () => 'rate limited' as const) });
    const { outcomes } = await runFor(200_000, box, users(3), {}, { maxAttempts: 2 });
    expect(outcomes).toMatchObject(users(3).map((target) => ({ target, status: 'rejected', error: { status: 429 } })));
    expect(box.requests).toHaveLength(10);
    expect(new Set(box.requests.map(({ values }) => values.length))).toEqual(new Set([3]));
  });

  it('after an answer that was lost leaves the outcome unknown', async () => {
    const box = new ModelBox({ fates: ['answer lost', ...Array.from({ length: 100 }, () => 'rate limited' as const)] });
    const { outcomes } = await runFor(200_000, box, users(1), {}, { maxAttempts: 2 });
    expect(outcomes).toMatchObject([{ status: 'unknown', error: { status: 429 } }]);
  });
});

describe('a slow source', () => {
  async function* trickle(everyMs: number, targets: Target[]): AsyncGenerator<Target> {
    for (const target of targets) {
      yield target;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  it('does not hold a batch back for more than a second', async () => {
    const box = new ModelBox();
    await runFor(30_000, box, trickle(400, users(8)), {});
    expect(box.requests.map(({ values }) => values.length)).toEqual([3, 3, 2]);
  });

  it('does not hold one kind back for the other', async () => {
    const box = new ModelBox();
    const targets = [{ user_id: '1' }, ...Array.from({ length: 100 }, (_, index) => ({ group_id: String(index) }))];
    await runFor(30_000, box, trickle(50, targets), { batchSize: 10 });
    const of = box.requests.findIndex(({ path }) => path.endsWith('/users/terminate_sessions'));
    expect(timesOf(box)[of]).toBeLessThan(1500);
  });

  it('does not hold back what is left of a refused batch', async () => {
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
