import { describe, expect, it, vi } from 'vitest';
import { accepted, answer, manager, rejection, startServer, startSocketServer } from '../../support/server.ts';

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
    const error = await rejection(manager(baseUrl, { timeoutMs: 1000 }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status: 202, attempts: 1 });
    expect(error.message).toContain('Do not send the request again');
    expect(received).toHaveLength(1);
  });

  it('that cannot be decompressed is a ResponseError, sent once', async () => {
    const { baseUrl, received } = await startServer(answer(202, 'no gzip at all', { 'content-encoding': 'gzip' }));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status: 202, attempts: 1 });
    expect(received).toHaveLength(1);
  });

  it('whose character arrives in two parts is read', async () => {
    const bytes = Buffer.from('{"message":"Grüße"}');
    const { baseUrl } = await startServer((response) => {
      const middle = bytes.indexOf(0xc3) + 1;
      response.writeHead(202);
      response.write(bytes.subarray(0, middle));
      setTimeout(() => response.end(bytes.subarray(middle)), 50);
    });
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({ message: 'Grüße' });
  });

  it('of up to 1 MiB is read', async () => {
    const message = 'x'.repeat(1024 * 1024 - '{"message":""}'.length);
    const { baseUrl } = await startServer(answer(202, { message }));
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({ message: `${'x'.repeat(300)}…` });
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

  it('of the token says that it was refused', async () => {
    const { baseUrl } = await startServer(answer(401));
    const { message } = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(message).toBe(
      'Box refused the access token. Get a new one: it may have expired or been revoked. Status 401.',
    );
  });

  it('keeps the id of the request whole, though a short id of a user is a part of it', async () => {
    const { baseUrl } = await startServer(answer(404, { request_id: 'abc11def11', message: 'no user 11' }));
    const error = await rejection(manager(baseUrl).createUserTerminateSession({ user_ids: ['11'] }));
    expect(error).toMatchObject({ requestId: 'abc11def11' });
    expect(error.message).toContain('Box says: no user [redacted].');
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

describe('an answer that is neither', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    const { baseUrl, received } = await startServer(answer(status, '', { location: '/2.0/elsewhere' }));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status, attempts: 1 });
    expect(received).toHaveLength(1);
  });

  it('and leads elsewhere gives no token away', async () => {
    const elsewhere = await startServer(accepted);
    const { baseUrl } = await startServer(answer(307, '', { location: elsewhere.baseUrl }));
    await expect(manager(baseUrl).createUserTerminateSession(ada)).rejects.toThrow('is not followed');
    expect(elsewhere.received).toHaveLength(0);
  });

  it.each([200, 201, 204])('%i does not count as accepted', async (status) => {
    const { baseUrl, received } = await startServer(answer(status, status === 204 ? '' : '{"message":"ok"}'));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status, attempts: 1 });
    expect(received).toHaveLength(1);
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

describe('a `fetch` of the caller', () => {
  it('is given one Request, and its answer is the answer', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const given: unknown[][] = [];
    const fetch = (...args: [Request]): Promise<Response> => {
      given.push(args);
      return globalThis.fetch(...args);
    };
    await manager(baseUrl, { fetch }).createUserTerminateSession(ada);
    expect(given).toEqual([[expect.any(Request)]]);
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/2.0/users/terminate_sessions',
      body: '{"user_logins":["ada@example.com"],"user_ids":[]}',
    });
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });
});
