import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { accepted, answer, manager, rejection, startServer, startSocketServer } from '../../support/server.ts';

const ada = { user_logins: ['ada@example.com'] };

/** A server that sends a head and a part of a body, then cuts the connection. */
async function startCutServer(head: string, part: string): Promise<{ baseUrl: string; connections: () => number }> {
  let connections = 0;
  const baseUrl = await startSocketServer((socket) => {
    connections += 1;
    socket.once('data', () => {
      socket.write(`HTTP/1.1 ${head}\r\n\r\n${part}`);
      setTimeout(() => socket.destroy(), 20);
    });
  });
  return { baseUrl, connections: () => connections };
}

describe('a 202', () => {
  it.each(['[]', '"text"', 'null', '<html></html>', '{"message":'])(
    'whose whole body is %s is a ResponseError, sent once',
    async (body) => {
      const { baseUrl, received } = await startServer(answer(202, body));
      const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
      expect(error).toMatchObject({ name: 'ResponseError', code: 'response', status: 202, attempts: 1 });
      expect(received).toHaveLength(1);
    },
  );

  it.each([
    ['with a length', '202 Accepted\r\ncontent-length: 100', '{"mess'],
    ['in chunks', '202 Accepted\r\ntransfer-encoding: chunked', '6\r\n{"mess\r\n'],
    ['that is a page', '202 Accepted\r\ncontent-length: 100', '<html>'],
  ])('cut off in its body %s counts as accepted, sent once', async (_, head, part) => {
    const { baseUrl, connections } = await startCutServer(head, part);
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({});
    expect(connections()).toBe(1);
  });

  it('whose body stalls counts as accepted when the time is up, sent once', async () => {
    const { baseUrl, received } = await startServer((response) => {
      response.writeHead(202);
      response.write('{');
    });
    await expect(manager(baseUrl, { timeoutMs: 1000 }).createUserTerminateSession(ada)).resolves.toEqual({});
    expect(received).toHaveLength(1);
  });

  it('whose compressed body is cut off counts as accepted, sent once', async () => {
    const part = gzipSync('{"message":"accepted"}').subarray(0, 20);
    const { baseUrl, received } = await startServer((response) =>
      response.writeHead(202, { 'content-encoding': 'gzip', 'content-length': part.length }).end(part),
    );
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({});
    expect(received).toHaveLength(1);
  });

  it('whose body cannot be decompressed counts as accepted, sent once', async () => {
    const { baseUrl, received } = await startServer(answer(202, 'not gzip', { 'content-encoding': 'gzip' }));
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({});
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

  it('is read up to 1 MiB; a longer one counts as accepted', async () => {
    const padded = (length: number): string => '{"message":"ok"}'.padEnd(length, ' ');
    const { baseUrl, received } = await startServer(
      answer(202, padded(1024 * 1024)),
      answer(202, padded(1024 * 1024 + 1)),
    );
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({ message: 'ok' });
    await expect(manager(baseUrl).createUserTerminateSession(ada)).resolves.toEqual({});
    expect(received).toHaveLength(2);
  });

  it('returns its texts as short lines that cannot steer a terminal and show no secret', async () => {
    const text = 'job for ada@example.com\r\n\u001B[31mred';
    const { baseUrl } = await startServer(answer(202, { message: text, details: { text } }));
    const message = await manager(baseUrl).createUserTerminateSession(ada);
    expect(message.message).toMatch(/^job for \[redacted\] /);
    // JSON writes control characters as escapes.
    expect(JSON.stringify(message)).not.toMatch(/\\|ada@/);
  });
});

describe('an error response', () => {
  it.each([
    [true, { type: 'error', status: 404, code: 'not_found', request_id: 'r1' }],
    [true, { type: 'error' }],
    [true, { code: 'insufficient_scope' }],
    [false, { message: 'no Route matched with those values' }],
    [false, { code: 404, message: 'Not Found' }],
    [false, { statusCode: 404, error: 'Not Found' }],
    [false, { code: 'ResourceNotFound' }],
    [false, '[{"type":"error"}]'],
    [false, '<html><body>Not found</body></html>'],
    [false, ''],
  ])('is from Box: %s, for %j', async (fromBox, body) => {
    const { baseUrl } = await startServer(answer(404, body));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 404, fromBox, attempts: 1 });
  });

  it.each([400, 404])('%d of something other than Box does not blame the IDs and logins', async (status) => {
    const { baseUrl } = await startServer(answer(status, { message: 'no route' }));
    const { message } = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(message).toBe(
      `Something other than Box seems to have responded. Check the base URL and the proxy. Status ${status}. The response says: no route.`,
    );
  });

  it('of the token says that it was rejected', async () => {
    const { baseUrl } = await startServer(answer(401));
    const { message } = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(message).toBe(
      'Box rejected the access token. Get a new one: it might have expired or been revoked. Status 401.',
    );
  });

  it('keeps the ID of the request whole, though a short ID of a user is a part of it', async () => {
    const { baseUrl } = await startServer(
      answer(404, { type: 'error', request_id: 'abc11def11', message: 'no user 11' }),
    );
    const error = await rejection(manager(baseUrl).createUserTerminateSession({ user_ids: ['11'] }));
    expect(error).toMatchObject({ requestId: 'abc11def11' });
    expect(error.message).toContain('Box says: no user [redacted].');
  });

  it.each([
    ['JSON with fields of other types', '{"code":7,"message":{},"context_info":[],"request_id":null}'],
    ['huge', 'x'.repeat(3 * 1024 * 1024)],
  ])('whose body is %s keeps its status', async (_, body) => {
    const { baseUrl } = await startServer(answer(403, body));
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 403, boxCode: undefined, contextInfo: undefined });
  });

  it('that is a page says that it might come from a proxy', async () => {
    const { baseUrl } = await startServer(answer(403, '<!doctype html><title>Blocked</title>'));
    expect((await rejection(manager(baseUrl).createUserTerminateSession(ada))).message).toContain('from a proxy');
  });

  it('for lack of permission says which one Box names', async () => {
    const challenge = 'Bearer realm="Service", scope="manage_managed_users"';
    const { baseUrl } = await startServer(
      answer(403, { code: 'insufficient_scope' }, { 'www-authenticate': challenge }),
    );
    const { message } = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(message).toContain('It asks for: manage_managed_users.');
  });
});

describe('observers', () => {
  it('see each response, with its attempt and the ID of the request', async () => {
    const { baseUrl } = await startServer(answer(503, { request_id: 'r7' }, { 'retry-after': '0' }), accepted);
    const onResponse = vi.fn();
    await manager(baseUrl, { onResponse }).createGroupTerminateSession({ group_ids: ['1'] });
    const always = { operationId: 'post_groups_terminate_sessions', durationMs: expect.any(Number) };
    expect(onResponse.mock.calls.map(([event]: unknown[]) => event)).toEqual([
      { ...always, status: 503, requestId: 'r7', attempt: 1 },
      { ...always, status: 202, requestId: undefined, attempt: 2 },
    ]);
  });

  it('cannot turn an accepted request into a failed one', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const throwing = (): never => {
      throw new Error('log is full');
    };
    await manager(baseUrl, { onResponse: throwing }).createUserTerminateSession(ada);
    await manager(baseUrl, { onResponse: async () => throwing() }).createUserTerminateSession(ada);
    expect(received).toHaveLength(2);
  });
});
