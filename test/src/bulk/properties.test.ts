import fc from '../../support/fast-check.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { terminateSessions, type Outcome, type Target, type TerminateSessionsOptions } from '../../../src/bulk.ts';
import { collect, ModelBox, nameOf, type BoxRequest, type Fate, type Outage } from '../../support/box-model.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const target = fc
  .tuple(fc.constantFrom('user_id', 'user_login', 'group_id'), fc.integer({ min: 1, max: 40 }))
  .map(([field, number]) => ({ [field]: `${field === 'user_login' ? 'a@' : ''}${number}` }) as unknown as Target);

const failure = fc.constantFrom<Fate>(
  'rate limited',
  'rate limited for two minutes',
  'rate limited without a time',
  'server error',
  'server error for two minutes',
  'accepted, then a server error',
  'response lost',
  'response not Box’s',
  'connection refused',
  'connection reset',
  'gateway timeout page',
);

/** An outage that begins and ends at any moment. */
const outage = (fate: fc.Arbitrary<Fate>): fc.Arbitrary<Outage> =>
  fc
    .tuple(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom(50, 500, 3000, 30_000, 900_000), fate)
    .map(([from, length, each]) => ({ from, until: from + length, fate: each }));

const scene = fc.record({
  targets: fc.array(target, { maxLength: 80 }),
  bad: fc.array(target, { maxLength: 8 }),
  fates: fc.array(fc.oneof({ weight: 6, arbitrary: fc.constant<Fate>('works') }, { weight: 4, arbitrary: failure }), {
    maxLength: 60,
  }),
  outages: fc
    .tuple(
      fc.array(outage(failure), { maxLength: 3 }),
      // Not twice: a gateway that rejects the same target twice, and others not in between, could be right about it.
      fc.array(outage(fc.constant('gateway page')), { maxLength: 1 }),
    )
    .map((outages) => outages.flat()),
  longest: fc.constantFrom(1, 3, 10, 1000),
  batchSize: fc.integer({ min: 1, max: 30 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  requestsPerMinute: fc.constantFrom(30, 200, 900),
  giveUpAfter: fc.constantFrom(2, 20, Infinity),
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  asynchronous: fc.boolean(),
});

type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

async function* slowly(targets: Target[]): AsyncGenerator<Target> {
  for (const each of targets) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    yield each;
  }
}

/** Runs under the fake clock, which moves on until the run has ended. */
async function finish(
  box: ModelBox,
  targets: Iterable<Target> | AsyncIterable<Target>,
  { maxAttempts = 4, ...options }: TerminateSessionsOptions & { maxAttempts?: number } = {},
): Promise<{ outcomes: Outcome[]; thrown: unknown }> {
  const state = { ended: false };
  const run = collect(terminateSessions(box.manager({ retry: { maxAttempts } }), targets, options)).finally(() => {
    state.ended = true;
  });
  while (!state.ended) await vi.advanceTimersToNextTimerAsync();
  return run;
}

async function play({ bad, fates, outages, longest, asynchronous, targets, ...options }: Scene): Promise<{
  box: ModelBox;
  outcomes: Outcome[];
  thrown: unknown;
}> {
  const box = new ModelBox({ bad: bad.map(nameOf), fates, outages, longest });
  return { box, ...(await finish(box, asynchronous ? slowly(targets) : targets, options)) };
}

const failsWithoutResponse = ({ fate }: BoxRequest): boolean =>
  ['response lost', 'connection reset', 'response not Box’s'].includes(fate);
const isServerError = ({ status }: BoxRequest): boolean => status >= 500;

function mostInAMinute(times: number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length));
}

describe('a run over a model of Box with random bad targets, failures and outages', () => {
  it('has at most one outcome for each target, and each is true', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { box, outcomes, thrown } = await play(given);
        const names = new Set(given.targets.map(nameOf));
        const isBad = new Set(given.bad.map(nameOf));
        const settled = outcomes.map((outcome) => nameOf(outcome.target));
        expect(new Set(settled).size).toBe(settled.length);
        expect(settled.filter((name) => !names.has(name))).toEqual([]);
        if (thrown === undefined) expect(settled).toHaveLength(names.size);

        for (const { target: of, status, error, message, attempts } of outcomes) {
          const name = nameOf(of);
          const naming = box.requests.filter(({ values }) => values.includes(name));
          expect(attempts).toBe(naming.filter(({ fate }) => fate !== 'connection refused').length);
          expect(error === undefined).toBe(status === 'accepted');
          switch (status) {
            case 'accepted':
              expect(message).toBe('on its way');
              expect(naming.some((request) => request.status === 202 && request.fate === 'works')).toBe(true);
              break;
            case 'rejected':
              expect(isBad.has(name)).toBe(true);
              expect(naming.some(({ status: of404, values }) => of404 === 404 && values.length === 1)).toBe(true);
              expect(box.accepted.has(name)).toBe(false);
              break;
            case 'unknown':
              expect(naming.some((request) => failsWithoutResponse(request) || isServerError(request))).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('loses no target: those without an outcome can be sent again', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { outcomes, thrown } = await play(given);
        if (thrown === undefined) return;
        const settled = new Set(outcomes.map((outcome) => nameOf(outcome.target)));
        const rest = given.targets.filter((each) => !settled.has(nameOf(each)));
        const healthy = new ModelBox({ bad: given.bad.map(nameOf), longest: given.longest });
        const again = await finish(healthy, rest, { giveUpAfter: Infinity });
        expect(again.thrown).toBeUndefined();
        const isBad = new Set(given.bad.map(nameOf));
        for (const { target: of, status } of again.outcomes) {
          expect(status).toBe(isBad.has(nameOf(of)) ? 'rejected' : 'accepted');
          settled.add(nameOf(of));
        }
        expect([...settled].toSorted()).toEqual([...new Set(given.targets.map(nameOf))].toSorted());
      }),
      { numRuns: 200 },
    );
  });

  it('keeps to the batch size, the concurrency and the rate, and sends only what was given', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { box } = await play(given);
        const names = new Set(given.targets.map(nameOf));
        for (const { path, values } of box.requests) {
          expect(values.length).toBeGreaterThan(0);
          expect(values.length).toBeLessThanOrEqual(given.batchSize);
          expect(new Set(values).size).toBe(values.length);
          expect(values.filter((value) => !names.has(value))).toEqual([]);
          const kind = values.every((value) => value.startsWith('group_ids')) ? 'groups' : 'users';
          expect(path).toBe(`/2.0/${kind}/terminate_sessions`);
        }
        expect(box.mostInFlight).toBeLessThanOrEqual(given.concurrency);
        expect(mostInAMinute(box.requests.map(({ at }) => at))).toBeLessThanOrEqual(given.requestsPerMinute);
      }),
      { numRuns: 150 },
    );
  });

  it('sends nothing for as long as a response asks to wait', async () => {
    const seconds: Partial<Record<Fate, number>> = {
      'rate limited': 2,
      'rate limited for two minutes': 120,
      'server error for two minutes': 120,
    };
    await fc.assert(
      fc.asyncProperty(scene, async (given) => {
        const { box } = await play(given);
        for (const { at, fate } of box.requests) {
          // The response takes 20 ms: what went out by then couldn't know.
          const learnedAt = at + 20;
          const until = learnedAt + (seconds[fate] ?? 0) * 1000;
          expect(box.requests.filter((other) => other.at > learnedAt && other.at < until)).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
