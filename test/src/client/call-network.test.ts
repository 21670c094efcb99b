import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import * as undici from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { selfSignedCertificate } from '../../support/certificate.ts';
import { answer, closedPort, manager, rejection, startServer, startSocketServer } from '../../support/server.ts';

const ada = { user_logins: ['ada@example.com'] };

interface Failing {
  baseUrl: string;
  /** How many connections the server saw. */
  connections: () => number;
  fetch?: typeof globalThis.fetch;
}

async function serve(server: net.Server, scheme = 'https'): Promise<Failing> {
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.on('tlsClientError', () => {});
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `${scheme}://127.0.0.1:${port}/2.0`, connections: () => connections };
}

/** An HTTPS server that would accept every request. */
function accepting(options: https.ServerOptions): https.Server {
  return https.createServer({ ...selfSignedCertificate(), ...options }, (_, response) => response.writeHead(202).end());
}

/** A proxy that responds to every CONNECT with a status, and a `fetch` that uses it. */
async function behindProxy(status: string): Promise<Failing> {
  const proxy = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`));
  });
  const { baseUrl, connections } = await serve(proxy, 'http');
  const dispatcher = new undici.ProxyAgent(new URL(baseUrl).origin);
  const fetch = (url: string, init: undici.RequestInit): Promise<unknown> => undici.fetch(url, { ...init, dispatcher });
  return { baseUrl: 'https://box.example/2.0', connections, fetch: fetch as typeof globalThis.fetch };
}

/** Node's `fetch` rejects for a 407 itself. */
async function behindPlainProxy(): Promise<Failing> {
  const { baseUrl, received } = await startServer(answer(407));
  return { baseUrl, connections: () => received.length };
}

/** Connects, but never completes the handshake; the client waits for a tenth of a second. */
async function slowToConnect(): Promise<Failing> {
  const dispatcher = new undici.Agent({ connect: { timeout: 100 } });
  const fetch = (url: string, init: undici.RequestInit): Promise<unknown> => undici.fetch(url, { ...init, dispatcher });
  const silent = await serve(net.createServer((socket) => void socket.on('error', () => {})));
  return { ...silent, fetch: fetch as typeof globalThis.fetch };
}

describe('a failure before the request', () => {
  it.each<[string, string, number, () => Failing | Promise<Failing>]>([
    [
      'a host that is not found',
      'not_found',
      4,
      () => ({ baseUrl: 'https://no-such-host.invalid', connections: () => 4 }),
    ],
    [
      'a port that is closed',
      'refused',
      4,
      async () => ({ baseUrl: `http://127.0.0.1:${await closedPort()}`, connections: () => 4 }),
    ],
    ['a handshake that takes too long', 'connect_timeout', 4, slowToConnect],
    [
      'https on a plain port',
      'tls',
      4,
      () => serve(net.createServer((socket) => void socket.end('HTTP/1.1 400 \r\n\r\n'))),
    ],
    [
      'TLS too old',
      'tls',
      4,
      () => serve(accepting({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' })),
    ],
    [
      'a handshake that is cut off',
      'tls',
      4,
      () => serve(net.createServer((socket) => void socket.once('data', () => socket.destroy()))),
    ],
    ['a proxy that cannot reach the host', 'unreachable', 4, () => behindProxy('502 Bad Gateway')],
    ['a certificate that is not trusted', 'certificate', 1, () => serve(accepting({}))],
    ['a proxy that requires authentication', 'proxy', 1, () => behindProxy('407 Proxy Authentication Required')],
    ['a proxy without a tunnel that requires authentication', 'proxy', 1, behindPlainProxy],
    ['a proxy that forbids the host', 'proxy', 1, () => behindProxy('403 Forbidden')],
  ])('%s has the reason %s, after %i attempts: nothing was sent', async (_, reason, attempts, start) => {
    const { baseUrl, connections, fetch } = await start();
    const onRetry = vi.fn();
    const error = await rejection(manager(baseUrl, { fetch, onRetry }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'NetworkError', code: 'network', reason, attempts: 0 });
    expect(error.message).toContain(new URL(baseUrl).host);
    expect(error.message).toMatch(/[^.]\. Nothing was sent\.$/);
    expect(error.cause).toBeInstanceOf(Error);
    expect(onRetry).toHaveBeenCalledTimes(attempts - 1);
    expect(connections()).toBe(attempts);
  });
});

describe('a connection that is lost after the request', () => {
  it('counts in the attempts, and the message says that a second job is possible', async () => {
    const { baseUrl, received } = await startServer((response) => response.socket?.destroy());
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'NetworkError', reason: 'lost', attempts: 4 });
    expect(error.message).toContain('second job');
    expect(received).toHaveLength(4);
  });

  it('counts, though the attempts after it sent nothing', async () => {
    const plain = net.createServer((socket) => {
      socket.once('data', () => socket.destroy());
      plain.close();
    });
    const { baseUrl } = await serve(plain, 'http');
    const error = await rejection(manager(baseUrl).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'NetworkError', reason: 'refused', attempts: 1 });
    expect(error.message).toMatch(/Box might have received an earlier attempt\.$/);
  });

  it('is opened again, and the same bytes are sent', async () => {
    let connections = 0;
    const bodies: string[] = [];
    const baseUrl = await startSocketServer((socket) => {
      connections += 1;
      const last = connections === 3;
      socket.on('data', (chunk) => {
        bodies.push(chunk.toString().split('\r\n\r\n')[1] ?? '');
        if (last) socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n');
        else socket.destroy();
      });
    });
    const body = { user_logins: ['ada@example.com', 'zoë€@example.com'], user_ids: ['7'] };
    await expect(manager(baseUrl).createUserTerminateSession(body)).resolves.toEqual({});
    expect(connections).toBe(3);
    expect(new Set(bodies.filter((text) => text !== ''))).toEqual(new Set([JSON.stringify(body)]));
  });
});
