import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACK_AFTER_MS, RULES } from '../../sandbox/rules.ts';
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
  it('that the spec allows is accepted, recorded and listed', async () => {
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
    ['/users/terminate_sessions', {}],
    ['/users/terminate_sessions', { user_ids: [], user_logins: [] }],
    ['/users/terminate_sessions', { user_ids: [1], user_logins: [] }],
    ['/users/terminate_sessions', '{"user_ids":'],
    ['/groups/terminate_sessions', {}],
    ['/groups/terminate_sessions', { group_ids: [] }],
    ['/groups/terminate_sessions', { group_ids: [null] }],
    ['/groups/terminate_sessions', 'null'],
  ])('to %s that the spec does not allow gets a 400: %j', async (path, body) => {
    const before = sandbox.accepted.length;
    const response = await send(path, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: 'error', status: 400, code: 'bad_request' });
    expect(sandbox.accepted).toHaveLength(before);
  });

  it('whose content type is not JSON is rejected', async () => {
    const body = { group_ids: ['1'] };
    const response = await send('/groups/terminate_sessions', body, { 'content-type': 'text/plain' });
    expect(response.status).toBe(400);
  });

  it('without a token is rejected before its body is read', async () => {
    const response = await send('/users/terminate_sessions', {}, { authorization: '' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it('to another path or with another method is rejected', async () => {
    expect((await send('/folders', {})).status).toBe(404);
    expect((await fetch(`${sandbox.baseUrl}/users/terminate_sessions`)).status).toBe(405);
  });

  it('that is too large is rejected', async () => {
    expect((await send('/users/terminate_sessions', 'x'.repeat(17 * 1024 * 1024))).status).toBe(413);
  });
});

describe('the rules', () => {
  const errors = RULES.flatMap((rule) =>
    typeof rule.response === 'object' ? [{ ...rule, error: rule.response }] : [],
  );

  it.each(errors.filter(({ of }) => of === 'token'))('reject a token $word…: $means', async ({ word, error }) => {
    const response = await send(
      '/groups/terminate_sessions',
      { group_ids: ['1'] },
      { authorization: `Bearer ${word}-1` },
    );
    expect(response.status).toBe(error.status);
    expect(await response.json()).toMatchObject({ code: error.code, message: error.message });
  });

  it.each(errors.filter(({ of }) => of === 'target'))('reject a target $word…: $means', async (rule) => {
    const response = await users('ada@example.com', `${rule.word}-1@example.com`);
    expect(response.status).toBe(rule.error.status);
    expect(response.headers.get('retry-after')).toBe(rule.error.headers?.['retry-after'] ?? null);
    const again = await users(`${rule.word}-1@example.com`);
    expect(again.status).toBe(rule.once ? 202 : rule.error.status);
  });

  it.each(errors.filter(({ of }) => of === 'target'))('reject an ID $digits…: $means', async ({ digits, error }) => {
    const response = await send('/groups/terminate_sessions', { group_ids: ['27335', `${digits}1`] });
    expect(response.status).toBe(error.status);
  });

  it('make a response slow', async () => {
    const startedAt = performance.now();
    expect((await users('slow@example.com')).status).toBe(202);
    expect(performance.now() - startedAt).toBeGreaterThan(2500);
  });

  it('close the connection in the middle of a response, though the request was accepted', async () => {
    const before = sandbox.accepted.length;
    const response = await users('cut@example.com');
    expect(response.status).toBe(202);
    await expect(response.text()).rejects.toThrow();
    expect(sandbox.accepted).toHaveLength(before + 1);
  });

  it('close the connection before a response, though the request was accepted', async () => {
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

  it('is described, with its role if the request asks for it', async () => {
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
    ['an unknown client', { grant_type: 'client_credentials', client_id: 'invalid' }, 400],
  ])('gets a token or an error for %s', async (_, form, status) => {
    const body = new URLSearchParams({ client_id: 'id', client_secret: 'secret', ...form });
    const response = await fetch(`${sandbox.origin}/oauth2/token`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty(status === 200 ? 'access_token' : 'error');
  });
});

it('listens on 127.0.0.1 only, and stops at once even with open connections', async () => {
  const other = await startSandbox();
  const { hostname, port } = new URL(other.origin);
  expect(hostname).toBe('127.0.0.1');
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await other.close();
  await closed;
});

it('fails when another program uses the port', async () => {
  await expect(startSandbox({ port: Number(new URL(sandbox.origin).port) })).rejects.toThrow(/EADDRINUSE/);
});

describe('the admin events', () => {
  interface Page {
    chunk_size: number;
    next_stream_position: string | number;
    entries: { event_id: string; event_type: string; created_by?: { login: string }; source: { login: string } }[];
  }

  const SINCE = '2020-01-01T00:00:00Z';

  const events = async (query: Record<string, string>, token = 'token'): Promise<Response> =>
    fetch(`${sandbox.baseUrl}/events?${new URLSearchParams(query).toString()}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  async function everyPage(query: Record<string, string>): Promise<Page[]> {
    const pages: Page[] = [];
    for (let position = '0'; ;) {
      const response = await events({ stream_type: 'admin_logs', stream_position: position, ...query });
      const page = (await response.json()) as Page;
      if (page.entries.length === 0) return pages;
      pages.push(page);
      position = String(page.next_stream_position);
    }
  }

  it('show who signs in again, in small pages with duplicates, and an event without created_by', async () => {
    await users('back-ada@example.com', 'grace@example.com', 'back-alan@example.com');
    await send('/users/terminate_sessions', { user_ids: ['996001'], user_logins: [] });
    await new Promise((resolve) => setTimeout(resolve, BACK_AFTER_MS + 50));
    const pages = await everyPage({ created_after: SINCE });
    const entries = pages.flatMap((page) => page.entries);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every(({ chunk_size, entries: { length } }) => chunk_size === length)).toBe(true);
    const distinct = new Map(entries.map((event) => [event.event_id, event]));
    expect(distinct.size).toBeLessThan(entries.length);
    const back = [...distinct.values()].filter(({ event_type }) => event_type === 'LOGIN');
    expect(new Set(back.map(({ created_by }) => created_by?.login))).toEqual(
      new Set(['back-ada@example.com', 'back-alan@example.com', 'user-996001@sandbox.example']),
    );
    expect(entries.find(({ created_by }) => created_by === undefined)).toMatchObject({ event_type: 'FAILED_LOGIN' });
  });

  it('honor the filters for time and type, and are empty for another stream', async () => {
    await users('back-ada@example.com');
    await new Promise((resolve) => setTimeout(resolve, BACK_AFTER_MS + 50));
    const logins = (await everyPage({ event_type: 'LOGIN,ADMIN_LOGIN' })).flatMap(({ entries }) => entries);
    expect(new Set(logins.map(({ event_type }) => event_type))).toEqual(new Set(['LOGIN']));
    expect(await everyPage({ created_after: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
    expect(await (await events({})).json()).toMatchObject({ entries: [] });
  });

  it.each([
    ['without a token', '', 401],
    ['with an expired token', 'expired', 401],
    ['without the scope', 'scopeless', 403],
    ['without an admin', 'forbidden', 403],
  ])('are rejected %s', async (_, token, status) => {
    expect((await events({ stream_type: 'admin_logs' }, token)).status).toBe(status);
  });
});

describe('the Host header', () => {
  const statusFor = (host: string, path = '/sandbox/requests', ...others: string[]): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = [host, ...others].flatMap((name) => ['Host', name]);
      request(sandbox.origin, { path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });

  it.each(['127.0.0.1', 'localhost', 'LocalHost', '[::1]'])('%s with the port is answered', async (name) => {
    expect(await statusFor(`${name}:${new URL(sandbox.origin).port}`)).toBe(200);
  });

  it.each(['attacker.example', 'localhost.attacker.example', '127.0.0.1.attacker.example', 'localhost', '127.0.0.1:1'])(
    '%s is rejected, so that a web page can not read the requests by DNS rebinding',
    async (host) => {
      const { port } = new URL(sandbox.origin);
      expect(await statusFor(host)).toBe(421);
      if (!/:\d/.test(host)) expect(await statusFor(`${host}x:${port}`)).toBe(421);
    },
  );

  it('must be the only one, and the target must not name another', async () => {
    const { host } = new URL(sandbox.origin);
    expect(await statusFor(host, '/sandbox/requests', 'attacker.example')).toBe(421);
    expect(await statusFor(host, 'http://attacker.example/sandbox/requests')).toBe(421);
    expect(await statusFor(host, '//attacker.example/sandbox/requests')).toBe(404);
    expect(await statusFor(host, `${sandbox.origin}/sandbox/requests`)).toBe(200);
  });
});
