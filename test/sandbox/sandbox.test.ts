import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../sandbox/rules.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(() => sandbox.close());

const JSON_TYPE = { 'content-type': 'application/json' };

function send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${sandbox.baseUrl}${path}`, {
    method: 'POST',
    headers: { ...JSON_TYPE, authorization: 'Bearer token', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function users(...logins: string[]): Promise<Response> {
  return send('/users/terminate_sessions', { user_ids: [], user_logins: logins });
}

describe('a request', () => {
  it('that the description allows is accepted, kept and shown', async () => {
    const before = sandbox.accepted.length;
    const body = { user_ids: ['1'], user_logins: ['ada@example.com'] };
    const response = await send('/users/terminate_sessions', body);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ message: expect.any(String) });
    const shown = await (await fetch(`${sandbox.origin}/sandbox/requests`)).json();
    expect((shown as unknown[]).slice(before)).toEqual([
      { operationId: 'post_users_terminate_sessions', path: '/2.0/users/terminate_sessions', body },
    ]);
  });

  it.each([
    ['/users/terminate_sessions', {}, 'Users can not be NULL or EMPTY'],
    ['/users/terminate_sessions', { user_ids: [], user_logins: [] }, 'Users can not be NULL or EMPTY'],
    ['/users/terminate_sessions', { user_ids: [1], user_logins: [] }, 'User id format is string'],
    ['/users/terminate_sessions', '{"user_ids":', 'Supported payload format is JSON'],
    ['/groups/terminate_sessions', {}, 'Groups can not be NULL or EMPTY'],
    ['/groups/terminate_sessions', { group_ids: [] }, 'Groups can not be NULL or EMPTY'],
    ['/groups/terminate_sessions', { group_ids: [null] }, 'group id format is string'],
    ['/groups/terminate_sessions', 'null', 'group id format is string'],
  ])('to %s that the description rules out is refused in the words of Box: %j', async (path, body, message) => {
    const before = sandbox.accepted.length;
    const response = await send(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: 'error', status: 400, code: 'bad_request', message });
    expect(sandbox.accepted).toHaveLength(before);
  });

  it('that is no JSON by its content type is refused', async () => {
    const body = { group_ids: ['1'] };
    const response = await send('/groups/terminate_sessions', body, { 'content-type': 'text/plain' });
    expect(response.status).toBe(400);
  });

  it('without a token is refused before anything else is looked at', async () => {
    const response = await send('/users/terminate_sessions', {}, { authorization: '' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it('to another path or by another method is refused', async () => {
    expect((await send('/folders', {})).status).toBe(404);
    expect((await fetch(`${sandbox.baseUrl}/users/terminate_sessions`)).status).toBe(405);
  });

  it('that is too large is refused', async () => {
    expect((await send('/users/terminate_sessions', 'x'.repeat(17 * 1024 * 1024))).status).toBe(413);
  });
});

describe('the rules', () => {
  const refusals = RULES.flatMap((rule) => (typeof rule.answer === 'object' ? [{ ...rule, answer: rule.answer }] : []));

  it.each(refusals.filter(({ of }) => of === 'token'))('refuse a token $word…: $means', async ({ word, answer }) => {
    const response = await send(
      '/groups/terminate_sessions',
      { group_ids: ['1'] },
      { authorization: `Bearer ${word}-1` },
    );
    expect(response.status).toBe(answer.status);
    expect(await response.json()).toMatchObject({ code: answer.code, message: answer.message });
  });

  it.each(refusals.filter(({ of }) => of === 'target'))('refuse a target $word…: $means', async (rule) => {
    const response = await users('ada@example.com', `${rule.word}-1@example.com`);
    expect(response.status).toBe(rule.answer.status);
    expect(response.headers.get('retry-after')).toBe(rule.answer.headers?.['retry-after'] ?? null);
    const again = await users(`${rule.word}-1@example.com`);
    expect(again.status).toBe(rule.once ? 202 : rule.answer.status);
  });

  it('make an answer slow', async () => {
    const startedAt = performance.now();
    expect((await users('slow@example.com')).status).toBe(202);
    expect(performance.now() - startedAt).toBeGreaterThan(2500);
  });

  it('cut an answer off in the middle, though the request was accepted', async () => {
    const before = sandbox.accepted.length;
    const response = await users('cut@example.com');
    expect(response.status).toBe(202);
    await expect(response.text()).rejects.toThrow();
    expect(sandbox.accepted).toHaveLength(before + 1);
  });

  it('lose an answer, though the request was accepted', async () => {
    const before = sandbox.accepted.length;
    await expect(users('lost@example.com')).rejects.toThrow();
    expect(sandbox.accepted).toHaveLength(before + 1);
  });
});

describe('an account', () => {
  const me = async (token: string, query = ''): Promise<unknown> => {
    const response = await fetch(`${sandbox.baseUrl}/users/me${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return response.json();
  };

  it('is described, with its role for those who ask', async () => {
    expect(await me('token')).toMatchObject({ type: 'user', login: 'admin@sandbox.example' });
    expect(await me('token')).not.toHaveProperty('role');
    expect(await me('token', '?fields=login,role')).toMatchObject({ role: 'admin' });
    expect(await me('forbidden', '?fields=role')).toMatchObject({ role: 'user' });
    expect(await me('expired')).toMatchObject({ status: 401 });
  });

  it.each([
    ['client credentials', { grant_type: 'client_credentials', box_subject_type: 'user', box_subject_id: '1' }, 200],
    ['an assertion', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' }, 200],
    ['no subject', { grant_type: 'client_credentials' }, 400],
    ['a broken assertion', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a' }, 400],
    ['another grant', { grant_type: 'password' }, 400],
    ['a client that is not known', { grant_type: 'client_credentials', client_id: 'invalid' }, 400],
  ])('gets a token, or none, for %s', async (_, form, status) => {
    const body = new URLSearchParams({ client_id: 'id', client_secret: 'secret', ...form });
    const response = await fetch(`${sandbox.origin}/oauth2/token`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty(status === 200 ? 'access_token' : 'error');
  });
});

it('listens on this machine alone, and ends at once though connections are open', async () => {
  const other = await startSandbox();
  const { hostname, port } = new URL(other.origin);
  expect(hostname).toBe('127.0.0.1');
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await other.close();
  await closed;
});

it('names a port that is taken', async () => {
  await expect(startSandbox({ port: Number(new URL(sandbox.origin).port) })).rejects.toThrow(/EADDRINUSE/);
});
