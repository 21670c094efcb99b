import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { listen } from '../support/listen.ts';
import type { Seen, Step } from './script.ts';

/** What browsers ask for before they let a page of another origin call. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization,content-type,as-user,x-reason',
  'access-control-expose-headers': '*',
};

/** The server that the suite calls. */
export interface SuiteServer {
  origin: string;
  /** An origin without a server. */
  refusedOrigin: string;
  close(): Promise<void>;
}

/**
 * Starts a server that answers as the path of a request asks, and hands everything else to a sandbox.
 *
 * @param pages - by path: what a browser is served, with its media type
 */
export async function startSuiteServer(
  pages: Readonly<Record<string, [type: string, text: string]>>,
): Promise<SuiteServer> {
  const sandbox = await startSandbox();
  const seen = new Map<string, Seen[]>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const [, first, id = '', steps = '', ...rest] = url.split('/');
    const page = pages[url];
    if (method === 'OPTIONS') response.writeHead(204, CORS).end();
    else if (page !== undefined) response.writeHead(200, { 'content-type': page[0] }).end(page[1]);
    else if (first === 'seen') response.writeHead(200, CORS).end(JSON.stringify(seen.get(id) ?? []));
    else if (first === 'script') {
      const requests = seen.get(id) ?? [];
      seen.set(id, requests);
      const body = await readText(request);
      const count = requests.push({ path: `/${rest.join('/')}`, headers: request.headers as Seen['headers'], body });
      const script = JSON.parse(decodeURIComponent(steps)) as Step[];
      take(script[Math.min(count, script.length) - 1] as Step, response);
    } else await forward(request, response, sandbox.origin);
  }

  const refused = createServer();
  const listening = await listen(server);
  const { origin: refusedOrigin } = await listen(refused);
  await new Promise((resolve) => refused.close(resolve));
  const close = async (): Promise<void> => {
    listening.close();
    await sandbox.close();
  };
  return { origin: listening.origin, refusedOrigin, close };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function take({ status, headers = {}, body = '', fault }: Step, response: ServerResponse): void {
  const { socket } = response;
  if (status === undefined) {
    if (fault === 'reset') socket?.resetAndDestroy();
    if (fault === 'close') socket?.destroy();
    if (fault === 'garbage') socket?.end('this is not HTTP\r\n\r\n');
    return;
  }
  const json = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  if (fault === undefined) {
    response.writeHead(status, { ...CORS, ...json, ...headers }).end(text);
    return;
  }
  response.writeHead(status, { ...CORS, ...json, ...headers, 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, text.length / 2), () => {
    if (fault === 'cut') socket?.destroy();
  });
}

async function forward(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
  const { method, headers, url = '' } = request;
  const target = new URL(url, origin);
  const upstream = send(target, { method, headers: { ...headers, host: target.host } });
  const answering = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve);
    upstream.once('error', reject);
  });
  await pipeline(request, upstream);
  const answer = await answering;
  response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...CORS });
  await pipeline(answer, response);
}
