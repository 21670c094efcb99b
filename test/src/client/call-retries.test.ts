import { afterEach, describe, expect, it, vi } from 'vitest';
import { accepted, answer, cut, manager, rejection, startServer, type Received } from '../../support/server.ts';

const ada = { user_logins: ['ada@example.com'] };

afterEach(() => vi.restoreAllMocks());

describe('a failure that might pass', () => {
  it.each(['retry-after', 'Retry-After', 'RETRY-AFTER'])(
    '429 waits as long as %s asks, then sends the same bytes',
    async (name) => {
      const { baseUrl, received } = await startServer(answer(429, '', { [name]: '1' }), accepted);
      const onRetry = vi.fn();
      await manager(baseUrl, { onRetry }).createUserTerminateSession(ada);
      expect(onRetry.mock.calls).toEqual([[{ attempt: 1, delayMs: 1000, reason: 'rate_limited' }]]);
      const [first, second] = received;
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
      expect(second?.body).toBe(first?.body);
      expect(received).toHaveLength(2);
    },
  );

  it('429 waits until the HTTP date that Retry-After names', async () => {
    const { baseUrl, received } = await startServer((response) => {
      const date = new Date().toUTCString();
      const until = new Date(Date.parse(date) + 2000).toUTCString();
      answer(429, '', { date, 'retry-after': until })(response, 0, received[0] as Received);
    }, accepted);
    const onRetry = vi.fn();
    await manager(baseUrl, { onRetry }).createUserTerminateSession(ada);
    expect(onRetry.mock.calls).toEqual([[{ attempt: 1, delayMs: 2000, reason: 'rate_limited' }]]);
    expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    ['a negative number as no wait', '-7', 0],
    ['garbage as nothing said', 'soon', 10],
    ['nothing said by the back-off', undefined, 10],
  ])('429 reads %s', async (_, value, delayMs) => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const { baseUrl } = await startServer(
      answer(429, '', value === undefined ? {} : { 'retry-after': value }),
      accepted,
    );
    const onRetry = vi.fn();
    await manager(baseUrl, { onRetry, retry: { minDelayMs: 10 } }).createUserTerminateSession(ada);
    expect(onRetry.mock.calls).toEqual([[{ attempt: 1, delayMs, reason: 'rate_limited' }]]);
  });

  it('429 waits for the longer of two headers', async () => {
    const { baseUrl } = await startServer((response) => {
      response.setHeader('retry-after', ['0', '1']);
      response.writeHead(429).end();
    }, accepted);
    const onRetry = vi.fn();
    await manager(baseUrl, { onRetry }).createUserTerminateSession(ada);
    expect(onRetry).toHaveBeenCalledExactlyOnceWith({ attempt: 1, delayMs: 1000, reason: 'rate_limited' });
  });

  it('408 is sent again', async () => {
    const { baseUrl, received } = await startServer(answer(408), accepted);
    const onRetry = vi.fn();
    await manager(baseUrl, { onRetry }).createUserTerminateSession(ada);
    expect(onRetry.mock.calls.map(([{ reason }]) => reason)).toEqual(['server_error']);
    expect(received).toHaveLength(2);
  });

  it('a 503 honors Retry-After', async () => {
    const { baseUrl } = await startServer(answer(503, '', { 'retry-after': '0' }), accepted);
    const onRetry = vi.fn();
    await manager(baseUrl, { onRetry, retry: { minDelayMs: 10_000 } }).createUserTerminateSession(ada);
    expect(onRetry).toHaveBeenCalledExactlyOnceWith({ attempt: 1, delayMs: 0, reason: 'server_error' });
  });

  it('different failures share the attempts', async () => {
    const { baseUrl, received } = await startServer(
      answer(503),
      cut,
      answer(429, '', { 'retry-after': '0' }),
      answer(500),
    );
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 500, attempts: 4 });
    expect(received).toHaveLength(4);
  });
});

describe('a rejected token', () => {
  it('counts in the attempts together with every other failure', async () => {
    const { baseUrl, received } = await startServer(answer(401), answer(503));
    const onRetry = vi.fn();
    const error = await rejection(manager(baseUrl, { auth: () => 'token', onRetry }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 503, attempts: 4 });
    expect(onRetry.mock.calls.map(([{ reason }]) => reason)).toEqual(['unauthorized', 'server_error', 'server_error']);
    expect(received).toHaveLength(4);
  });

  it('of the last attempt is replaced by the next call', async () => {
    const { baseUrl, received } = await startServer((response, index, request) =>
      (request.headers.authorization === 'Bearer new' ? accepted : answer(401))(response, index, request),
    );
    let token = 'old';
    const auth = vi.fn(({ refresh }: { refresh: boolean }) => (refresh ? (token = 'new') : token));
    const sessions = manager(baseUrl, { auth, retry: false });
    await expect(sessions.createUserTerminateSession(ada)).rejects.toMatchObject({ status: 401, attempts: 1 });
    await sessions.createUserTerminateSession(ada);
    await sessions.createUserTerminateSession(ada);
    expect(auth.mock.calls.map(([{ refresh }]) => refresh)).toEqual([false, true, false]);
    expect(received).toHaveLength(3);
  });

  it('rejected again is an ApiError', async () => {
    const { baseUrl, received } = await startServer(answer(401));
    const error = await rejection(manager(baseUrl, { auth: () => 'token' }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 401, attempts: 2 });
    expect(received).toHaveLength(2);
  });

  it('keeps its replacement for the attempts that follow', async () => {
    const { baseUrl, received } = await startServer(answer(401), answer(503), accepted);
    const auth = ({ refresh }: { refresh: boolean }): string => (refresh ? 'new' : 'old');
    await manager(baseUrl, { auth }).createUserTerminateSession(ada);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
  });

  it('is replaced once for fifty calls at once', async () => {
    const { baseUrl, received } = await startServer((response, index, request) =>
      (request.headers.authorization === 'Bearer new' ? accepted : answer(401))(response, index, request),
    );
    const auth = vi.fn(async ({ refresh }: { refresh: boolean }) => (refresh ? 'new' : 'old'));
    const sessions = manager(baseUrl, { auth });
    await Promise.all(Array.from({ length: 50 }, () => sessions.createUserTerminateSession(ada)));
    expect(auth.mock.calls.filter(([{ refresh }]) => refresh)).toHaveLength(1);
    expect(received).toHaveLength(100);
  });
});
