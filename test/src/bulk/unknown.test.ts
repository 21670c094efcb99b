import { describe, expect, it, vi } from 'vitest';
import { terminateSessions, type BulkProgress } from '../../../src/bulk.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { useFastClock } from '../../support/fast-clock.ts';
import { accepted, answer, cut, manager, rejectingBad, silence, startServer } from '../../support/server.ts';

useFastClock();

const one = { requestsPerMinute: 60_000, batchSize: 10, concurrency: 1 };
const once = { retry: false as const };

describe('a batch for which a job might exist', () => {
  it.each([
    ['whose response is lost', cut, 'NetworkError', 2],
    ['that meets a server error', answer(503), 'ApiError', 2],
    ['that meets a page of a gateway', answer(502, '<h1>Bad gateway</h1>'), 'ApiError', 2],
    ['that gets no response in time', silence, 'TimeoutError', 2],
    ['that gets a 202 that is not Box’s', answer(202, '<h1>Accepted</h1>'), 'ResponseError', 1],
  ])(
    '%s is unknown and not split, after the retries of the call, and the run continues',
    async (_, reply, name, attempts) => {
      const replies = Array.from({ length: attempts }, () => reply);
      const { baseUrl, received } = await startServer(...replies, accepted);
      const options = { retry: { maxAttempts: 2, minDelayMs: 1 }, timeoutMs: 20_000 };
      const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, options), users(30), one));
      expect(thrown).toBeUndefined();
      expect(outcomes.slice(0, 10)).toMatchObject(
        users(10).map((target) => ({ target, status: 'unknown', error: { name }, attempts })),
      );
      expect(having('accepted', outcomes)).toHaveLength(20);
      expect(received).toHaveLength(attempts + 2);
    },
  );

  it('is accepted if a retry is', async () => {
    const { baseUrl } = await startServer(answer(503), cut, accepted);
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(3), one));
    expect(outcomes).toMatchObject(users(3).map(() => ({ status: 'accepted', attempts: 3 })));
  });

  it('and is then rejected standing alone, is rejected unless a response was lost', async () => {
    for (const [first, status] of [
      [answer(503), 'rejected'],
      [cut, 'unknown'],
    ] as const) {
      const { baseUrl } = await startServer(first, rejectingBad(404));
      const targets = [{ user_id: 'bad' }];
      const { outcomes } = await collect(terminateSessions(manager(baseUrl), targets, one));
      expect(outcomes).toMatchObject([{ status, error: { status: 404 }, attempts: 2 }]);
    }
  });
});

describe('the run after a batch became unknown', () => {
  it('pauses for 1, 2, 4 and 8 seconds and ends after five in a row', async () => {
    const { baseUrl, received } = await startServer(answer(503));
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, once), users(3000), one));
    expect(having('unknown', outcomes)).toHaveLength(50);
    expect(outcomes).toHaveLength(50);
    expect(thrown).toMatchObject({ name: 'ApiError', status: 503 });
    expect(received).toHaveLength(5);
    const pauses = received.slice(1).map(({ at }, index) => (at - (received[index]?.at ?? 0)) / 1000);
    expect(pauses.map(Math.floor)).toEqual([1, 2, 4, 8].map((each) => expect.closeTo(each, -0.5) as number));
  });

  it.each([cut, answer(500), answer(202, 'not JSON')])(
    'ends the same way whatever left them unknown',
    async (reply) => {
      const { baseUrl, received } = await startServer(reply);
      const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, once), users(3000), one));
      expect(outcomes).toHaveLength(50);
      expect(thrown).toBe(outcomes.at(-1)?.error);
      expect(received).toHaveLength(5);
    },
  );

  it('pauses as long as Box asks, and loses only what was in flight: a 503 with Retry-After for five seconds', async () => {
    const until = performance.now() + 5000;
    const { baseUrl, received } = await startServer((...request) =>
      (performance.now() < until ? answer(503, '', { 'retry-after': '120' }) : accepted)(...request),
    );
    const seen: BulkProgress[] = [];
    const onProgress = (progress: BulkProgress): void => void seen.push(progress);
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(3000), { onProgress }));
    expect(thrown).toBeUndefined();
    expect(having('unknown', outcomes).length).toBeLessThanOrEqual(400);
    expect(having('accepted', outcomes).length).toBeGreaterThanOrEqual(2600);
    expect(seen.find(({ pausedUntil }) => pausedUntil !== undefined)).toMatchObject({ reason: 'error response (503)' });
    const wait = (received.at(4)?.at ?? 0) - (received[0]?.at ?? 0);
    expect(wait).toBeGreaterThanOrEqual(120_000);
  });

  it('also pauses the other requests when a retry of one call has to wait', async () => {
    const { baseUrl, received } = await startServer(answer(503, '', { 'retry-after': '30' }), accepted);
    const options = { batchSize: 10, requestsPerMinute: 60 };
    const { outcomes } = await collect(terminateSessions(manager(baseUrl), users(100), options));
    expect(having('accepted', outcomes)).toHaveLength(100);
    expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
  });

  it('sends one batch at a time until one succeeds, then as many as before', async () => {
    let inFlight = 0;
    const most = { down: 0, up: 0 };
    let down = true;
    const { baseUrl } = await startServer((response, index, request) => {
      inFlight += 1;
      // The first four are in flight together, before anyone knows.
      if (index >= 4) most[down ? 'down' : 'up'] = Math.max(most[down ? 'down' : 'up'], inFlight);
      setTimeout(() => {
        inFlight -= 1;
        if (index === 6) down = false;
        (index < 6 ? answer(500) : accepted)(response, index, request);
      }, 1000);
    });
    const options = { requestsPerMinute: 60_000, batchSize: 10 };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, once), users(300), options));
    expect(thrown).toBeUndefined();
    expect(having('unknown', outcomes)).toHaveLength(60);
    expect(having('accepted', outcomes)).toHaveLength(240);
    expect(most).toEqual({ down: 1, up: 4 });
  });

  it('counts anew after a success', async () => {
    const { baseUrl } = await startServer((response, index, request) =>
      (index % 3 === 0 ? accepted : answer(500))(response, index, request),
    );
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, once), users(180), one));
    expect(thrown).toBeUndefined();
    expect(having('accepted', outcomes)).toHaveLength(60);
    expect(having('unknown', outcomes)).toHaveLength(120);
  });
});

it('what a run does not settle after a failure in flight is sent by the next run', async () => {
  const { baseUrl, received } = await startServer(
    answer(500),
    answer(500),
    answer(500),
    answer(500),
    answer(500),
    accepted,
  );
  const targets = users(200);
  const first = await collect(terminateSessions(manager(baseUrl, once), targets, one));
  const settled = new Set<unknown>(first.outcomes.map(({ target }) => target));
  const rest = targets.filter((target) => !settled.has(target));
  const second = await collect(terminateSessions(manager(baseUrl), rest, { ...one, onProgress: vi.fn() }));
  expect(having('accepted', second.outcomes)).toHaveLength(150);
  expect(received).toHaveLength(20);
});
