import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describeAccount, grantToken, tokenOf, unauthorized } from './accounts.ts';
import { createJudge, type AcceptedRequest, type Judge } from './api.ts';
import { pageOfEvents, type SignOut } from './events.ts';
import { ruleFor, SLOW_MS, type ErrorResponse, type Manner } from './rules.ts';

const ORIGIN = 'http://127.0.0.1';
const API_ROOT = '/2.0';
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const ACCEPTED = { message: 'The request was accepted. The admin events show the outcome.' };

/** A running sandbox. */
export interface Sandbox {
  /** For example `http://127.0.0.1:8080`. */
  origin: string;
  /** For the option `baseUrl`. */
  baseUrl: string;
  /** The requests that it accepted, oldest first. */
  accepted: readonly AcceptedRequest[];
  close(): Promise<void>;
}

/**
 * Starts a mock of Box on 127.0.0.1.
 *
 * @param options.port - default: any free port
 * @throws when the port is taken
 */
export async function startSandbox({ port = 0 }: { port?: number } = {}): Promise<Sandbox> {
  const accepted: AcceptedRequest[] = [];
  const signOuts: SignOut[] = [];
  const judge = await createJudge(API_ROOT, (request) => {
    accepted.push(request);
    signOuts.push({ request, at: Date.now() });
  });
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const context = { judge, accepted, signOuts, requestId: `sandbox-${requests}` };
    respond(request, response, context).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `${ORIGIN}:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, baseUrl: origin + API_ROOT, accepted, close };
}

interface Context {
  judge: Judge;
  accepted: readonly AcceptedRequest[];
  signOuts: readonly SignOut[];
  requestId: string;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { judge, accepted, signOuts, requestId }: Context,
): Promise<void> {
  const { method = '', headers, url = '/' } = request;
  const reject = (error: ErrorResponse): void => sendError(response, error, requestId);
  if (!isForThisMachine(request)) {
    return reject({ status: 421, code: 'misdirected_request', message: 'The sandbox is for this machine only' });
  }
  // Two slashes at the beginning aren't a host.
  const { pathname, searchParams } = new URL(url.startsWith('/') ? ORIGIN + url : url, ORIGIN);
  const text = await readText(request);
  if (text === undefined) {
    return reject({ status: 413, code: 'bad_request', message: 'The request is too large' });
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
      const error = unauthorized(token);
      if (error !== undefined) return reject(error);
      const fields = (searchParams.get('fields') ?? '').split(',');
      return sendJson(response, 200, describeAccount(token, headers['as-user']?.toString(), fields));
    }
    case `GET ${API_ROOT}/events`: {
      const error = eventsError(tokenOf(headers));
      return error === undefined ? sendJson(response, 200, pageOfEvents(signOuts, searchParams)) : reject(error);
    }
  }
  const verdict = await judge({ method, path: pathname, headers: headers as Record<string, string>, text });
  return verdict.error === undefined ? sendAccepted(response, verdict.manner) : reject(verdict.error);
}

/**
 * Whether a request was meant for this server. A web page can point a host name of its own at 127.0.0.1 and would read the
 * recorded logins as its own origin's, but the name stays in `Host`. A second `Host`, or another one in the target, isn't valid
 * (RFC 9112, section 3.2).
 */
function isForThisMachine({ headersDistinct, url = '/', socket }: IncomingMessage): boolean {
  const named = headersDistinct['host'] ?? [];
  const [, inTarget = named[0]] = /^\w+:\/\/([^/?#]*)/.exec(url) ?? [];
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const hosts = names.flatMap((name) => [`${name}:${socket.localPort}`, ...(socket.localPort === 80 ? [name] : [])]);
  return named.length === 1 && [...named, inTarget].every((host) => hosts.includes(host?.toLowerCase() ?? ''));
}

function eventsError(token: string): ErrorResponse | undefined {
  const rule = ruleFor('token', [token]) ?? ruleFor('events', [token]);
  return unauthorized(token) ?? (typeof rule?.response === 'object' ? rule.response : undefined);
}

async function sendAccepted(response: ServerResponse, manner: Manner | undefined): Promise<void> {
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

function sendError(response: ServerResponse, error: ErrorResponse, requestId: string): void {
  const { status, code, message, headers = {} } = error;
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

/** @returns `undefined` when the body is too large */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString();
}
