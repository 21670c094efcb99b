import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { terminateSessions, type SessionTerminator, type Target } from '../../../src/bulk.ts';
import { ApiError } from '../../../src/index.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { accepted, answer, manager, silence, startServer } from '../../support/server.ts';

const unhandled = vi.fn();
beforeEach(() => void process.on('unhandledRejection', unhandled));
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

/** A source that shows how much was taken from it, and whether it was told to stop. */
function watched(targets: Iterable<Target>): { source: Iterable<Target>; taken: () => number; closed: () => boolean } {
  let taken = 0;
  let closed = false;
  function* source(): Generator<Target> {
    try {
      for (const target of targets) {
        taken += 1;
        yield target;
      }
    } finally {
      closed = true;
    }
  }
  return { source: source(), taken: () => taken, closed: () => closed };
}

const one = { batchSize: 1, concurrency: 1, requestsPerMinute: Infinity };

function mockManager(send: (value: string, signal: AbortSignal | undefined) => Promise<unknown>): SessionTerminator {
  const call: SessionTerminator['createUserTerminateSession'] = async (body, options) =>
    (await send(body.user_ids?.[0] ?? '', options?.signal)) as object;
  return { createUserTerminateSession: call, createGroupTerminateSession: () => Promise.reject(new Error('not used')) };
}

/** A call that ends with its signal only, as ours does. */
const never = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

describe('a run is lazy', () => {
  it('does nothing before the first outcome is asked for', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const { source, taken } = watched(users(5));
    terminateSessions(manager(baseUrl), source);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken()).toBe(0);
    expect(received).toEqual([]);
  });

  it('takes no more from an endless source than goes out, while the consumer is slow', async () => {
    function* endless(): Generator<Target> {
      for (let id = 1; ; id++) yield { user_id: String(id) };
    }
    const { source, taken, closed } = watched(endless());
    const { baseUrl, received } = await startServer(accepted);
    const run = terminateSessions(manager(baseUrl), source, {
      batchSize: 10,
      concurrency: 3,
      requestsPerMinute: 60_000,
    });
    await run.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(received.length).toBeLessThanOrEqual(3);
    const before = taken();
    expect(before).toBeLessThanOrEqual(31);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(taken()).toBe(before);
    await run.return?.();
    expect(closed()).toBe(true);
  });

  it('takes nothing while as many requests as allowed are under way', async () => {
    const { baseUrl, received } = await startServer(silence);
    const { source, taken } = watched(users(10));
    const run = terminateSessions(manager(baseUrl), source, {
      batchSize: 2,
      concurrency: 2,
      requestsPerMinute: 60_000,
    });
    const pending = run.next();
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(taken()).toBe(4);
    await run.return?.();
    await pending;
  });
});

describe('leaving the loop', () => {
  it('stops sending, tells the source and aborts what is under way, without waiting', async () => {
    const { source, closed } = watched(users(10));
    let aborted = 0;
    let sent = 0;
    const box = mockManager((value, signal) => {
      sent += 1;
      signal?.addEventListener('abort', () => (aborted += 1));
      return new Promise((resolve) => value === '1' && setTimeout(() => resolve({}), 20));
    });
    const run = terminateSessions(box, source, { ...one, concurrency: 3 });
    for await (const { target } of run) {
      expect(target).toEqual({ user_id: '1' });
      break;
    }
    expect(closed()).toBe(true);
    expect([sent, aborted]).toEqual([3, 3]);
  });

  it('ends an outcome that is still asked for', async () => {
    const run = terminateSessions(
      mockManager((_, signal) => never(signal)),
      users(3),
      one,
    );
    const pending = run.next();
    await expect(run.return?.()).resolves.toMatchObject({ done: true });
    await expect(pending).resolves.toMatchObject({ done: true });
  });

  it('before the first outcome sends nothing', async () => {
    const send = vi.fn();
    const run = terminateSessions(mockManager(send), users(3), one);
    await run.return?.();
    await expect(run.next()).resolves.toMatchObject({ done: true });
    expect(send).not.toHaveBeenCalled();
  });

  it('does not wait for a source that owes a target', async () => {
    const source: AsyncIterable<Target> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const run = terminateSessions(
      mockManager(async () => ({})),
      source,
    );
    const pending = run.next();
    await run.return?.();
    await expect(pending).resolves.toMatchObject({ done: true });
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers();
    try {
      const run = terminateSessions(
        mockManager(async () => ({})),
        users(3),
        { ...one, requestsPerMinute: 1 },
      );
      await run.next();
      const pending = run.next();
      await vi.advanceTimersByTimeAsync(1000);
      expect(vi.getTimerCount()).toBe(1);
      await run.return?.();
      await pending;
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an abort', () => {
  it('ends the run at once with its reason, after the outcomes already known', async () => {
    const controller = new AbortController();
    const { source, closed } = watched(users(10));
    const reason = new Error('enough');
    const box = mockManager((value, signal) => {
      if (value === '2') setTimeout(() => controller.abort(reason), 5);
      return value === '1' ? Promise.resolve({}) : never(signal);
    });
    const run = terminateSessions(box, source, { ...one, concurrency: 2, signal: controller.signal });
    const { outcomes, thrown } = await collect(run);
    expect(having('accepted', outcomes)).toEqual(['1']);
    expect(thrown).toBe(reason);
    await vi.waitFor(() => expect(closed()).toBe(true));
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('beforehand sends nothing and takes nothing', async () => {
    const { source, taken } = watched(users(3));
    const send = vi.fn();
    const run = terminateSessions(mockManager(send), source, { signal: AbortSignal.abort(new Error('no')) });
    expect(await collect(run)).toMatchObject({ outcomes: [], thrown: { message: 'no' } });
    expect(taken()).toBe(0);
    expect(send).not.toHaveBeenCalled();
  });

  it('from within the source ends both', async () => {
    const controller = new AbortController();
    let closed = false;
    function* source(): Generator<Target> {
      try {
        yield { user_id: '1' };
        controller.abort(new Error('from within'));
        yield { user_id: '2' };
      } finally {
        closed = true;
      }
    }
    const run = terminateSessions(
      mockManager(async () => ({})),
      source(),
      { ...one, signal: controller.signal },
    );
    const { outcomes, thrown } = await collect(run);
    expect(having('accepted', outcomes)).toEqual(['1']);
    expect(thrown).toMatchObject({ message: 'from within' });
    expect(closed).toBe(true);
  });

  it('that never comes leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const { baseUrl } = await startServer(accepted);
    await collect(terminateSessions(manager(baseUrl), users(50), { ...one, concurrency: 4, signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('an error that ends the run', () => {
  it.each([401, 403])('%i comes after the outcomes already known, and nothing is sent after it', async (status) => {
    const { baseUrl, received } = await startServer(accepted, accepted, answer(status));
    const { source, closed } = watched(users(10));
    const { outcomes, thrown } = await collect(
      terminateSessions(manager(baseUrl), source, { ...one, requestsPerMinute: 60_000 }),
    );
    expect(having('accepted', outcomes)).toEqual(['1', '2']);
    expect(outcomes).toHaveLength(2);
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown).toMatchObject({ status });
    expect(received).toHaveLength(3);
    expect(closed()).toBe(true);
  });

  it('waits for no request under way', async () => {
    const box = mockManager((value, signal) =>
      value === '1' ? Promise.reject(new ApiError('no', { status: 403 })) : never(signal),
    );
    const { thrown } = await collect(terminateSessions(box, users(4), { ...one, concurrency: 4 }));
    expect(thrown).toMatchObject({ status: 403 });
  });

  it.each(['sync', 'async'])('can be what a source (%s) throws, after the outcomes already known', async (type) => {
    function* sync(): Generator<Target> {
      yield* users(2);
      throw new Error('line 3 is broken');
    }
    async function* async(): AsyncGenerator<Target> {
      yield* sync();
    }
    const source = type === 'sync' ? sync() : async();
    const { outcomes, thrown } = await collect(
      terminateSessions(
        mockManager(async () => ({})),
        source,
        one,
      ),
    );
    expect(having('accepted', outcomes)).toEqual(['1', '2']);
    expect(thrown).toMatchObject({ message: 'line 3 is broken' });
  });

  it('can be a source that can’t be started', async () => {
    const source: Iterable<Target> = {
      [Symbol.iterator]() {
        throw new Error('closed');
      },
    };
    expect(
      await collect(
        terminateSessions(
          mockManager(async () => ({})),
          source,
        ),
      ),
    ).toMatchObject({
      outcomes: [],
      thrown: { message: 'closed' },
    });
  });
});
