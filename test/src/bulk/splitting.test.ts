import { describe, expect, it } from 'vitest';
import { terminateSessions, type SessionTerminator } from '../../../src/bulk.ts';
import { ApiError } from '../../../src/index.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { accepted, answer, manager, rejectingBad, startServer } from '../../support/server.ts';

const quick = { requestsPerMinute: 60_000 };

/** A mock manager that knows which lists Box would reject, for lists longer than a server is worth. */
function mockManager(send: (values: string[]) => Promise<object>): SessionTerminator {
  const call = (body: object): Promise<object> => send(Object.values(body).flat() as string[]);
  return { createUserTerminateSession: call, createGroupTerminateSession: call };
}

/** No way of asking yes or no finds `bad` of `all` with fewer questions on average if every choice is as likely. */
function fewestPossible(all: number, bad: number): number {
  let bits = 0;
  for (let index = 0; index < bad; index++) bits += Math.log2((all - index) / (bad - index));
  return bits;
}

/** So many of the numbers below `all`, always the same for a seed. */
function pick(count: number, all: number, seed: number): Set<string> {
  let state = seed;
  const picked = new Set<string>();
  while (picked.size < count) {
    // A linear congruential generator (Numerical Recipes).
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    picked.add(String(Math.floor((state / 2 ** 32) * all) + 1));
  }
  return picked;
}

async function requestsFor(all: number, isBad: (id: string) => boolean, options = {}): Promise<number> {
  let requests = 0;
  const box = mockManager(async (values) => {
    requests += 1;
    if (values.some(isBad)) throw new ApiError('not found', { status: 404, attempts: 1, fromBox: true });
    return {};
  });
  const run = terminateSessions(box, users(all), { requestsPerMinute: Infinity, giveUpAfter: Infinity, ...options });
  const { outcomes, thrown } = await collect(run);
  expect(thrown).toBeUndefined();
  expect(having('rejected', outcomes).every(isBad)).toBe(true);
  expect(outcomes).toHaveLength(all);
  return requests;
}

describe('a batch that Box rejects', () => {
  it.each([400, 404, 409, 413, 422])('with %i leaves only the bad targets, each with its own error', async (status) => {
    const { baseUrl, received } = await startServer(rejectingBad(status));
    const targets = [...users(10), { user_id: 'bad-1' }, ...users(20).slice(10), { user_login: 'bad-2' }];
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), targets, quick));
    expect(thrown).toBeUndefined();
    expect(having('accepted', outcomes)).toHaveLength(20);
    expect(having('rejected', outcomes).toSorted()).toEqual(['bad-1', 'bad-2']);
    for (const { target, error } of outcomes.filter((outcome) => outcome.status === 'rejected')) {
      expect(error).toMatchObject({ name: 'ApiError', status });
      const alone = received[Number((error as ApiError).requestId?.slice(1))]?.body ?? '';
      expect(Object.values(JSON.parse(alone) as Record<string, string[]>).flat()).toEqual(Object.values(target));
    }
  });

  it('with 413 is sent in halves', async () => {
    const { baseUrl, received } = await startServer((response, index, request) =>
      (request.body.length > 50 ? answer(413) : accepted)(response, index, request),
    );
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(8), quick));
    expect(having('accepted', outcomes)).toHaveLength(8);
    expect(received).toHaveLength(3);
  });

  it('can have any size', async () => {
    const options = { batchSize: 200_000 };
    expect(await requestsFor(200_000, (id) => id === '7', options)).toBeLessThan(60);
  });

  it.each([400, 413])('with %i although no target is bad makes the next lists shorter', async (status) => {
    const lengths: number[] = [];
    const short = mockManager(async (values) => {
      lengths.push(values.length);
      if (values.length > 10) throw new ApiError('too many', { status, attempts: 1, fromBox: true });
      return {};
    });
    const { outcomes } = await collect(terminateSessions(short, users(400), { ...quick, concurrency: 1 }));
    expect(having('accepted', outcomes)).toHaveLength(400);
    expect(lengths.slice(-10).every((length) => length <= 10)).toBe(true);
    expect(lengths.length).toBeLessThan(120);
  });
});

describe('the number of requests', () => {
  it('is one for each full batch if no target is bad', async () => {
    expect(await requestsFor(1050, () => false)).toBe(11);
  });

  it('is at most 127 for 64 bad targets, at a real socket', async () => {
    const { baseUrl, received } = await startServer(rejectingBad(404));
    const targets = Array.from({ length: 64 }, (_, index) => ({ user_id: `bad-${index}` }));
    const options = { ...quick, giveUpAfter: Infinity };
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), targets, options));
    expect(having('rejected', outcomes)).toHaveLength(64);
    expect(received.length).toBeLessThanOrEqual(127);
  });

  it('is at most 2n - 1 for n bad targets, whatever the batch size and the concurrency', async () => {
    for (const concurrency of [1, 2, 4, 8]) {
      for (const batchSize of [1, 2, 3, 7, 16, 100]) {
        for (const all of [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 31, 64, 100, 257]) {
          const requests = await requestsFor(all, () => true, { concurrency, batchSize });
          expect(requests, `${all} in batches of ${batchSize}, ${concurrency} at once`).toBeLessThanOrEqual(
            2 * all - 1,
          );
        }
      }
    }
  });

  it('is hardly more than the list is long if all of a long list are bad', async () => {
    expect(await requestsFor(1000, () => true)).toBeLessThan(1100);
  });

  it.each([
    [1000, 0.01, 30, 1.15],
    [10_000, 0.01, 5, 1.1],
    [100_000, 0.01, 1, 1.1],
    [2000, 0.05, 10, 1.15],
    [2000, 0.2, 5, 1.15],
    [2000, 0.5, 5, 1.15],
  ])('is close to the fewest possible for %i targets of which %d are bad', async (all, share, lists, factor) => {
    let requests = 0;
    for (let seed = 1; seed <= lists; seed++) {
      const bad = pick(all * share, all, seed);
      requests += await requestsFor(all, (id) => bad.has(id));
    }
    expect(requests / lists).toBeLessThan(fewestPossible(all, all * share) * factor);
  });

  it.each([1, 2, 30, 50, 64, 99, 100])(
    'is close to the fewest possible if target %i of each hundred is bad',
    async (at) => {
      const requests = await requestsFor(1000, (id) => Number(id) % 100 === at % 100);
      expect(requests).toBeLessThan(fewestPossible(1000, 10) * 1.15);
    },
  );
});
