import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { terminateSessions, type Outcome, type Target, type TerminateSessionsOptions } from '../../../src/bulk.ts';
import { BULK_DEFAULTS } from '../../../src/bulk/defaults.ts';
import { OPTIONS } from '../../../src/cli/flags.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { accepted, manager, rejectingBad, startServer } from '../../support/server.ts';

const quick = { requestsPerMinute: 60_000 };

describe('a run', () => {
  it('sends IDs and logins together and groups apart, and returns every target as it was, with the message', async () => {
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

  it('over an empty list ends at once', async () => {
    const { baseUrl, received } = await startServer(accepted);
    expect(await collect(terminateSessions(manager(baseUrl), []))).toEqual({ outcomes: [], thrown: undefined });
    expect(received).toEqual([]);
  });

  it('rejects a target that cannot be read, and sends the others', async () => {
    const { baseUrl } = await startServer(accepted);
    const unreadable = {
      get user_id(): string {
        throw new Error('gone');
      },
    };
    const { outcomes, thrown } = await collect(
      terminateSessions(manager(baseUrl), [{ user_id: '1' }, unreadable, { user_id: '2' }], quick),
    );
    expect(thrown).toBeUndefined();
    expect(outcomes.find(({ status }) => status === 'rejected')?.target).toBe(unreadable);
    expect(having('accepted', outcomes)).toEqual(['1', '2']);
  });

  it('sends 100 targets in one request by default', async () => {
    const { baseUrl, received } = await startServer(accepted);
    await collect(terminateSessions(manager(baseUrl), users(250), quick));
    const sizes = received.map(({ body }) => (JSON.parse(body) as { user_ids: string[] }).user_ids.length);
    expect(sizes.toSorted((one, other) => other - one)).toEqual([100, 100, 50]);
  });

  it('sends a repeated target once, and tells the ID of a user from that of a group', async () => {
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
    ['without a property', {}],
    ['with two properties', { user_id: '1', group_id: '1' }],
    ['with a blank', { user_id: ' ' }],
    ['with a number', { user_id: 7 }],
    ['that is null', null],
  ])('rejects a target %s without sending it, and continues', async (_, target) => {
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
});

describe('onProgress', () => {
  it('gets the number of targets with each outcome, and the total where the source tells it', async () => {
    const { baseUrl } = await startServer(rejectingBad(404));
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
    ['throws', () => Promise.resolve(JSON.parse('{'))],
    ['rejects', () => Promise.reject(new Error('progress'))],
  ])('changes nothing when it %s', async (_, onProgress) => {
    const { baseUrl } = await startServer(accepted);
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(3), { ...quick, onProgress }));
    expect(having('accepted', outcomes)).toEqual(['1', '2', '3']);
  });
});

describe('an invalid argument', () => {
  const box = manager('http://127.0.0.1:9/2.0');

  it.each([
    ['batchSize', { batchSize: 0 }],
    ['batch_size', { batch_size: 10 }],
    ['batchSize', { batchSize: 1.5 }],
    ['batchSize', { batchSize: Infinity }],
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: Number.NaN }],
    ['requestsPerMinute', { requestsPerMinute: 0 }],
    ['requestsPerMinute', { requestsPerMinute: '900' }],
    ['giveUpAfter', { giveUpAfter: 0 }],
    ['giveUpAfter', { giveUpAfter: '20' }],
    ['dedupe', { dedupe: 'no' }],
    ['signal', { signal: {} }],
    ['onProgress', { onProgress: true }],
    ['batchSize', { batchSize: null }],
    ['concurrency', { concurrency: null }],
    ['requestsPerMinute', { requestsPerMinute: null }],
    ['giveUpAfter', { giveUpAfter: null }],
    ['dedupe', { dedupe: null }],
    ['signal', { signal: null }],
    ['onProgress', { onProgress: null }],
    ['options', null],
  ])('%s is an InvalidRequestError at once, before anything is taken from the source (%j)', (name, options) => {
    const next = vi.fn();
    const source = { [Symbol.iterator]: next };
    expect(() => terminateSessions(box, source, options as TerminateSessionsOptions)).toThrow(
      expect.objectContaining({ name: 'InvalidRequestError', message: expect.stringContaining(name) as string }),
    );
    expect(next).not.toHaveBeenCalled();
  });

  it.each(['1', { user_id: '1' }, undefined, 7, null])('%j instead of a source is an InvalidRequestError', (source) => {
    expect(() => terminateSessions(box, source as unknown as Target[])).toThrow(/must be an array or another iterable/);
  });

  it.each([undefined, null, {}, { createUserTerminateSession: () => {} }])(
    '%j instead of a manager is an InvalidRequestError',
    (other) => {
      expect(() => terminateSessions(other as unknown as typeof box, [])).toThrow(/SessionTerminationManager/);
    },
  );
});

it('the defaults are those that the command shows', () => {
  const shown = (flag: string): unknown => OPTIONS.find(({ flags }) => flags.startsWith(flag))?.default;
  expect(shown('--batch-size')).toBe(BULK_DEFAULTS.batchSize);
  expect(shown('--concurrency')).toBe(BULK_DEFAULTS.concurrency);
  expect(shown('--rate')).toBe(BULK_DEFAULTS.requestsPerMinute);
});

describe('the types', () => {
  it('accept undefined for every option', async () => {
    const { baseUrl } = await startServer(accepted);
    const options: Required<{ [Name in keyof TerminateSessionsOptions]: undefined }> = {
      batchSize: undefined,
      concurrency: undefined,
      requestsPerMinute: undefined,
      giveUpAfter: undefined,
      dedupe: undefined,
      signal: undefined,
      onProgress: undefined,
    };
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(2), options));
    expect(having('accepted', outcomes)).toEqual(['1', '2']);
  });

  it('know what next() and return() resolve to', () => {
    type Run = ReturnType<typeof terminateSessions>;
    expectTypeOf<Awaited<ReturnType<Run['next']>>>().toEqualTypeOf<IteratorResult<Outcome, undefined>>();
    expectTypeOf<Awaited<ReturnType<Run['return']>>>().toEqualTypeOf<IteratorResult<Outcome, undefined>>();
    expectTypeOf<Run[typeof Symbol.asyncIterator]>().returns.toEqualTypeOf<Run>();
  });
});
