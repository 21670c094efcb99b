import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { terminateSessions, type Outcome, type Target, type TerminateSessionsOptions } from '../../../src/bulk.ts';
import { collect, ModelBox, nameOf, users, type Fate } from '../../support/box-model.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const target = fc
  .tuple(fc.constantFrom('user_id', 'user_login', 'group_id'), fc.integer({ min: 1, max: 40 }))
  .map(([field, number]) => ({ [field]: `${field === 'user_login' ? 'a@' : ''}${number}` }) as unknown as Target);

const fate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('works') },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Fate>(
      'rate limited',
      'rate limited for two minutes',
      'server error',
      'accepted, then a server error',
      'answer lost',
      'answer unreadable',
    ),
  },
);

const scene = fc.record({
  targets: fc.array(target, { maxLength: 80 }),
  bad: fc.array(target, { maxLength: 8 }),
  fates: fc.array(fate, { maxLength: 60 }),
  longest: fc.constantFrom(1, 3, 10, 1000),
  batchSize: fc.integer({ min: 1, max: 30 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  requestsPerMinute: fc.constantFrom(30, 200, 900),
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  asynchronous: fc.boolean(),
});

async function* slowly(targets: Target[]): AsyncGenerator<Target> {
  for (const each of targets) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    yield each;
  }
}

/** Runs under the fake clock, which is moved on until the run has ended. */
async function finish(
  box: ModelBox,
  targets: Iterable<Target> | AsyncIterable<Target>,
  { maxAttempts = 4, ...options }: TerminateSessionsOptions & { maxAttempts?: number } = {},
): Promise<Outcome[]> {
  const state = { ended: false };
  const run = collect(terminateSessions(box.manager({ retry: { maxAttempts } }), targets, options)).finally(() => {
    state.ended = true;
  });
  while (!state.ended) await vi.advanceTimersToNextTimerAsync();
  const { outcomes, thrown } = await run;
  expect(thrown).toBeUndefined();
  return outcomes;
}

function mostInAMinute(times: number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length));
}

describe('terminateSessions on a model of Box with random bad targets and failures', () => {
  it('gives each distinct target one outcome, which is true', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ targets, bad, fates, longest, asynchronous, ...options }) => {
        const box = new ModelBox({ bad: bad.map(nameOf), fates, longest });
        const outcomes = await finish(box, asynchronous ? slowly(targets) : targets, options);
        const given = new Set(targets.map(nameOf));
        const isBad = new Set(bad.map(nameOf));

        expect(outcomes.map((outcome) => nameOf(outcome.target)).toSorted()).toEqual([...given].toSorted());
        for (const { target: of, status, error, message, attempts } of outcomes) {
          const name = nameOf(of);
          const naming = box.requests.filter(({ values }) => values.includes(name));
          expect(attempts).toBe(naming.length);
          expect(error === undefined).toBe(status === 'accepted');
          if (status === 'accepted') {
            expect(message).toBe('on its way');
            expect(naming.some((request) => request.status === 202 && request.fate === 'works')).toBe(true);
          } else if (box.accepted.has(name)) {
            expect(status).toBe('unknown');
          } else if (!isBad.has(name)) {
            expect(naming.some((request) => request.fate !== 'works')).toBe(true);
          }
          if (isBad.has(name)) expect(status).not.toBe('accepted');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to the batch size, the concurrency and the rate, and sends nothing that was not given', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ targets, bad, fates, longest, asynchronous, ...options }) => {
        const box = new ModelBox({ bad: bad.map(nameOf), fates, longest });
        await finish(box, asynchronous ? slowly(targets) : targets, options);
        const given = new Set(targets.map(nameOf));
        for (const { path, values } of box.requests) {
          expect(values.length).toBeGreaterThan(0);
          expect(values.length).toBeLessThanOrEqual(options.batchSize);
          expect(new Set(values).size).toBe(values.length);
          expect(values.filter((value) => !given.has(value))).toEqual([]);
          const kind = values.every((value) => value.startsWith('group_ids')) ? 'groups' : 'users';
          expect(path).toBe(`/2.0/${kind}/terminate_sessions`);
        }
        expect(box.mostUnderWay).toBeLessThanOrEqual(options.concurrency);
        expect(mostInAMinute(box.requests.map(({ at }) => at))).toBeLessThanOrEqual(options.requestsPerMinute);
      }),
      { numRuns: 150 },
    );
  });

  it('pauses every request as long as a 429 asks', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ targets, bad, fates, longest, asynchronous, ...options }) => {
        const box = new ModelBox({ bad: bad.map(nameOf), fates, longest });
        await finish(box, asynchronous ? slowly(targets) : targets, options);
        for (const { at, fate: of } of box.requests.filter(({ status }) => status === 429)) {
          // The answer takes 20 ms; what was under way by then could not know.
          const learned = at + 20;
          const until = learned + (of === 'rate limited' ? 2000 : 120_000);
          expect(box.requests.filter((other) => other.at > learned && other.at < until)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the number of requests', () => {
  /** No way of asking yes or no finds `bad` of `all` with fewer questions on average, if every choice is as likely. */
  function leastPossible(all: number, bad: number): number {
    let bits = 0;
    for (let index = 0; index < bad; index++) bits += Math.log2((all - index) / (bad - index));
    return bits;
  }

  it('is one for each full batch when nobody is bad', async () => {
    const box = new ModelBox();
    await finish(box, users(1050), { batchSize: 100 });
    expect(box.requests).toHaveLength(11);
  });

  it('is a search for each bad target, wherever they stand', async () => {
    const count = fc.record({
      all: fc.integer({ min: 1, max: 400 }),
      bad: fc.uniqueArray(fc.nat(399), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(count, fc.integer({ min: 1, max: 4 }), async ({ all, bad }, concurrency) => {
        const box = new ModelBox({ bad: bad.map((index) => `user_ids ${index + 1}`) });
        const outcomes = await finish(box, users(all), { batchSize: 64, concurrency });
        const found = outcomes.filter(({ status }) => status === 'rejected').length;
        // Each search asks once for the batch, 6 times to halve 64, and once for a target known to be bad.
        expect(box.requests.length).toBeLessThanOrEqual(Math.ceil(all / 64) + found * 8 + found * 2);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [0.01, 1.25],
    [0.05, 1.25],
    [0.2, 1.25],
    [0.5, 1.35],
  ])('is close to the least possible when %d of the list is bad', async (share, factor) => {
    const [bad] = fc.sample(fc.shuffledSubarray(users(2000), { minLength: 2000 * share, maxLength: 2000 * share }), {
      numRuns: 1,
      seed: 1,
    });
    const box = new ModelBox({ bad: (bad ?? []).map(nameOf) });
    const outcomes = await finish(box, users(2000), { requestsPerMinute: Infinity });
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(2000 * share);
    expect(box.requests.length).toBeLessThan(leastPossible(2000, 2000 * share) * factor);
  });

  it('is hardly more than the list is long when all are bad', async () => {
    const box = new ModelBox({ bad: users(1000).map(nameOf) });
    await finish(box, users(1000), { requestsPerMinute: Infinity });
    expect(box.requests.length).toBeLessThan(1300);
  });
});
