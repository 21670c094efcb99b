import { describe, expect, it, vi } from 'vitest';
import { terminateSessions, type Outcome } from '../../../src/bulk.ts';
import { having, users } from '../../support/box-model.ts';
import { accepted, answer, cut, manager, startServer, type Answer } from '../../support/server.ts';

const one = { batchSize: 1, concurrency: 1, requestsPerMinute: Infinity };

/** Responds after a moment, so that a drain finds the request in flight. */
const later =
  (then: Answer): Answer =>
  (...request) =>
    void setTimeout(() => then(...request), 50);

/** Takes every outcome and tells how long the run took; `during` is called with the run once it has begun. */
async function drained(
  run: ReturnType<typeof terminateSessions>,
  during: (run: ReturnType<typeof terminateSessions>) => Promise<void>,
): Promise<{ outcomes: Outcome[]; seconds: number }> {
  const startedAt = performance.now();
  const outcomes: Outcome[] = [];
  const reading = (async () => {
    for await (const outcome of run) outcomes.push(outcome);
  })();
  await during(run);
  run.drain();
  await reading;
  return { outcomes, seconds: (performance.now() - startedAt) / 1000 };
}

describe('drain', () => {
  it('finishes the requests in flight, starts no other, and ends the iteration normally', async () => {
    const { baseUrl, received } = await startServer(accepted, later(accepted));
    let closed = false;
    function* source(): Generator<{ user_id: string }> {
      try {
        yield* users(10);
      } finally {
        closed = true;
      }
    }
    const run = terminateSessions(manager(baseUrl), source(), { ...one, concurrency: 2 });
    const { outcomes } = await drained(run, () => vi.waitFor(() => expect(received.length).toBeGreaterThan(1)));
    expect(having('accepted', outcomes)).toEqual(received.map(({ body }) => /"(\d+)"/.exec(body)?.[1]));
    expect(received.length).toBeLessThanOrEqual(3);
    expect(closed).toBe(true);
  });

  it('before the first outcome is asked for sends nothing', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const run = terminateSessions(manager(baseUrl), users(3), one);
    run.drain();
    await expect(run.next()).resolves.toEqual({ done: true, value: undefined });
    expect(received).toEqual([]);
  });

  it('ends the wait for the turn of the next request', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const run = terminateSessions(manager(baseUrl), users(3), { ...one, requestsPerMinute: 1 });
    const { outcomes, seconds } = await drained(run, () => vi.waitFor(() => expect(received).toHaveLength(1)));
    expect(having('accepted', outcomes)).toEqual(['1']);
    expect(seconds).toBeLessThan(5);
  });

  it.each([
    ['a rate limit', answer(429, '', { 'retry-after': '30' }), []],
    ['a server error', answer(503, '', { 'retry-after': '30' }), ['1']],
  ])(
    'ends a wait after %s at once; only a target for which a job might exist is unknown',
    async (_, reply, unknown) => {
      const { baseUrl, received } = await startServer(reply);
      const run = terminateSessions(manager(baseUrl), users(3), one);
      const { outcomes, seconds } = await drained(run, async () => {
        await vi.waitFor(() => expect(received).toHaveLength(1));
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      expect(having('unknown', outcomes)).toEqual(unknown);
      expect(outcomes).toHaveLength(unknown.length);
      expect(received).toHaveLength(1);
      expect(seconds).toBeLessThan(5);
    },
  );

  it('does not send a request again that fails after the drain', async () => {
    const { baseUrl, received } = await startServer(later(cut));
    const run = terminateSessions(manager(baseUrl, { retry: { minDelayMs: 10_000 } }), users(3), one);
    const { outcomes, seconds } = await drained(run, () => vi.waitFor(() => expect(received).toHaveLength(1)));
    expect(having('unknown', outcomes)).toEqual(['1']);
    expect(received).toHaveLength(1);
    expect(seconds).toBeLessThan(5);
  });

  it('may be called twice, and after the end', async () => {
    const { baseUrl } = await startServer(accepted);
    const run = terminateSessions(manager(baseUrl), users(1), one);
    await run.next();
    run.drain();
    run.drain();
    await expect(run.next()).resolves.toMatchObject({ done: true });
    run.drain();
  });
});
