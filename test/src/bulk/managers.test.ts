import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { terminateSessions, type Outcome, type SessionTerminator } from '../../../src/bulk.ts';
import { NetworkError, ResponseError, type SessionTerminationManager } from '../../../src/index.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { useFastClock } from '../../support/fast-clock.ts';
import { accepted, answer, cut, manager, rejectingBad, startServer } from '../../support/server.ts';

const quick = { requestsPerMinute: 60_000 };

function mockManager(send: (values: string[]) => Promise<unknown>): SessionTerminator {
  const call = async (body: object): Promise<object> => (await send(Object.values(body).flat() as string[])) as object;
  return { createUserTerminateSession: call, createGroupTerminateSession: call };
}

describe('a manager other than the library’s', () => {
  it('is any object with the two methods', async () => {
    expectTypeOf<SessionTerminationManager>().toExtend<SessionTerminator>();
    const seen: string[][] = [];
    const other = mockManager(async (values) => void seen.push(values));
    const { outcomes } = await collect(terminateSessions(other, [...users(2), { group_id: '3' }], quick));
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(seen).toEqual([['1', '2'], ['3']]);
  });

  it('that throws an error of its own leaves the outcome unknown, and the error shows no target', async () => {
    const other = mockManager((values) => {
      throw new Error(`broken: ${values.join()}`);
    });
    const { outcomes } = await collect(terminateSessions(other, [{ user_login: 'ada@example.com' }], quick));
    const [{ error } = {} as Outcome] = outcomes;
    expect(outcomes).toMatchObject([{ status: 'unknown', attempts: 1 }]);
    expect(error).toBeInstanceOf(NetworkError);
    expect((error as Error).cause).toMatchObject({ name: 'Error' });
    expect(inspect(error)).not.toContain('ada');
  });

  it('can wrap the library’s, and its retries still count', async () => {
    const { baseUrl } = await startServer(answer(503), answer(503), accepted);
    const inner = manager(baseUrl);
    const wrapped: SessionTerminator = {
      createUserTerminateSession: (body, options) => inner.createUserTerminateSession(body, options),
      createGroupTerminateSession: (body, options) => inner.createGroupTerminateSession(body, options),
    };
    const { outcomes } = await collect(terminateSessions(wrapped, users(1), quick));
    expect(outcomes).toMatchObject([{ status: 'accepted', attempts: 3 }]);
  });

  it('is believed when it says that the response was not Box’s', async () => {
    const other = mockManager(async () => {
      throw new ResponseError('not Box', { status: 202 });
    });
    expect((await collect(terminateSessions(other, users(1), quick))).outcomes).toMatchObject([
      { status: 'unknown', attempts: 1 },
    ]);
  });

  describe('that keeps failing', () => {
    useFastClock();

    it('ends the run like a server that keeps failing', async () => {
      const send = vi.fn().mockRejectedValue(new TypeError('undefined is not a function'));
      const options = { ...quick, batchSize: 1, concurrency: 1 };
      const { outcomes, thrown } = await collect(terminateSessions(mockManager(send), users(100), options));
      expect(having('unknown', outcomes)).toHaveLength(5);
      expect(thrown).toMatchObject({ name: 'NetworkError', cause: { name: 'TypeError' } });
    });
  });
});

describe('a manager from a second copy of the package', () => {
  const copyOf = async (baseUrl: string, options = {}): Promise<SessionTerminationManager> => {
    vi.resetModules();
    const { SessionTerminationManager: Copy } = await import('../../../src/index.ts');
    return new Copy({ auth: 'token', baseUrl, retry: { minDelayMs: 1 }, ...options });
  };

  it('has errors of another class, and a 401 ends the run too', async () => {
    const { baseUrl, received } = await startServer(answer(401));
    const { outcomes, thrown } = await collect(terminateSessions(await copyOf(baseUrl), users(1000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'ApiError', status: 401 });
    const { ApiError } = await import('../../../src/index.ts');
    expect(thrown).toBeInstanceOf(ApiError);
    expect(received.length).toBeLessThanOrEqual(4);
  });

  it('has its batches split', async () => {
    const { baseUrl } = await startServer(rejectingBad(404));
    const targets = [...users(20), { user_id: 'bad' }];
    const { outcomes } = await collect(terminateSessions(await copyOf(baseUrl), targets, quick));
    expect(having('accepted', outcomes)).toHaveLength(20);
    expect(having('rejected', outcomes)).toEqual(['bad']);
  });

  it('has its lost requests counted and unknown', async () => {
    const { baseUrl } = await startServer(cut);
    const copy = await copyOf(baseUrl, { retry: { maxAttempts: 2, minDelayMs: 1 } });
    const { outcomes } = await collect(terminateSessions(copy, users(2), quick));
    expect(outcomes).toMatchObject(users(2).map(() => ({ status: 'unknown', attempts: 2 })));
  });

  it('has its retries paced with the other requests', async () => {
    const { baseUrl } = await startServer(answer(503), answer(503), accepted);
    // When they are sent: on a busy machine, the first can reach the server late.
    const sentAt: number[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      sentAt.push(performance.now());
      return globalThis.fetch(url, init);
    };
    await collect(terminateSessions(await copyOf(baseUrl, { fetch }), users(1), { requestsPerMinute: 300 }));
    expect((sentAt[2] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThanOrEqual(300);
  });
});

it('a manager without retries: each attempt counts, and a 429 still waits', async () => {
  const { baseUrl, received } = await startServer(answer(429, '', { 'retry-after': '1' }), accepted);
  const { outcomes } = await collect(terminateSessions(manager(baseUrl, { retry: false }), users(5), quick));
  expect(outcomes).toMatchObject(users(5).map(() => ({ status: 'accepted', attempts: 2 })));
  expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
});
