import nodeFetch, { type RequestInit as NodeFetchInit } from 'node-fetch';
import * as undici from 'undici';
import { describe, expect, it } from 'vitest';
import { accepted, answer, manager, rejection, startServer } from '../../support/server.ts';

const ada = { user_logins: ['ada@example.com'] };

const dispatcher = new undici.Agent({ keepAliveTimeout: 10 });
const logged: string[] = [];

/** Three ways to give another `fetch`, as a user of each writes it. */
const IMPLEMENTATIONS: Record<string, (url: string, init: RequestInit) => Promise<unknown>> = {
  'undici with a dispatcher': (url, init) => undici.fetch(url, { ...(init as undici.RequestInit), dispatcher }),
  'node-fetch 3': (url, init) => nodeFetch(url, init as NodeFetchInit),
  'a wrapper that logs': async (url, init) => {
    logged.push(`${init.method} ${url}`);
    return globalThis.fetch(url, init);
  },
};

describe.each(Object.entries(IMPLEMENTATIONS))('%s', (_, implementation) => {
  const fetch = implementation as typeof globalThis.fetch;

  it('sends the request and reads the response', async () => {
    const { baseUrl, received } = await startServer(accepted);
    await expect(manager(baseUrl, { fetch }).createUserTerminateSession(ada)).resolves.toEqual({ message: 'accepted' });
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/2.0/users/terminate_sessions',
      body: '{"user_logins":["ada@example.com"],"user_ids":[]}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-the-test' },
    });
  });

  it('shows what Box says about an error', async () => {
    const { baseUrl } = await startServer(answer(403, { type: 'error', code: 'insufficient_scope', request_id: 'r1' }));
    const error = await rejection(manager(baseUrl, { fetch }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ApiError', status: 403, boxCode: 'insufficient_scope', fromBox: true });
  });

  it('keeps the status when the body stalls, is too long or is cut off', async () => {
    const { baseUrl, received } = await startServer(
      (response) => void response.writeHead(202).write('{'),
      answer(202, 'x'.repeat(2 * 1024 * 1024)),
      (response) => {
        response.writeHead(202, { 'content-length': 100 }).write('{');
        setTimeout(() => response.destroy(), 20);
      },
    );
    const sessions = manager(baseUrl, { fetch, timeoutMs: 500 });
    for (let call = 0; call < 3; call++) {
      await expect(sessions.createUserTerminateSession(ada)).resolves.toEqual({});
    }
    expect(received).toHaveLength(3);
  });

  it('is told not to follow a redirect', async () => {
    const elsewhere = await startServer(accepted);
    const { baseUrl } = await startServer(answer(307, '', { location: elsewhere.baseUrl }));
    const error = await rejection(manager(baseUrl, { fetch }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'ResponseError', status: 307 });
    expect(elsewhere.received).toHaveLength(0);
  });

  it('names a host that is not found, and that nothing was sent', async () => {
    const sessions = manager('https://no-such-host.invalid/2.0', { fetch });
    const error = await rejection(sessions.createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'NetworkError', reason: 'not_found', attempts: 0 });
  });
});

it('is called with a string and plain values', async () => {
  const calls: unknown[][] = [];
  const fetch: typeof globalThis.fetch = async (...args) => {
    calls.push(args);
    return new Response('', { status: 202 });
  };
  await manager('https://box.example/2.0/', { fetch }).createGroupTerminateSession({ group_ids: ['7'] });
  expect(calls).toEqual([
    [
      'https://box.example/2.0/groups/terminate_sessions',
      {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-the-test' },
        body: '{"group_ids":["7"]}',
        signal: expect.any(AbortSignal),
      },
    ],
  ]);
  expect(logged.length).toBeGreaterThan(0);
});
