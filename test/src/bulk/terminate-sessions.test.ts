import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { terminateSessions, type Outcome, type SessionTerminator, type Target } from '../../../src/bulk.ts';
import { ApiError, NetworkError, ResponseError, type SessionTerminationManager } from '../../../src/index.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { accepted, answer, cut, manager, startServer, type Answer } from '../../support/server.ts';

/** Quick enough not to be felt. */
const quick = { requestsPerMinute: 60_000 };

/** Refuses a request that names somebody whose name begins with `bad`. */
const refusesBad =
  (status: number): Answer =>
  (response, index, received) =>
    /"bad/.test(received.body)
      ? answer(status, { code: 'refused', request_id: `r${index}` })(response, index, received)
      : accepted(response, index, received);

function standIn(send: (values: string[]) => Promise<unknown>): SessionTerminator {
  const call = (body: object): Promise<never> => send(Object.values(body).flat() as string[]) as Promise<never>;
  return { createUserTerminateSession: call, createGroupTerminateSession: call };
}

describe('a run', () => {
  it('sends ids and logins together, groups apart, and gives every target as it was given, with the message', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const targets = [{ user_id: '1' }, { group_id: '7' }, { user_login: 'ada@example.com' }];
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), targets, quick));
    expect(thrown).toBeUndefined();
    expect(received.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/2.0/users/terminate_sessions', { user_ids: ['1'], user_logins: ['ada@example.com'] }],
      ['/2.0/groups/terminate_sessions', { group_ids: ['7'] }],
    ]);
    expect(outcomes).toHaveLength(3);
    for (const outcome of outcomes) {
      expect(targets).toContain(outcome.target);
      expect(outcome).toEqual({ target: outcome.target, status: 'accepted', message: 'accepted', attempts: 1 });
    }
  });

  it('over nobody ends at once', async () => {
    const { baseUrl, received } = await startServer(accepted);
    expect(await collect(terminateSessions(manager(baseUrl), []))).toEqual({ outcomes: [], thrown: undefined });
    expect(received).toEqual([]);
  });

  it('sends 100 targets in one request by default', async () => {
    const { baseUrl, received } = await startServer(accepted);
    await collect(terminateSessions(manager(baseUrl), users(250), quick));
    const sizes = received.map(({ body }) => (JSON.parse(body) as { user_ids: string[] }).user_ids.length);
    expect(sizes.toSorted((one, other) => other - one)).toEqual([100, 100, 50]);
  });

  it('sends a target once however often it is given, an id of a user and one of a group apart', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const targets = [{ user_id: '1' }, { user_id: '1' }, { group_id: '1' }, { user_login: '1' }];
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), targets, quick));
    expect(outcomes.map(({ target }) => target)).toEqual([targets[0], targets[3], targets[2]]);
    expect(received).toHaveLength(2);
  });

  it('sends duplicates when told not to look for them', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const targets = [{ user_id: '1' }, { user_id: '1' }];
    const options = { ...quick, dedupe: false, batchSize: 1 };
    expect((await collect(terminateSessions(manager(baseUrl), targets, options))).outcomes).toHaveLength(2);
    expect(received).toHaveLength(2);
  });

  it.each([
    ['nothing', {}],
    ['two properties', { user_id: '1', group_id: '1' }],
    ['a blank', { user_id: ' ' }],
    ['a number', { user_id: 7 }],
    ['null', null],
  ])('rejects a target that names %s without sending it, and goes on', async (_, target) => {
    const { baseUrl, received } = await startServer(accepted);
    const targets = [target as unknown as Target, { user_id: '2' }];
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), targets, quick));
    expect(outcomes[0]).toMatchObject({
      target,
      status: 'rejected',
      error: { name: 'InvalidRequestError' },
      attempts: 0,
    });
    expect(having('accepted', outcomes)).toEqual(['2']);
    expect(received[0]?.body).toBe('{"user_ids":["2"],"user_logins":[]}');
  });

  it('tells how far it has come, with the total where the source says it', async () => {
    const { baseUrl } = await startServer(refusesBad(404));
    const onProgress = vi.fn();
    const targets = [{ user_id: '1' }, { user_id: 'bad' }, { user_id: '1' }];
    await collect(terminateSessions(manager(baseUrl), targets, { ...quick, onProgress }));
    expect(onProgress).toHaveBeenLastCalledWith({ accepted: 1, rejected: 1, unknown: 0, total: 2 });
    await collect(terminateSessions(manager(baseUrl), new Set(targets), { ...quick, onProgress }));
    expect(onProgress).toHaveBeenLastCalledWith({ accepted: 1, rejected: 1, unknown: 0, total: 2 });
    await collect(terminateSessions(manager(baseUrl), targets.values(), { ...quick, onProgress }));
    expect(onProgress).toHaveBeenLastCalledWith({ accepted: 1, rejected: 1, unknown: 0 });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('progress');
      },
    ],
    ['rejects', () => Promise.reject(new Error('progress'))],
  ])('goes on when onProgress %s', async (_, onProgress) => {
    const { baseUrl } = await startServer(accepted);
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(3), { ...quick, onProgress }));
    expect(having('accepted', outcomes)).toEqual(['1', '2', '3']);
  });
});

describe('a batch that Box refuses', () => {
  it.each([400, 404])('with %i leaves only the bad targets behind, each with its own error', async (status) => {
    const { baseUrl, received } = await startServer(refusesBad(status));
    const targets = [...users(10), { user_id: 'bad-1' }, ...users(20).slice(10), { user_login: 'bad-2' }];
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), targets, quick));
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

  it('may be of any size', async () => {
    const bad = standIn(async (values) => {
      if (values.includes('7')) throw new ApiError('not found', { status: 404, attempts: 1 });
      return {};
    });
    const options = { batchSize: 300_000, requestsPerMinute: Infinity };
    const { outcomes, thrown } = await collect(terminateSessions(bad, users(300_000), options));
    expect(thrown).toBeUndefined();
    expect(outcomes).toHaveLength(300_000);
    expect(having('rejected', outcomes)).toEqual(['7']);
  });

  it.each([400, 413])('with %i although nobody in it is bad is sent in shorter lists from then on', async (status) => {
    const lengths: number[] = [];
    const short = standIn(async (values) => {
      lengths.push(values.length);
      if (values.length > 10) throw new ApiError('too many', { status, attempts: 1 });
      return {};
    });
    const { outcomes } = await collect(terminateSessions(short, users(400), { ...quick, concurrency: 1 }));
    expect(having('accepted', outcomes)).toHaveLength(400);
    expect(lengths.slice(-10).every((length) => length <= 10)).toBe(true);
    expect(lengths.length).toBeLessThan(120);
  });

  it('for another reason is rejected whole', async () => {
    const { baseUrl, received } = await startServer(answer(409), accepted);
    const { outcomes } = await collect(
      terminateSessions(manager(baseUrl), users(4), { ...quick, batchSize: 2, concurrency: 1 }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'accepted', 'accepted']);
    expect(received).toHaveLength(2);
  });
});

describe('a batch whose fate is not known', () => {
  it.each([
    ['is lost', cut, 'NetworkError', 2],
    ['is a server error to the end', answer(503), 'ApiError', 2],
    ['is a 202 that cannot be read', answer(202, '{"mess'), 'ResponseError', 1],
    ['is a redirect', answer(302), 'ResponseError', 1],
  ])('because its answer %s is unknown, and not split', async (_, reply, name, attempts) => {
    const { baseUrl, received } = await startServer(reply);
    const retry = { maxAttempts: 2, minDelayMs: 1 };
    const { outcomes } = await collect(terminateSessions(manager(baseUrl, { retry }), users(3), quick));
    expect(outcomes).toMatchObject(
      users(3).map((target) => ({ target, status: 'unknown', error: { name }, attempts })),
    );
    expect(received).toHaveLength(attempts);
  });

  it('at first, and that was then refused, is rejected only after an answer each time', async () => {
    for (const [first, status] of [
      [answer(503), 'rejected'],
      [cut, 'unknown'],
    ] as const) {
      const { baseUrl } = await startServer(first, answer(404));
      const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(1), quick));
      expect(outcomes).toMatchObject([{ status, error: { status: 404 }, attempts: 2 }]);
    }
  });

  it('and that is then refused for a reason of its own is unknown', async () => {
    const { baseUrl } = await startServer(answer(503), answer(409));
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(1), quick));
    expect(outcomes).toMatchObject([{ status: 'unknown', error: { status: 409 } }]);
  });
});

it('a batch for which no token arrives in time is rejected, since nothing was sent', async () => {
  const { baseUrl, received } = await startServer(accepted);
  const hanging = manager(baseUrl, { auth: () => new Promise(() => {}), timeoutMs: 5 });
  const { outcomes } = await collect(terminateSessions(hanging, users(1), quick));
  expect(outcomes).toMatchObject([{ status: 'rejected', error: { name: 'TimeoutError', attempts: 0 }, attempts: 0 }]);
  expect(received).toEqual([]);
});

it('a time-out of a token between two answers is no lost answer, and no request', async () => {
  const { baseUrl } = await startServer(answer(429, '', { 'retry-after': '0' }), answer(400));
  let calls = 0;
  const auth = (): Promise<string> => {
    calls += 1;
    return calls === 2 ? new Promise(() => {}) : Promise.resolve('token');
  };
  const slow = manager(baseUrl, { auth, timeoutMs: 200, retry: { minDelayMs: 1 } });
  const { outcomes } = await collect(terminateSessions(slow, users(1), quick));
  expect(outcomes).toMatchObject([{ status: 'rejected', error: { status: 400 }, attempts: 2 }]);
});

describe('a manager other than ours', () => {
  it('is any object with the two methods', async () => {
    expectTypeOf<SessionTerminationManager>().toExtend<SessionTerminator>();
    const seen: string[][] = [];
    const other = standIn(async (values) => void seen.push(values));
    const { outcomes } = await collect(terminateSessions(other, [...users(2), { group_id: '3' }], quick));
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(seen).toEqual([['1', '2'], ['3']]);
  });

  it('that fails in a way of its own leaves the outcome unknown, and shows nobody in the error', async () => {
    const other = standIn((values) => {
      throw new Error(`broken: ${values.join()}`);
    });
    const { outcomes } = await collect(terminateSessions(other, [{ user_login: 'ada@example.com' }], quick));
    const [{ error } = {} as Outcome] = outcomes;
    expect(outcomes).toMatchObject([{ status: 'unknown', attempts: 1 }]);
    expect(error).toBeInstanceOf(NetworkError);
    expect(String((error as Error).cause)).toBe('Error: broken: [redacted]');
  });

  it('may wrap ours, and the requests that it repeats are still counted', async () => {
    const { baseUrl } = await startServer(answer(503), answer(503), accepted);
    const inner = manager(baseUrl);
    const wrapped: SessionTerminator = {
      createUserTerminateSession: (body, options) => inner.createUserTerminateSession(body, options),
      createGroupTerminateSession: (body, options) => inner.createGroupTerminateSession(body, options),
    };
    const { outcomes } = await collect(terminateSessions(wrapped, users(1), quick));
    expect(outcomes).toMatchObject([{ status: 'accepted', attempts: 3 }]);
  });

  it('that says what Box said is believed', async () => {
    const other = standIn(async () => {
      throw new ResponseError('cannot be read', { status: 202 });
    });
    expect((await collect(terminateSessions(other, users(1), quick))).outcomes).toMatchObject([{ status: 'unknown' }]);
  });
});

describe('a wrong argument', () => {
  const box = standIn(async () => ({}));

  it.each([
    ['batchSize', { batchSize: 0 }],
    ['batchSize', { batchSize: 1.5 }],
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: Number.NaN }],
    ['requestsPerMinute', { requestsPerMinute: 0 }],
    ['requestsPerMinute', { requestsPerMinute: '900' as never }],
    ['dedupe', { dedupe: 'no' as never }],
    ['signal', { signal: {} as never }],
    ['onProgress', { onProgress: true as never }],
    ['options', null as never],
  ])('%s is an InvalidRequestError at once, before anything is taken from the source', (name, options) => {
    const next = vi.fn();
    const source = { [Symbol.iterator]: next };
    expect(() => terminateSessions(box, source, options)).toThrow(
      expect.objectContaining({ name: 'InvalidRequestError', message: expect.stringContaining(name) as string }),
    );
    expect(next).not.toHaveBeenCalled();
  });

  it.each(['1', { user_id: '1' }, undefined, 7])('that is no source (%j) is an InvalidRequestError', (source) => {
    expect(() => terminateSessions(box, source as never)).toThrow(/must be an array or another iterable/);
  });

  it.each([undefined, {}, { createUserTerminateSession: () => {} }])(
    'that is no manager is an InvalidRequestError',
    (other) => {
      expect(() => terminateSessions(other as never, [])).toThrow(/SessionTerminationManager/);
    },
  );
});
