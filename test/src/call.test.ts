import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { accepted, answer, cut, manager, rejection, silence, startServer, startSocketServer } from './server.ts';

const ada = { user_logins: ['ada@example.com'] };

describe('a 202', () => {
  it('returns the JSON object whatever its content type', async () => {
    const { baseUrl } = await startServer(answer(202, '{"message":"on its way"}', { 'content-type': 'text/html' }));
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({ message: 'on its way' });
  });

  it('with an empty body returns an empty object', async () => {
    const { baseUrl } = await startServer(answer(202));
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({});
  });

  it.each(['[]', '"text"', 'null', '<html></html>', '{"message":'])(
    'that says %s is a ResponseError, sent once',
    async (body) => {
      const { baseUrl, received } = await startServer(answer(202, body));
      const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
      expect(error).toMatchObject({ name: 'ResponseError', code: 'response', status: 202, attempts: 1 });
      expect(received).toHaveLength(1);
    },
  );

  it('cut off in its body is a ResponseError, sent once', async () => {
    let connections = 0;
    const baseUrl = await startSocketServer((socket) => {
      connections += 1;
      socket.once('data', () => {
        socket.write('HTTP/1.1 202 Accepted\r\ncontent-length: 100\r\n\r\n{"mess');
        setTimeout(() => socket.destroy(), 20);
      });
    });
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status: 202, attempts: 1 });
    expect(error.cause).toBeInstanceOf(Error);
    expect(connections).toBe(1);
  });

  it('whose body stalls is a ResponseError at the time limit, sent once', async () => {
    const { baseUrl, received } = await startServer((response) => {
      response.writeHead(202);
      response.write('{');
    });
    const error = await rejection(manager(baseUrl, { timeoutMs: 100 }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status: 202 });
    expect(received).toHaveLength(1);
  });

  it('larger than 1 MiB is a ResponseError', async () => {
    const { baseUrl, received } = await startServer(answer(202, `{"message":"${'x'.repeat(1024 * 1024)}"}`));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status: 202 });
    expect(String(error.cause)).toContain('1 MiB');
    expect(received).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it.each([400, 403, 404, 405, 409, 413, 418, 451, 501])('with %i is an ApiError at once', async (status) => {
    const { baseUrl, received } = await startServer(
      answer(status, {
        type: 'error',
        status,
        code: 'a_code',
        message: 'a reason',
        help_url: 'https://help',
        request_id: 'r1',
        context_info: { field: 1 },
      }),
    );
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({
      name: 'ApiError',
      code: 'api',
      status,
      boxCode: 'a_code',
      requestId: 'r1',
      helpUrl: 'https://help',
      contextInfo: { field: 1 },
      attempts: 1,
    });
    expect(error.message).toContain('Box says: a reason.');
    expect(received).toHaveLength(1);
  });

  it.each([
    ['empty', ''],
    ['HTML', '<html><body>Blocked</body></html>'],
    ['JSON of another shape', '[1]'],
    ['JSON with fields of other types', '{"code":7,"message":{},"context_info":[],"request_id":null}'],
    ['huge', 'x'.repeat(3 * 1024 * 1024)],
  ])('whose body is %s keeps its status', async (_, body) => {
    const { baseUrl } = await startServer(answer(403, body));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 403,
      boxCode: undefined,
      requestId: undefined,
      contextInfo: undefined,
    });
  });

  it('says that a page may come from a proxy', async () => {
    const { baseUrl } = await startServer(answer(403, '<!doctype html><title>Blocked</title>'));
    expect((await rejection(manager(baseUrl).createUserTerminateSession(ada))).message).toContain('proxy');
  });

  it('cut off in its body keeps its status', async () => {
    const baseUrl = await startSocketServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\n\r\n{"code');
        setTimeout(() => socket.destroy(), 20);
      });
    });
    expect(await rejection(manager(baseUrl).createUserTerminateSession(ada))).toMatchObject({
      name: 'ApiError',
      status: 404,
    });
  });

  it('for lack of permission says which one Box names', async () => {
    const { baseUrl } = await startServer(
      answer(
        403,
        { code: 'insufficient_scope' },
        { 'www-authenticate': 'Bearer realm="Service", scope="manage_managed_users"' },
      ),
    );
    const { message } = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(message).toContain('It asks for: manage_managed_users.');
  });
});

describe('a failure that may pass', () => {
  it.each(['retry-after', 'Retry-After', 'RETRY-AFTER'])(
    '429 waits as long as %s asks, then sends the same bytes',
    async (name) => {
      const { baseUrl, received } = await startServer(answer(429, '', { [name]: '1' }), accepted);
      const onRetry = vi.fn();
      await manager(baseUrl, { onRetry }).createUserTerminateSession(ada);
      expect(onRetry.mock.calls).toEqual([[{ attempt: 1, delayMs: 1000, reason: 'rate_limited' }]]);
      const [first, second] = received;
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(995);
      expect(second?.body).toBe(first?.body);
      expect(received).toHaveLength(2);
    },
  );

  it.each([500, 502, 503, 504])('%i is sent again until the attempts are used up', async (status) => {
    const { baseUrl, received } = await startServer(answer(status, '<html>'));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status, attempts: 4 });
    expect(received).toHaveLength(4);
  });

  it('a 503 heeds Retry-After', async () => {
    const { baseUrl } = await startServer(answer(503, '', { 'retry-after': '0' }), accepted);
    const onRetry = vi.fn();
    await manager(baseUrl, { onRetry, retry: { minDelayMs: 10_000 } }).createUserTerminateSession(ada);
    expect(onRetry).toHaveBeenCalledExactlyOnceWith({ attempt: 1, delayMs: 0, reason: 'server_error' });
  });

  it('a Retry-After beyond maxDelayMs is not waited for', async () => {
    const { baseUrl, received } = await startServer(answer(429, '', { 'retry-after': '61' }));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 429, retryAfterMs: 61_000, attempts: 1 });
    expect(received).toHaveLength(1);
  });

  it('a connection that is cut is opened again', async () => {
    const { baseUrl, received } = await startServer(cut, cut, accepted);
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({ message: 'accepted' });
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it('a connection that is always cut is a NetworkError with its cause', async () => {
    const { baseUrl, received } = await startServer(cut);
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'NetworkError', code: 'network', attempts: 4 });
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.message).toContain('second job');
    expect(received).toHaveLength(4);
  });

  it('a server that never answers is a TimeoutError after each attempt had its time', async () => {
    const { baseUrl, received } = await startServer(silence);
    const error = await rejection(
      manager(baseUrl, { timeoutMs: 50, retry: { maxAttempts: 2, minDelayMs: 1 } }).createUserTerminateSession(ada),
    );
    expect(error).toMatchObject({ name: 'TimeoutError', code: 'timeout', attempts: 2 });
    expect(received).toHaveLength(2);
  });

  it('a call may have its own time limit', async () => {
    const { baseUrl } = await startServer(silence);
    const error = await rejection(
      manager(baseUrl, { retry: false }).createUserTerminateSession(ada, { timeoutMs: 30 }),
    );
    expect(error.message).toContain('30 ms');
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

  it('is sent once with `retry: false`', async () => {
    const { baseUrl, received } = await startServer(answer(503));
    await rejection(manager(baseUrl, { retry: false }).createUserTerminateSession(ada));
    expect(received).toHaveLength(1);
  });

  it('a certificate that is not accepted is not tried again', async () => {
    const fetch = vi.fn(() =>
      Promise.reject(
        new TypeError('fetch failed', { cause: Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' }) }),
      ),
    );
    const error = await rejection(manager('https://box.example/2.0', { fetch }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'NetworkError', attempts: 1 });
    expect(error.message).toContain('certificate of box.example');
    expect(fetch).toHaveBeenCalledOnce();
  });
});

describe('a refused token', () => {
  it('that is fixed is an ApiError at once', async () => {
    const { baseUrl, received } = await startServer(answer(401));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 401, attempts: 1 });
    expect(received).toHaveLength(1);
  });

  it('is replaced once, and the request sent once more', async () => {
    const { baseUrl, received } = await startServer(answer(401), accepted);
    const auth = vi.fn(({ refresh }: { refresh: boolean }) => (refresh ? 'new' : 'old'));
    await manager(baseUrl, { auth }).createUserTerminateSession(ada);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(auth).toHaveBeenCalledTimes(2);
  });

  it('refused again is an ApiError', async () => {
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

  it('that cannot be replaced is an AuthError, with the requests counted', async () => {
    const { baseUrl } = await startServer(answer(401));
    const auth = ({ refresh }: { refresh: boolean }): string => {
      if (refresh) throw new Error('no more');
      return 'old';
    };
    const error = await rejection(manager(baseUrl, { auth }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', code: 'auth', attempts: 1 });
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

describe('an answer that is neither', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    const { baseUrl, received } = await startServer(answer(status, '', { location: '/2.0/elsewhere' }));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status, attempts: 1 });
    expect(received).toHaveLength(1);
  });

  it.each([200, 201, 204])('%i does not count as accepted', async (status) => {
    const { baseUrl, received } = await startServer(answer(status, status === 204 ? '' : '{"message":"ok"}'));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status, attempts: 1 });
    expect(received).toHaveLength(1);
  });
});

describe("the caller's signal", () => {
  const reason = new Error('enough');

  it('aborted before the call, nothing is sent', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const auth = vi.fn(() => 'token');
    await expect(
      manager(baseUrl, { auth }).createUserTerminateSession(ada, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    expect(auth).not.toHaveBeenCalled();
    expect(received).toHaveLength(0);
  });

  it('ends the waiting for a token that never comes', async () => {
    const controller = new AbortController();
    const auth = (): Promise<string> => {
      setTimeout(() => controller.abort(reason), 10);
      return new Promise(() => {});
    };
    await expect(
      manager('http://127.0.0.1:9/2.0', { auth }).createUserTerminateSession(ada, { signal: controller.signal }),
    ).rejects.toBe(reason);
  });

  it('ends the waiting for an answer, and the request', async () => {
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

  it('ends a wait between attempts', async () => {
    const controller = new AbortController();
    const { baseUrl, received } = await startServer(answer(429, '', { 'retry-after': '50' }));
    const onRetry = (): void => {
      setTimeout(() => controller.abort(reason), 5);
    };
    await expect(
      manager(baseUrl, { onRetry }).createUserTerminateSession(ada, { signal: controller.signal }),
    ).rejects.toBe(reason);
    expect(received).toHaveLength(1);
  });

  it('wins over a fetch that does not heed it', async () => {
    const controller = new AbortController();
    const fetch = (): Promise<Response> => {
      setTimeout(() => controller.abort(reason), 5);
      return new Promise(() => {});
    };
    await expect(
      manager('https://box.example', { fetch }).createUserTerminateSession(ada, { signal: controller.signal }),
    ).rejects.toBe(reason);
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

describe('the time limit', () => {
  it('covers the token: then nothing was sent', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const auth = (): Promise<string> => new Promise(() => {});
    const error = await rejection(
      manager(baseUrl, { auth, timeoutMs: 20, retry: false }).createUserTerminateSession(ada),
    );
    expect(error).toMatchObject({ name: 'TimeoutError', attempts: 0 });
    expect(error.message).toContain('Nothing was sent');
    expect(received).toHaveLength(0);
  });

  it('covers the body of a refusal, whose status is kept', async () => {
    const { baseUrl } = await startServer((response) => {
      response.writeHead(400);
      response.write('{');
    });
    const error = await rejection(manager(baseUrl, { timeoutMs: 50 }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 400 });
  });
});

describe('observers', () => {
  it('see each answer, with its attempt and the id of the request', async () => {
    const { baseUrl } = await startServer(answer(503, { request_id: 'r7' }, { 'retry-after': '0' }), accepted);
    const onResponse = vi.fn();
    await manager(baseUrl, { onResponse }).createGroupTerminateSession({ group_ids: ['1'] });
    expect(onResponse.mock.calls.map(([event]: unknown[]) => event)).toEqual([
      {
        operationId: 'post_groups_terminate_sessions',
        status: 503,
        requestId: 'r7',
        attempt: 1,
        durationMs: expect.any(Number),
      },
      {
        operationId: 'post_groups_terminate_sessions',
        status: 202,
        requestId: undefined,
        attempt: 2,
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('cannot turn an accepted request into a failed one', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const onResponse = async (): Promise<void> => {
      throw new Error('log is full');
    };
    await manager(baseUrl, { onResponse }).createUserTerminateSession(ada);
    await manager(baseUrl, {
      onResponse: () => {
        throw new Error('log is full');
      },
    }).createUserTerminateSession(ada);
    expect(received).toHaveLength(2);
  });
});
