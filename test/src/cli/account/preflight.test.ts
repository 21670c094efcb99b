import { describe, expect, it } from 'vitest';
import { useCommand } from '../../../support/command/command.ts';
import { answer, closedPort, silence, startServer, type Answer } from '../../../support/server.ts';
import { issued } from '../../../support/token-endpoint.ts';

const command = useCommand();
const TOKEN = { BOX_ACCESS_TOKEN: 'token-of-an-admin' };
const CLIENT = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret-of-client', BOX_ENTERPRISE_ID: '5' };
const USERS = ['users', '--id', '7', '--id', '8', '--yes', '--no-progress'];
const PAGE = '<!doctype html><title>Blocked</title>';

/** Responds to `GET` in one way, and accepts every sign-out. */
function respondsWith(toGet: Answer): Answer {
  const accepts = answer(202, { message: 'accepted' });
  return (response, index, received) => (received.method === 'GET' ? toGet : accepts)(response, index, received);
}

describe('before anything is sent, also with --yes,', () => {
  it.each<[string, Answer, number, RegExp]>([
    ['a page with status 200', answer(200, PAGE), 2, /something other than Box's JSON \(status 200\).* captive portal/],
    ['a page with status 403', answer(403, PAGE), 2, /something other than Box's JSON \(status 403\)/],
    ['a page with status 503', answer(503, PAGE), 2, /something other than Box's JSON \(status 503\)/],
    ['a text that is no object', answer(200, '"hello"'), 2, /something other than Box's JSON/],
    ['nothing at all', answer(200), 2, /responded with status 200, which isn't how Box responds/],
    ['a redirect', answer(302, '', { location: 'https://login.example/' }), 2, /responded with status 302/],
    ['a redirect with JSON', answer(302, {}, { location: 'https://login.example/' }), 2, /status 302, a redirect/],
    ['a 404 of Box', answer(404, { type: 'error', status: 404 }), 2, /status 404, so the API isn't there.*\/2\.0/],
    ['a 401', answer(401, { type: 'error', status: 401 }), 3, /Box rejected the access token/],
    ['a 401 without a body', answer(401), 3, /Box rejected the access token/],
    ['a 503 without a body', answer(503), 1, /responded with status 503 and nothing else/],
    ['silence', silence, 1, /^Error: Box wasn't reached\. 127\.0\.0\.1:\d+ didn't respond within 1 s\./],
  ])('%s ends the command', async (_, toGet, expected, message) => {
    const { baseUrl, received } = await startServer(respondsWith(toGet));
    const args = [...USERS, '--timeout', '1', '--base-url', baseUrl];
    const { status, stdout, stderr } = await command.run(args, { environment: TOKEN });
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^Error: [^\n]* Nothing was sent\.\n$/);
    expect(stderr.match(/Nothing was sent/g)).toHaveLength(1);
    expect(received.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each<[string, Answer]>([
    ['a 403 of Box', answer(403, { type: 'error', status: 403, code: 'insufficient_scope' })],
    ['a 403 without a body', answer(403)],
    ['a 500 of Box', answer(500, { type: 'error', status: 500 })],
    ['a user without fields', answer(200, {})],
  ])('%s ends nothing', async (_, toGet) => {
    const { baseUrl, received } = await startServer(respondsWith(toGet));
    const { status } = await command.run([...USERS, '--base-url', baseUrl], { environment: TOKEN });
    expect({ status, methods: received.map(({ method }) => method) }).toEqual({ status: 0, methods: ['GET', 'POST'] });
  });

  it('a host that is not reached ends the command with 1', async () => {
    const args = [...USERS, '--base-url', `http://127.0.0.1:${await closedPort()}/2.0`];
    const { status, stderr } = await command.run(args, { environment: TOKEN });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Error: Box wasn't reached\. The host 127\.0\.0\.1:\d+ refused the connection\. .* Nothing was sent\.\n$/,
    );
  });
});

describe('the token endpoint', () => {
  it.each<[string, Answer, number, RegExp]>([
    ['rejects the client', answer(400, { error: 'invalid_client' }), 3, /invalid_client/],
    ['rejects it for a reason of its own', answer(403, { error: 'x' }), 3, /status 403, error x\./],
    ['is a page', answer(200, PAGE), 2, /--token-url/],
    ['is somewhere else', answer(404, PAGE), 2, /Nothing was sent\.\n$/],
    ['fails', answer(503), 1, /^Error: 127\.0\.0\.1:\d+ responded with status 503 and no OAuth error\. Try again/],
  ])('that %s ends the command', async (_, toPost, expected, message) => {
    const { baseUrl, received } = await startServer(toPost);
    const { status, stderr } = await command.run([...USERS, '--base-url', baseUrl], { environment: CLIENT });
    expect(status).toBe(expected);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]* Nothing was sent\.\n$/);
    expect(stderr).not.toMatch(/tokenUrl|secret-of-client/);
    expect(received.every(({ path }) => path === '/oauth2/token')).toBe(true);
  });

  it.each<[string, (url: string) => { args: string[]; environment: Record<string, string> }]>([
    ['--token-url', (url) => ({ args: ['--token-url', url], environment: {} })],
    ['BOX_TOKEN_URL', (url) => ({ args: [], environment: { BOX_TOKEN_URL: url } })],
    [
      '--token-url before BOX_TOKEN_URL',
      (url) => ({ args: ['--token-url', url], environment: { BOX_TOKEN_URL: 'http://127.0.0.1:9/' } }),
    ],
  ])('is that of %s, and the API that of BOX_BASE_URL, behind a gateway with a prefix', async (_, given) => {
    const gateway = await startServer((response, index, received) => {
      const { method, path } = received;
      if (path === '/box/token') return issued('issued-token')(response, index, received);
      if (!path.startsWith('/box/api/2.0/')) return answer(404, PAGE)(response, index, received);
      return answer(method === 'GET' ? 200 : 202, { message: 'ok' })(response, index, received);
    });
    const origin = new URL(gateway.baseUrl).origin;
    const { args, environment } = given(`${origin}/box/token`);
    const run = await command.run([...USERS, ...args], {
      environment: { ...CLIENT, BOX_BASE_URL: `${origin}/box/api/2.0`, ...environment },
    });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    expect(gateway.received.map(({ path }) => path.split('?')[0])).toEqual([
      '/box/token',
      '/box/api/2.0/users/me',
      '/box/api/2.0/users/terminate_sessions',
    ]);
  });

  it('that is not reached ends the command with 1', async () => {
    const args = [...USERS, '--base-url', `http://127.0.0.1:${await closedPort()}/2.0`];
    const { status, stderr } = await command.run(args, { environment: CLIENT });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: The token endpoint wasn't reached\. [^\n]* Nothing was sent\.\n$/);
  });
});
