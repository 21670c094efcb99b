import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describeAccount, grantToken, tokenOf, unauthorized } from './accounts.ts';
import { createJudge, type AcceptedRequest, type Judge, type Verdict } from './api.ts';
import { SLOW_MS, type Refusal } from './rules.ts';

const API_ROOT = '/2.0';
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const ACCEPTED = { message: 'The request was accepted. The admin events show what becomes of it.' };

/** A running sandbox. */
export interface Sandbox {
  /** For example `http://127.0.0.1:8080`. */
  origin: string;
  /** For the option `baseUrl`. */
  baseUrl: string;
  /** What it accepted, oldest first. */
  accepted: readonly AcceptedRequest[];
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Box on this machine, reachable from nowhere else.
 *
 * @param options.port - default: any free one
 * @throws when the port is taken
 */
export async function startSandbox({ port = 0 }: { port?: number } = {}): Promise<Sandbox> {
  const accepted: AcceptedRequest[] = [];
  const judge = await createJudge(API_ROOT, (request) => accepted.push(request));
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response, { judge, accepted, requestId: `sandbox-${requests}` }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, baseUrl: origin + API_ROOT, accepted, close };
}

interface Exchange {
  judge: Judge;
  accepted: readonly AcceptedRequest[];
  requestId: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { judge, accepted, requestId }: Exchange,
): Promise<void> {
  const { method = '', headers } = request;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const refuse = (refusal: Refusal): void => sendRefusal(response, refusal, requestId);
  const text = await readText(request);
  if (text === undefined) {
    return refuse({ status: 413, code: 'bad_request', message: 'The request is too large' });
  }
  switch (`${method} ${pathname}`) {
    case 'GET /sandbox/requests':
      return sendJson(response, 200, accepted);
    case 'POST /oauth2/token': {
      const { status, body } = grantToken(new URLSearchParams(text));
      return sendJson(response, status, body);
    }
    case `GET ${API_ROOT}/users/me`: {
      const token = tokenOf(headers);
      const refusal = unauthorized(token);
      if (refusal !== undefined) return refuse(refusal);
      const fields = (searchParams.get('fields') ?? '').split(',');
      return sendJson(response, 200, describeAccount(token, headers['as-user']?.toString(), fields));
    }
  }
  const verdict = await judge({ method, path: pathname, headers: headers as Record<string, string>, text });
  if ('refusal' in verdict) return refuse(verdict.refusal);
  return sendAccepted(response, verdict);
}

async function sendAccepted(response: ServerResponse, { manner }: Extract<Verdict, { manner: string }>): Promise<void> {
  if (manner === 'lost') {
    response.destroy();
    return;
  }
  if (manner === 'slow') await delay(SLOW_MS, undefined, { ref: false });
  if (manner !== 'cut') return sendJson(response, 202, ACCEPTED);
  const text = JSON.stringify(ACCEPTED);
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': text.length });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

function sendRefusal(response: ServerResponse, refusal: Refusal, requestId: string): void {
  const { status, code, message, headers = {} } = refusal;
  sendJson(response, status, { type: 'error', status, code, message, request_id: requestId }, headers);
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** @returns `undefined` when it is too large */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString();
}
