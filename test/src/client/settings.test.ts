import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DEFAULT_BASE_URL } from '../../../src/client/defaults.ts';
import { InvalidRequestError, SessionTerminationManager } from '../../../src/index.ts';
import { accepted, manager, rejection, startServer } from '../../support/server.ts';

const secret = 'https://user:secret-of-the-test@box.example';
const ada = { user_logins: ['ada@example.com'] };

function construct(options: object): unknown {
  return new SessionTerminationManager({ auth: 'token', ...options });
}

it('lead to the server of the spec by default', async () => {
  const spec = JSON.parse(await readFile('generated/openapi.json', 'utf8')) as { servers: { url: string }[] };
  expect(spec.servers.map(({ url }) => url)).toEqual([DEFAULT_BASE_URL]);
});

describe('the options', () => {
  it.each([
    ['auth', { auth: undefined }],
    ['auth', { auth: 7 }],
    ['auth', { auth: { retrieveAuthorizationHeader: () => '' } }],
    ['baseUrl', { baseUrl: 'api.box.com' }],
    ['baseUrl', { baseUrl: 'ftp://api.box.com' }],
    ['baseUrl', { baseUrl: secret }],
    ['baseUrl', { baseUrl: 'https://box.example/2.0?a=1' }],
    ['baseUrl', { baseUrl: 7 }],
    ['allowInsecure', { allowInsecure: 'false' }],
    ['fetch', { fetch: 'fetch' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['timeoutMs', { timeoutMs: '30' }],
    ['timeoutMs', { timeoutMs: 300_001 }],
    ['retry', { retry: true }],
    ['retry.maxAttempts', { retry: { maxAttempts: 0 } }],
    ['retry.maxAttempts', { retry: { maxAttempts: 1.5 } }],
    ['retry.minDelayMs', { retry: { minDelayMs: -1 } }],
    ['retry.maxDelayMs', { retry: { maxDelayMs: Infinity } }],
    ['headers', { headers: 'a: b' }],
    ['headers', { headers: { Authorization: 'Bearer x' } }],
    ['headers', { headers: { 'CONTENT-type': 'text/plain' } }],
    ['headers', { headers: { 'content-length': '7' } }],
    ['headers', { headers: { Expect: '100-continue' } }],
    ['headers', { headers: { 'keep-alive': 'timeout=5' } }],
    ['headers', { headers: { upgrade: 'h2c' } }],
    ['headers', { headers: { 'x-audit': 'a\r\nb: c' } }],
    ['headers', { headers: ['x-secret: a'] }],
    ['headers', { headers: [7] }],
    ['headers', { headers: [[7, 'a']] }],
    ['headers', { headers: [['x-audit']] }],
    ['headers', { headers: { 'x audit': 'a' } }],
    ['headers', { headers: { 'x-audit': 7 } }],
    ['asUser', { asUser: '1\n2' }],
    ['asUser', { asUser: '' }],
    ['onRetry', { onRetry: {} }],
    ['onResponse', { onResponse: 'log' }],
    ...[
      'auth',
      'baseUrl',
      'allowInsecure',
      'fetch',
      'timeoutMs',
      'retry',
      'headers',
      'asUser',
      'onRetry',
      'onResponse',
    ].map((name): [string, object] => [name, { [name]: null }]),
    ['retry.maxAttempts', { retry: { maxAttempts: null } }],
    ['retry.maxDelayMs', { retry: { maxDelayMs: null } }],
  ])('name %s when it is invalid: %j', (name, options) => {
    expect(() => construct(options)).toThrow(InvalidRequestError);
    expect(() => construct(options)).toThrow(new RegExp(`^${name.replace('.', '\\.')} `));
    expect(() => construct(options)).not.toThrow(/secret/);
  });

  it('do not tell a caller to leave out `auth`, which has no default', () => {
    expect(() => construct({ auth: null })).toThrow(/^auth must be an access token, /);
  });

  it('accept undefined for every optional one', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const none = {
      allowInsecure: undefined,
      fetch: undefined,
      timeoutMs: undefined,
      retry: { maxAttempts: undefined, minDelayMs: undefined, maxDelayMs: undefined },
      headers: undefined,
      asUser: undefined,
      onRetry: undefined,
      onResponse: undefined,
    };
    const sessions = new SessionTerminationManager({ auth: 'token', baseUrl, ...none });
    const call = { signal: undefined, timeoutMs: undefined, headers: undefined };
    await sessions.createUserTerminateSession({ ...ada, user_ids: undefined }, call);
    await new SessionTerminationManager({ auth: 'token', baseUrl, retry: undefined }).createUserTerminateSession(ada);
    expect(received.map(({ body }) => body)).toEqual(
      Array(2).fill('{"user_logins":["ada@example.com"],"user_ids":[]}'),
    );
  });

  it.each([undefined, null, 'token'])('must be an object, not %j', (options) => {
    expect(() => new SessionTerminationManager(options as never)).toThrow(InvalidRequestError);
  });

  it.each(['http://127.0.0.1:8021/2.0', 'http://127.9.9.9', 'http://[::1]:80', 'http://localhost'])(
    'take %s, which is this machine',
    (baseUrl) => {
      expect(() => construct({ baseUrl })).not.toThrow();
    },
  );

  it.each([
    'http://api.box.com',
    'http://box.localhost/',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://10.0.0.1',
  ])('reject %s, unless allowInsecure says so', (baseUrl) => {
    expect(() => construct({ baseUrl })).toThrow(/in clear/);
    expect(() => construct({ baseUrl, allowInsecure: true })).not.toThrow();
  });

  it.each(['', '/', '///', '?', '/#'])('take a base URL that ends in %j', async (end) => {
    const { baseUrl, received } = await startServer(accepted);
    await manager(baseUrl + end).createUserTerminateSession(ada);
    expect(received[0]?.path).toBe('/2.0/users/terminate_sessions');
  });
});

describe('the headers', () => {
  it('of the manager and of the call are sent, the call first', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const sessions = manager(baseUrl, { headers: { 'X-One': 'manager', 'x-two': 'manager' }, asUser: '42' });
    await sessions.createUserTerminateSession(ada, { headers: new Headers({ 'x-two': 'call' }) });
    expect(received[0]?.headers).toMatchObject({
      'x-one': 'manager',
      'x-two': 'call',
      'as-user': '42',
      'content-type': 'application/json',
      authorization: 'Bearer token-of-the-test',
    });
  });
});

describe('the options of a call', () => {
  it.each([
    ['timeoutMs', { timeoutMs: -1 }],
    ['signal', { signal: {} }],
    ['signal', { signal: null }],
    ['timeoutMs', { timeoutMs: null }],
    ['headers', { headers: null }],
    ['headers', { headers: { authorization: 'x' } }],
    ['The call options', null],
  ])('reject with an InvalidRequestError that names %s', async (name, options) => {
    const { baseUrl, received } = await startServer(accepted);
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada, options as never));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error.message).toContain(name);
    expect(received).toHaveLength(0);
  });
});
