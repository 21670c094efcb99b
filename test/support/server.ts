import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { afterEach } from 'vitest';
import { SessionTerminationManager, type SessionTerminationManagerOptions } from '../../src/index.ts';
import { listen, type Listening } from './listen.ts';

/** What the server got. */
export interface Received {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  /** When it came, in milliseconds. */
  at: number;
}

/** Answers the n-th request, from 0. */
export type Answer = (response: http.ServerResponse, index: number, received: Received) => void;

const open: Listening[] = [];

afterEach(() => open.splice(0).forEach(({ close }) => close()));

/** Until the test ends. */
async function serve(server: http.Server | https.Server | net.Server): Promise<string> {
  const listening = await listen(server);
  open.push(listening);
  return `${listening.origin}/2.0`;
}

/** A server that a test can take down. */
export interface TestServer {
  baseUrl: string;
  received: Received[];
  /** Closes the port and every connection. */
  stop: () => Promise<void>;
  /** Listens on the same port again. */
  restart: () => Promise<void>;
}

/** A server on a real socket that gives the answers in turn, and the last one from then on. */
export async function startServer(...answers: Answer[]): Promise<TestServer> {
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      const index = received.push({ method, path: url, headers, body, at: performance.now() }) - 1;
      answers[Math.min(index, answers.length - 1)]?.(response, index, received[index] as Received);
    });
  });
  const baseUrl = await serve(server);
  return {
    baseUrl,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    restart: () => new Promise((resolve) => server.listen(Number(new URL(baseUrl).port), '127.0.0.1', resolve)),
  };
}

/** A server that sees bare connections, for answers that HTTP does not allow. */
export async function startSocketServer(onConnection: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.on('close', () => sockets.forEach((socket) => socket.destroy()));
  return serve(server);
}

/** A server that accepts everything, to those who accept its certificate. */
export async function startTlsServer(
  certificate: https.ServerOptions,
): Promise<{ baseUrl: string; connections: () => number }> {
  let connections = 0;
  const server = https.createServer(certificate, (_, response) => response.writeHead(202).end());
  server.on('connection', () => (connections += 1));
  const baseUrl = await serve(server);
  return { baseUrl: baseUrl.replace('http:', 'https:'), connections: () => connections };
}

/** A port without a server. */
export async function closedPort(): Promise<string> {
  const server = net.createServer();
  const { port } = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** An answer with a status, a body (an object is sent as JSON) and headers. */
export function answer(status: number, body: string | object = '', headers: http.OutgoingHttpHeaders = {}): Answer {
  return (response) => {
    const json = typeof body === 'object';
    response.writeHead(status, json ? { 'content-type': 'application/json', ...headers } : headers);
    response.end(json ? JSON.stringify(body) : body);
  };
}

export const accepted = answer(202, { message: 'accepted' });

/** Accepts a request unless it names a target that begins with `bad`. The error is one of Box's. */
export function rejectingBad(status: number): Answer {
  return (response, index, received) => {
    const error = { type: 'error', status, code: 'rejected', request_id: `r${index}` };
    (received.body.includes('"bad') ? answer(status, error) : accepted)(response, index, received);
  };
}

/** Cuts the connection without an answer. */
export const cut: Answer = (response) => response.socket?.destroy();

/** Never answers. */
export const silence: Answer = () => {};

/** A manager that waits next to nothing between attempts. */
export function manager(
  baseUrl: string,
  options: Partial<SessionTerminationManagerOptions> = {},
): SessionTerminationManager {
  return new SessionTerminationManager({
    auth: 'token-of-the-test',
    baseUrl,
    retry: { minDelayMs: 1, maxDelayMs: 60_000 },
    ...options,
  });
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('the promise was fulfilled');
}
