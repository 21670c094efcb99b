import { Server as ProxyServer } from 'proxy-chain';
import { fetch as undiciFetch, ProxyAgent, type RequestInit as UndiciRequestInit } from 'undici';
import { describe, expect, it } from 'vitest';
import { terminateSessions } from '../../../src/bulk.ts';
import { ApiError } from '../../../src/index.ts';
import { collect, having, users } from '../../support/box-model.ts';
import { selfSignedCertificate } from '../../support/certificate.ts';
import {
  accepted,
  answer,
  closedPort,
  manager,
  rejectingBad,
  startServer,
  startTlsServer,
  type Answer,
} from '../../support/server.ts';

const quick = { requestsPerMinute: 60_000 };
const page = (status: number): Answer => answer(status, '<h1>Nothing here</h1>', { 'content-type': 'text/html' });
const boxError = (status: number): Answer => answer(status, { type: 'error', status, code: 'rejected' });

describe('a fault that no waiting cures ends the run', () => {
  it.each([
    ['404 page', page(404)],
    ['400 page', page(400)],
    ['404 without a body', answer(404)],
    ['404 with JSON that is not Box’s', answer(404, { detail: 'Not Found' })],
    ['409 page', page(409)],
    ['422 with JSON that is not Box’s', answer(422, { detail: [{ loc: ['body'], type: 'missing' }] })],
  ])('a %s at a wrong base URL, after no more requests than run at once', async (_, reply) => {
    const { baseUrl, received } = await startServer(reply);
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(1000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'ApiError', fromBox: false });
    expect(received.length).toBeLessThanOrEqual(4);
  });

  it('a gateway that finds even one target too large, after no more requests than halving takes', async () => {
    const { baseUrl, received } = await startServer(page(413));
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(1000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'ApiError', status: 413, fromBox: false });
    expect(received.length).toBeLessThanOrEqual(4 * 8);
  });

  it.each([
    ['401', boxError(401), { name: 'ApiError', status: 401 }],
    ['403', boxError(403), { name: 'ApiError', status: 403 }],
    ['405', answer(405), { name: 'ApiError', status: 405 }],
    ['a redirect', answer(302, '', { location: '/elsewhere' }), { name: 'ResponseError', status: 302 }],
    ['a 200 page', page(200), { name: 'ResponseError', status: 200 }],
  ])('%s, also after something was accepted', async (_, reply, error) => {
    const { baseUrl, received } = await startServer(accepted, reply);
    const options = { ...quick, batchSize: 10, concurrency: 1 };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(100), options));
    expect(having('accepted', outcomes)).toHaveLength(10);
    expect(outcomes).toHaveLength(10);
    expect(thrown).toMatchObject(error);
    expect(received).toHaveLength(2);
  });

  it('a failure to get a token says that nothing was sent only if no batch was', async () => {
    for (const calls of [0, 1]) {
      const { baseUrl } = await startServer(accepted);
      let left = calls;
      const auth = (): string => (left-- > 0 ? 'token' : '');
      const options = { ...quick, batchSize: 10, concurrency: 1 };
      const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, { auth }), users(100), options));
      expect(outcomes).toHaveLength(10 * calls);
      expect(thrown).toMatchObject({ name: 'AuthError', attempts: 0 });
      expect(String(thrown).includes('Nothing was sent.')).toBe(calls === 0);
    }
  });

  it('a lost batch is known when the next one is not sent', async () => {
    const server = await startServer((response) => {
      response.socket?.destroy();
      void server.stop();
    });
    const options = { ...quick, batchSize: 10, concurrency: 1 };
    const run = terminateSessions(manager(server.baseUrl, { retry: false }), users(100), options);
    const { outcomes, thrown } = await collect(run);
    expect(having('unknown', outcomes)).toHaveLength(10);
    expect(thrown).toMatchObject({ name: 'NetworkError', reason: 'refused', attempts: 0 });
    expect(String(thrown)).not.toContain('Nothing was sent.');
  });

  it('a certificate that is not accepted', async () => {
    const { baseUrl, connections } = await startTlsServer(selfSignedCertificate());
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(5000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'NetworkError', reason: 'certificate', attempts: 0 });
    expect(connections()).toBeLessThanOrEqual(4);
  });

  it('a proxy that rejects the credentials', async () => {
    const proxy = new ProxyServer({
      host: '127.0.0.1',
      port: 0,
      prepareRequestFunction: () => ({ requestAuthentication: true }),
    });
    await proxy.listen();
    const dispatcher = new ProxyAgent(`http://127.0.0.1:${proxy.port}`);
    const throughProxy = (url: string, init: RequestInit): Promise<unknown> =>
      undiciFetch(url, { ...(init as UndiciRequestInit), dispatcher });
    try {
      const box = manager('https://box.invalid/2.0', { fetch: throughProxy as typeof globalThis.fetch });
      const { outcomes, thrown } = await collect(terminateSessions(box, users(5000), quick));
      expect(outcomes).toEqual([]);
      expect(thrown).toMatchObject({ name: 'NetworkError', reason: 'proxy', attempts: 0 });
    } finally {
      await dispatcher.close();
      await proxy.close(true);
    }
  });

  it('a server that is not reached before any response', async () => {
    const baseUrl = `http://127.0.0.1:${await closedPort()}/2.0`;
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), users(5000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'NetworkError', reason: 'refused', attempts: 0 });
  });

  it('HTTPS with a server that speaks plain HTTP', async () => {
    const { baseUrl, received } = await startServer(accepted);
    const secure = manager(baseUrl.replace('http:', 'https:'));
    const { outcomes, thrown } = await collect(terminateSessions(secure, users(1000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name: 'NetworkError', reason: 'tls', attempts: 0 });
    expect(received).toEqual([]);
  });

  it.each([
    ['a token function that fails', () => Promise.reject(new Error('no')), 'AuthError'],
    ['a token function that hangs', () => new Promise<string>(() => {}), 'TimeoutError'],
  ])('no token: %s', async (_, auth, name) => {
    const { baseUrl, received } = await startServer(accepted);
    const options = { auth, timeoutMs: 20, retry: { maxAttempts: 2, minDelayMs: 1 } };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl, options), users(1000), quick));
    expect(outcomes).toEqual([]);
    expect(thrown).toMatchObject({ name, attempts: 0 });
    expect(received).toEqual([]);
  });
});

describe('giveUpAfter', () => {
  const bad = Array.from({ length: 1000 }, (_, index) => ({ user_id: `bad-${index}` }));

  it.each([404, 400, 422])(
    'ends a run in which Box rejects every target with %i, after 20 by default',
    async (status) => {
      const { baseUrl, received } = await startServer(rejectingBad(status));
      const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), bad, quick));
      expect(having('rejected', outcomes)).toHaveLength(20);
      expect(outcomes).toHaveLength(20);
      expect(thrown).toBeInstanceOf(ApiError);
      expect(thrown).toMatchObject({ status, boxCode: 'rejected', fromBox: true, cause: { status } });
      expect((thrown as Error).message).toContain('every target so far was rejected the same way (20)');
      expect(received.length).toBeLessThanOrEqual(80);
    },
  );

  it('doesn’t claim that they were rejected the same way when they weren’t', async () => {
    const { baseUrl } = await startServer(boxError(404), boxError(400));
    const options = { ...quick, batchSize: 1, concurrency: 1, giveUpAfter: 3 };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), bad, options));
    expect(outcomes).toHaveLength(3);
    expect((thrown as Error).message).toContain('every target so far was rejected (3)');
  });

  it('never ends a run in which something was accepted', async () => {
    const { baseUrl } = await startServer(rejectingBad(404));
    const targets = [{ user_id: '1' }, ...bad.slice(0, 60)];
    const options = { ...quick, batchSize: 1, concurrency: 1, giveUpAfter: 2 };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), targets, options));
    expect(thrown).toBeUndefined();
    expect(having('rejected', outcomes)).toHaveLength(60);
  });

  it('doesn’t count what can’t be sent', async () => {
    const { baseUrl } = await startServer(accepted);
    const targets = [...Array.from({ length: 50 }, () => ({ user_id: ' ' })), { user_id: '1' }];
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), targets, quick));
    expect(thrown).toBeUndefined();
    expect(having('accepted', outcomes)).toEqual(['1']);
  });

  it('can be switched off', async () => {
    const { baseUrl, received } = await startServer(rejectingBad(404));
    const options = { ...quick, giveUpAfter: Infinity };
    const { outcomes, thrown } = await collect(terminateSessions(manager(baseUrl), bad.slice(0, 64), options));
    expect(thrown).toBeUndefined();
    expect(having('rejected', outcomes)).toHaveLength(64);
    expect(received.length).toBeLessThanOrEqual(127);
  });
});

it('an end of the run aborts the requests in flight, whose targets have no outcome', async () => {
  const { baseUrl, received } = await startServer((response, index, request) => {
    if (index === 0) accepted(response, index, request);
    if (index === 3) boxError(403)(response, index, request);
  });
  const { outcomes, thrown } = await collect(
    terminateSessions(manager(baseUrl), users(100), { ...quick, batchSize: 1 }),
  );
  expect(outcomes).toHaveLength(1);
  expect(thrown).toMatchObject({ status: 403 });
  expect(received.length).toBeLessThanOrEqual(5);
});
