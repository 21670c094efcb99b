import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientCredentials, type TokenEndpointOptions } from '../../../src/auth.ts';
import { NetworkError, type TokenFunction } from '../../../src/index.ts';
import {
  accepted,
  answer,
  closedPort,
  cut,
  manager,
  rejection,
  silence,
  startServer,
  startSocketServer,
  startTlsServer,
} from '../../support/server.ts';
import { selfSignedCertificate } from '../../support/certificate.ts';
import { ask, formOf, issued, issuedInTurn, startTokenEndpoint } from '../../support/token-endpoint.ts';

const ada = { user_logins: ['ada@example.com'] };

// Back-off without its length: jitter may be nothing at all.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => vi.restoreAllMocks());

function auth(options: TokenEndpointOptions): TokenFunction {
  return clientCredentials({ clientId: 'id', clientSecret: 'secret', enterpriseId: '77', ...options });
}

describe('a token endpoint that rejects the request', () => {
  it.each([
    ['invalid_client', 400, 'Check the client ID and the client secret.'],
    ['invalid_grant', 400, 'that an admin has authorized the application.'],
    ['unauthorized_client', 401, 'Have an admin authorize the application'],
    ['something_new', 403, 'Check the credentials and the token URL.'],
  ])('with %s is asked once, and the error says what to do', async (code, status, advice) => {
    const { tokenUrl, received } = await startTokenEndpoint(
      answer(status, { error: code, error_description: 'A reason.\nIn two lines.' }),
    );
    const error = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(error).toMatchObject({ name: 'AuthError', code: 'auth', attempts: 0 });
    expect(error.cause).toMatchObject({ name: 'ApiError', status, boxCode: code, attempts: 1 });
    expect(error.message).toContain(`status ${status}, error ${code}. It says: A reason. In two lines. `);
    expect(error.message).toContain(advice);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html>Blocked</html>'],
    ['fields of other types', { error: 7, error_description: {} }],
  ])('and says %s keeps its status', async (_, body) => {
    const { tokenUrl } = await startTokenEndpoint(answer(403, body));
    const { cause } = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(cause).toMatchObject({ name: 'ApiError', status: 403, boxCode: undefined });
  });

  it('and stalls in its body keeps its status', async () => {
    const { tokenUrl } = await startTokenEndpoint((response) => {
      response.writeHead(400);
      response.write('{');
    });
    const { cause } = await rejection(Promise.resolve(auth({ tokenUrl, timeoutMs: 1000 })(ask())));
    expect(cause).toMatchObject({ name: 'ApiError', status: 400 });
  });
});

describe('a failure of the token endpoint that may pass', () => {
  it.each([429, 500, 502, 503, 504])('%i is tried again, up to three requests', async (status) => {
    const { tokenUrl, received } = await startTokenEndpoint(answer(status));
    const { cause } = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(cause).toMatchObject({ name: 'ApiError', status, attempts: 3 });
    expect(received).toHaveLength(3);
  });

  it('is waited out as long as Retry-After asks', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(answer(429, '', { 'retry-after': '1' }), issuedInTurn);
    await expect(auth({ tokenUrl })(ask())).resolves.toBe('token-2');
    expect((received[1]?.at ?? 0) - (received[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('is not waited out beyond 15 s', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(answer(429, '', { 'retry-after': '16' }));
    const error = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(error.cause).toMatchObject({ name: 'ApiError', status: 429, retryAfterMs: 16_000 });
    expect(error.message).toContain('It asks to wait: 16 s.');
    expect(received).toHaveLength(1);
  });

  it('a connection that is cut is opened again, with the same form', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(cut, cut, issuedInTurn);
    await expect(auth({ tokenUrl })(ask())).resolves.toBe('token-3');
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it('a token that is cut off in the middle is asked for again', async () => {
    const { tokenUrl } = await startTokenEndpoint((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"access_token":"', () => response.destroy());
    }, issuedInTurn);
    await expect(auth({ tokenUrl })(ask())).resolves.toBe('token-2');
  });

  it('a connection that is always cut is a NetworkError in the cause', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(cut);
    const error = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(error).toMatchObject({ name: 'AuthError', cause: { name: 'NetworkError', attempts: 3 } });
    expect(error.message).toContain('Check tokenUrl, the network and the proxy.');
    expect(error.message).not.toContain('job');
    expect(received).toHaveLength(3);
  });

  it('no response in time is a TimeoutError in the cause', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(silence);
    const error = await rejection(Promise.resolve(auth({ tokenUrl, timeoutMs: 300 })(ask())));
    expect(error.cause).toMatchObject({ name: 'TimeoutError', attempts: 3 });
    expect(error.message).toContain(`${new URL(tokenUrl).host} did not respond within 300 ms.`);
    expect(received).toHaveLength(3);
  });
});

describe('a token endpoint that is not reached', () => {
  it('is told apart from one that rejects the credentials, by the cause', async () => {
    const port = await closedPort();
    const error = await rejection(Promise.resolve(auth({ tokenUrl: `http://127.0.0.1:${port}/oauth2/token` })(ask())));
    expect(error).toMatchObject({
      name: 'AuthError',
      attempts: 0,
      cause: { name: 'NetworkError', reason: 'refused', attempts: 0 },
    });
    expect(error.message).toContain(`127.0.0.1:${port} was refused. Check tokenUrl, the network and the proxy.`);
  });

  it('because its certificate is not accepted is asked once', async () => {
    const { baseUrl, connections } = await startTlsServer(selfSignedCertificate());
    const error = await rejection(Promise.resolve(auth({ tokenUrl: `${baseUrl}/token` })(ask())));
    expect(error.cause).toMatchObject({ name: 'NetworkError', reason: 'certificate', attempts: 0 });
    expect(connections()).toBe(1);
  });

  it('keeps the reason in the error of a call', async () => {
    const port = await closedPort();
    const tokens = auth({ tokenUrl: `http://127.0.0.1:${port}/oauth2/token` });
    const error = await rejection(manager('http://127.0.0.1:9/2.0', { auth: tokens }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0, cause: { name: 'NetworkError', reason: 'refused' } });
    expect(error.cause).toBeInstanceOf(NetworkError);
  });
});

describe('a response without a token', () => {
  it.each([
    ['a redirect', answer(307, '', { location: '/elsewhere' }), 'is a redirect, which is not followed'],
    ['another 2xx', answer(201, { access_token: 'x', token_type: 'bearer' }), 'has status 201, not 200'],
    ['a page', answer(200, '<html>'), 'is not a JSON object'],
    ['cut JSON', answer(200, '{"access_token":"half-a-tok'), 'is not a JSON object'],
    ['a list', answer(200, '[]'), 'is not a JSON object'],
    ['another object', answer(200, {}), 'does not contain a bearer token'],
    ['another kind of token', answer(200, { access_token: 'x', token_type: 'mac' }), 'does not contain a bearer token'],
    ['a token in two lines', issued('half-a-tok\nen'), 'does not contain a bearer token'],
    ['a token that is none', answer(200, { access_token: 7, token_type: 'bearer' }), 'does not contain a bearer token'],
  ])('%s is an AuthError, asked for once', async (_, given, message) => {
    const { tokenUrl, received } = await startTokenEndpoint(given);
    const error = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(error).toMatchObject({ name: 'AuthError', cause: { name: 'ResponseError' } });
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('half-a-tok');
    expect(received).toHaveLength(1);
  });

  it('larger than 1 MiB is not read to its end', async () => {
    const { tokenUrl } = await startTokenEndpoint(issued('x'.repeat(1024 * 1024)));
    const { cause } = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(cause).toMatchObject({ name: 'NetworkError' });
  });
});

describe('a call that waits for a token', () => {
  it('has its time limit kept to, whatever the limit of the token endpoint', async () => {
    const { tokenUrl } = await startTokenEndpoint(silence);
    const { baseUrl, received } = await startServer(accepted);
    const sessions = manager(baseUrl, { auth: auth({ tokenUrl }), timeoutMs: 100, retry: false });
    const error = await rejection(sessions.createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'TimeoutError', attempts: 0 });
    expect(error.message).toContain(
      'No access token arrived within 100 ms. Check `auth`, or raise timeoutMs. Nothing was sent.',
    );
    expect(received).toHaveLength(0);
  });

  it('has its time limit kept to while the token endpoint asks to wait', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(answer(503, '', { 'retry-after': '10' }));
    const sessions = manager('http://127.0.0.1:9/2.0', { auth: auth({ tokenUrl }), timeoutMs: 200, retry: false });
    const error = await rejection(sessions.createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'TimeoutError', attempts: 0 });
    expect(received).toHaveLength(1);
  });

  it('and aborts ends the token request when no other call waits for it', async () => {
    const controller = new AbortController();
    let closed = (): void => {};
    const connectionClosed = new Promise<void>((resolve) => (closed = resolve));
    const baseUrl = await startSocketServer((socket) => {
      socket.on('close', () => closed());
      socket.once('data', () => controller.abort(new Error('enough')));
    });
    const tokenUrl = new URL('/oauth2/token', baseUrl).href;
    const call = manager('http://127.0.0.1:9/2.0', { auth: auth({ tokenUrl }) }).createUserTerminateSession(ada, {
      signal: controller.signal,
    });
    await expect(call).rejects.toThrow('enough');
    await connectionClosed;
  });

  it('and aborts leaves the token request to the others', async () => {
    const controller = new AbortController();
    const { tokenUrl, received } = await startTokenEndpoint((response, index, request) => {
      controller.abort(new Error('enough'));
      setTimeout(() => issuedInTurn(response, index, request), 50);
    });
    const { baseUrl } = await startServer(accepted);
    const sessions = manager(baseUrl, { auth: auth({ tokenUrl }) });
    const leaving = sessions.createUserTerminateSession(ada, { signal: controller.signal });
    const staying = sessions.createUserTerminateSession(ada);
    await expect(leaving).rejects.toThrow('enough');
    await expect(staying).resolves.toEqual({ message: 'accepted' });
    expect(received).toHaveLength(1);
    expect(formOf(received[0])).toMatchObject({ client_id: 'id' });
  });
});
