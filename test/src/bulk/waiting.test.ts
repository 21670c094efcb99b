import { describe, expect, it, vi } from 'vitest';
import { terminateSessions, type BulkProgress } from '../../../src/bulk.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { useFastClock } from '../../support/fast-clock.ts';
import { accepted, answer, cut, manager, startServer, type Answer } from '../../support/server.ts';

useFastClock();

const quick = { requestsPerMinute: 60_000 };
const quickRetry = { retry: { maxAttempts: 4, minDelayMs: 1 } };

/** When the server received each request, in seconds since the first. */
const secondsOf = (received: readonly { at: number }[]): number[] =>
  received.map(({ at }) => (at - (received[0]?.at ?? 0)) / 1000);

/** Responds in one way until so many seconds have passed, then accepts everything. */
function forSeconds(seconds: number, reply: Answer): Answer {
  const until = performance.now() + seconds * 1000;
  return (...request) => (performance.now() < until ? reply : accepted)(...request);
}

describe('a 429', () => {
  it.each([
    ['seconds', { 'retry-after': '30' }, 30],
    ['a date', { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:00:20 GMT' }, 20],
    ['more than the manager waits', { 'retry-after': '90' }, 90],
  ])('pauses the whole run as long as it asks: %s', async (_, headers, seconds) => {
    const { baseUrl, received } = await startServer(accepted, answer(429, '', headers), accepted);
    const options = { ...quick, batchSize: 10, concurrency: 1 };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(100), options));
    expect(thrown).toBeUndefined();
    expect(having('accepted', outcomes)).toHaveLength(100);
    const [, asked = 0, next = 0] = secondsOf(received);
    expect(next - asked).toBeGreaterThanOrEqual(seconds);
    expect(received).toHaveLength(11);
  });

  it.each([quickRetry, { retry: false as const }])(
    'without a time pauses it for 1, 2, 4 … seconds, and rejects no target (%j)',
    async (options) => {
      const { baseUrl, received } = await startServer(forSeconds(20, answer(429)));
      const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, options), users(1000), quick));
      expect(thrown).toBeUndefined();
      expect(having('accepted', outcomes)).toHaveLength(1000);
      // Up to four at once before each of the pauses, which end after 1, 3, 7, 15 and 31 seconds.
      expect(received.length).toBeLessThanOrEqual(5 * 4 + 10);
      expect(secondsOf(received).at(-1)).toBeGreaterThanOrEqual(31);
    },
  );

  it.each(['0', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'that asks for no wait (%s) gets 1, 2, 4 … seconds from the second in a row on',
    async (asked) => {
      const { baseUrl, received } = await startServer(forSeconds(10, answer(429, '', { 'retry-after': asked })));
      const one = { ...quick, concurrency: 1 };
      const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, quickRetry), users(300), one));
      expect(thrown).toBeUndefined();
      expect(having('accepted', outcomes)).toHaveLength(300);
      // After 0, 0, 1, 3, 7 and 15 seconds, then the other two batches.
      expect(received).toHaveLength(8);
    },
  );

  it('that never ends throws after ten pauses in a row', async () => {
    const { baseUrl, received } = await startServer(answer(429));
    const one = { ...quick, concurrency: 1 };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, quickRetry), users(300), one));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'ApiError', status: 429 });
    const pauses = received.slice(1).map(({ at }, index) => (at - (received[index]?.at ?? 0)) / 1000);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map((each) => expect.closeTo(each, -0.5) as number));
  });

  it('tells onProgress until when and why', async () => {
    const { baseUrl } = await startServer(answer(429, '', { 'retry-after': '30' }), accepted);
    const seen: (BulkProgress & { at: number })[] = [];
    const onProgress = (progress: BulkProgress): void => void seen.push({ ...progress, at: Date.now() });
    await collect(terminateSessions(manager(baseUrl), users(3), { ...quick, onProgress }));
    const [pause, end] = seen;
    expect(pause).toMatchObject({ accepted: 0, total: 3, reason: 'rate limit (429)' });
    expect((pause?.pausedUntil?.getTime() ?? 0) - (pause?.at ?? 0)).toBe(30_000);
    expect(end).toMatchObject({ accepted: 3 });
    expect(end).not.toHaveProperty('pausedUntil');
    expect(end).not.toHaveProperty('reason');
  });
});

describe('a server that goes down in the middle of the run', () => {
  it('for 30 seconds costs no target, and leaves at most one batch for each worker unknown', async () => {
    const server = await startServer((...request) => {
      if (request[1] === 10) void down();
      accepted(...request);
    });
    const down = vi.fn(async () => {
      await server.stop();
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      await server.restart();
    });
    const { outcomes, thrown } = await collect(
      terminateSessions(manager(server.baseUrl), users(10_000), { requestsPerMinute: 6000 }),
    );
    expect(down).toHaveBeenCalledTimes(1);
    expect(thrown).toBeUndefined();
    expect(outcomes).toHaveLength(10_000);
    expect(having('rejected', outcomes)).toEqual([]);
    expect(having('unknown', outcomes).length).toBeLessThanOrEqual(400);
  });

  it('for good ends the run after ten pauses in a row; what was not sent has no outcome', async () => {
    const server = await startServer((...request) => {
      accepted(...request);
      if (request[1] === 2) void server.stop();
    });
    const retry = { maxAttempts: 1 };
    const options = { ...quick, batchSize: 10, concurrency: 1 };
    const { outcomes, thrown } = await collect(
      terminateSessions(manager(server.baseUrl, { retry }), users(100), options),
    );
    expect(having('rejected', outcomes)).toEqual([]);
    expect(outcomes.length).toBeLessThanOrEqual(40);
    expect(thrown).toMatchObject({ name: 'NetworkError', reason: 'refused' });
  });
});

it('a gateway that responds with 404 pages for a while after something was accepted rejects no target', async () => {
  const until = performance.now() + 20_000;
  const { baseUrl } = await startServer((...request) => {
    const down = request[1] > 2 && performance.now() < until;
    (down ? answer(404, '<h1>No such site</h1>') : accepted)(...request);
  });
  const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(1000), quick));
  expect(thrown).toBeUndefined();
  expect(having('accepted', outcomes)).toHaveLength(1000);
});

it('a target that only a gateway rejects does not keep the others from being signed out', async () => {
  const { baseUrl } = await startServer((response, index, request) => {
    (request.body.includes('blocked') ? answer(404, '<h1>Blocked</h1>') : accepted)(response, index, request);
  });
  const targets = [...users(150), { user_login: 'blocked@example.com' }, ...users(300).slice(150)];
  const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), targets, quick));
  expect(thrown).toBeUndefined();
  expect(having('accepted', outcomes)).toHaveLength(300);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    target: { user_login: 'blocked@example.com' },
    error: { status: 404, fromBox: false },
  });
});

it('a request that was lost and then met a server that is down goes out again', async () => {
  const server = await startServer(
    accepted,
    (...request) => {
      cut(...request);
      void server.stop().then(() => setTimeout(() => void server.restart(), 5000));
    },
    accepted,
  );
  const options = { ...quick, batchSize: 10, concurrency: 1 };
  const { outcomes, thrown } = await collect(
    terminateSessions(manager(server.baseUrl, quickRetry), users(30), options),
  );
  expect(thrown).toBeUndefined();
  expect(having('accepted', outcomes)).toHaveLength(30);
});
