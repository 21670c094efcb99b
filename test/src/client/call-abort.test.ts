import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { onAbort } from '../../../src/abort/listeners.ts';
import { ApiError, type TokenFunction } from '../../../src/index.ts';
import { accepted, answer, manager, rejection, startServer } from '../../support/server.ts';

const ada = { user_logins: ['ada@example.com'] };

describe("the caller's signal", () => {
  const reason = new Error('enough');

  it('ends the wait for a response, and the request', async () => {
    const controller = new AbortController();
    let close = (): void => {};
    const closed = new Promise<void>((resolve) => (close = resolve));
    const { baseUrl } = await startServer((response) => {
      response.on('close', close);
      controller.abort(reason);
    });
    await expect(manager(baseUrl).createUserTerminateSession(ada, { signal: controller.signal })).rejects.toBe(reason);
    await closed;
  });

  it.each([202, 400])('ends the reading of a %i body', async (status) => {
    const controller = new AbortController();
    const { baseUrl, received } = await startServer((response) => {
      response.writeHead(status);
      response.write('{');
      setTimeout(() => controller.abort(reason), 50);
    });
    await expect(manager(baseUrl).createUserTerminateSession(ada, { signal: controller.signal })).rejects.toBe(reason);
    expect(received).toHaveLength(1);
  });

  it('wins over a fetch that ignores it', async () => {
    const controller = new AbortController();
    const fetch = (): Promise<Response> => {
      setTimeout(() => controller.abort(reason), 5);
      return new Promise(() => {});
    };
    await expect(
      manager('https://box.example', { fetch }).createUserTerminateSession(ada, { signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  it('that aborts with one of our errors is no reason to refresh or to retry', async () => {
    const refused = new ApiError('refused', { status: 401, attempts: 1 });
    const controller = new AbortController();
    const { baseUrl } = await startServer(() => controller.abort(refused), accepted);
    const auth = vi.fn<TokenFunction>(() => 'token');
    const onRetry = vi.fn();
    const sessions = manager(baseUrl, { auth, onRetry });
    await expect(sessions.createUserTerminateSession(ada, { signal: controller.signal })).rejects.toBe(refused);
    await sessions.createUserTerminateSession(ada);
    expect(onRetry).not.toHaveBeenCalled();
    expect(auth.mock.calls.map(([{ refresh }]) => refresh)).toEqual([false, false]);
  });

  it.each([0, '', null, false])('rejects with %j as its reason', async (falsy) => {
    const controller = new AbortController();
    const { baseUrl } = await startServer(() => controller.abort(falsy));
    const call = manager(baseUrl).createUserTerminateSession(ada, { signal: controller.signal });
    expect(await call.catch((thrown: unknown) => ({ thrown }))).toEqual({ thrown: falsy });
  });

  it('is heard by a call that began while another one on it ended twice', async () => {
    const controller = new AbortController();
    const ignoreFirst = onAbort(controller.signal, () => {});
    ignoreFirst();
    const { baseUrl } = await startServer(() => {
      ignoreFirst();
      controller.abort(reason);
    });
    await expect(manager(baseUrl).createUserTerminateSession(ada, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('ends the wait for a new token, while other calls keep waiting', async () => {
    const { baseUrl, received } = await startServer((response, index, request) =>
      (request.headers.authorization === 'Bearer new' ? accepted : answer(401))(response, index, request),
    );
    const controller = new AbortController();
    const auth = async ({ refresh }: { refresh: boolean }): Promise<string> => {
      if (!refresh) return 'old';
      await vi.waitUntil(() => received.length === 2);
      controller.abort(reason);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'new';
    };
    const sessions = manager(baseUrl, { auth });
    const leaving = sessions.createUserTerminateSession(ada, { signal: controller.signal });
    const staying = sessions.createUserTerminateSession(ada);
    await expect(leaving).rejects.toBe(reason);
    await expect(staying).resolves.toEqual({ message: 'accepted' });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('has no listener left after 10,000 calls', { timeout: 60_000 }, async () => {
    const onWarning = vi.fn();
    process.on('warning', onWarning);
    const { signal } = new AbortController();
    const fetch = (): Promise<Response> => Promise.resolve(new Response('{}', { status: 202 }));
    const sessions = manager('https://box.example', { fetch });
    for (let call = 0; call < 10_000; call += 100) {
      await Promise.all(Array.from({ length: 100 }, () => sessions.createUserTerminateSession(ada, { signal })));
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    process.off('warning', onWarning);
    expect(onWarning).not.toHaveBeenCalled();
  });
});

describe('the timeout', () => {
  it('covers the token: then nothing was sent', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const auth = vi.fn((): Promise<string> => new Promise(() => {}));
    const error = await rejection(manager(baseUrl, { auth, timeoutMs: 20 }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'TimeoutError', attempts: 0 });
    expect(error.message).toContain('within 20 ms. Check `auth`, or raise timeoutMs. Nothing was sent.');
    expect(auth).toHaveBeenCalledTimes(4);
    expect(received).toHaveLength(0);
  });

  it('covers the token of a later attempt: then what was sent is counted', async () => {
    const { baseUrl } = await startServer(answer(401));
    const auth = ({ refresh }: { refresh: boolean }): string | Promise<string> =>
      refresh ? new Promise(() => {}) : 'token';
    const sessions = manager(baseUrl, { auth, timeoutMs: 500, retry: { maxAttempts: 2 } });
    const error = await rejection(sessions.createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'TimeoutError', attempts: 1 });
    expect(error.message).toContain('or raise timeoutMs. Box might have received an earlier attempt.');
  });

  it('covers the body of an error response, whose status counts', async () => {
    const { baseUrl } = await startServer((response) => {
      response.writeHead(400);
      response.write('{');
    });
    const error = await rejection(manager(baseUrl, { timeoutMs: 1000 }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 400 });
  });
});
