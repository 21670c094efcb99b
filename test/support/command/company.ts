import { writeFile } from 'node:fs/promises';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { RequestError, Server as ProxyServer } from 'proxy-chain';
import { afterEach } from 'vitest';
import { selfSignedCertificate, type CertificateContent } from '../certificate.ts';
import { listen } from '../listen.ts';

/** A request that reached the server behind the company's network. */
export interface Reached {
  method: string;
  path: string;
  authorization: string | undefined;
}

/** A proxy, and what it was asked. */
export interface CompanyProxy {
  /** Host and port. */
  host: string;
  /** Hosts and ports that it was asked to connect to, with the credentials that came along. */
  asked: { to: string; username: string; password: string }[];
}

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Serves Box and its token endpoint by a handler of `http` or `https`. */
function boxHandler(reached: Reached[]): http.RequestListener {
  return (request, response) => {
    const { method = '', url: path = '', headers } = request;
    request.resume();
    request.on('end', () => {
      reached.push({ method, path, authorization: headers.authorization });
      const json = (status: number, body: object): unknown =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (path.includes('/oauth2/token'))
        json(200, { access_token: 'issued-token', expires_in: 3600, token_type: 'bearer' });
      else if (method === 'GET') json(200, { id: '1', name: 'Admin', login: 'admin@example.com', role: 'admin' });
      else json(202, { message: 'accepted' });
    });
  };
}

/** Starts Box on this machine, without TLS. */
export async function startBox(): Promise<{ port: number; baseUrl: string; reached: Reached[] }> {
  const reached: Reached[] = [];
  const port = await serve(http.createServer(boxHandler(reached)));
  return { port, baseUrl: `http://127.0.0.1:${port}/2.0`, reached };
}

/**
 * Starts Box with TLS, and writes its certificate to a file.
 *
 * @param onConnect - handles CONNECT, so that it can stand for a proxy with TLS
 */
export async function startTlsBox(
  certificateFile: string,
  content: CertificateContent,
  options: https.ServerOptions = {},
  onConnect?: (request: unknown, socket: Duplex) => void,
): Promise<{ port: number; reached: Reached[] }> {
  const reached: Reached[] = [];
  const certificate = selfSignedCertificate(content);
  await writeFile(certificateFile, certificate.cert);
  const server = https.createServer({ ...certificate, ...options }, boxHandler(reached));
  if (onConnect !== undefined) server.on('connect', onConnect);
  return { port: await serve(server), reached };
}

/**
 * Starts a proxy.
 *
 * @param rules - `password`: what it asks for; `rejects`: a status for every request; `knows`: a host whose address only the
 *   proxy knows
 */
export async function startProxy(
  rules: { password?: string; rejects?: number; knows?: string } = {},
): Promise<CompanyProxy> {
  const asked: CompanyProxy['asked'] = [];
  const toThisMachine: LookupFunction = (_, options, callback) => dns.lookup('127.0.0.1', options, callback);
  const server = new ProxyServer({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: ({ hostname, port, username, password }) => {
      asked.push({ to: `${hostname}:${port}`, username, password });
      if (rules.rejects !== undefined) throw new RequestError('The policy forbids it.', rules.rejects);
      return {
        requestAuthentication: rules.password !== undefined && password !== rules.password,
        ...(hostname === rules.knows ? { dnsLookup: toThisMachine as typeof dns.lookup } : {}),
      };
    },
  });
  await server.listen();
  open.push(() => server.close(true));
  return { host: `127.0.0.1:${server.port}`, asked };
}

async function serve(server: http.Server | https.Server): Promise<number> {
  const { port, close } = await listen(server);
  open.push(close);
  return port;
}
