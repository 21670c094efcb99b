import http from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { listen, type Listening } from '../listen.ts';

/** A request for a sign-out. */
export interface SignOutRequest {
  path: string;
  headers: http.IncomingHttpHeaders;
  values: string[];
}

/** A mock of Box that a test can slow down. */
export interface BoxFixture {
  baseUrl: string;
  requests: SignOutRequest[];
  /** Answers a request once it resolves to a status. */
  answer: (request: SignOutRequest) => number | Promise<number>;
  /** How many seconds an answer asks to wait, where it does so. */
  retryAfter: number | undefined;
  /** Everybody who was named in a request that was accepted. */
  accepted: string[];
}

/** What it says about whose token it is. */
const ACCOUNT = { type: 'user', id: '1', name: 'Admin', login: 'admin@example.com', role: 'admin' };

/** Starts a mock of Box for the test file that calls it. It accepts everything until told otherwise. */
export function useBox(): BoxFixture {
  const fixture: BoxFixture = { baseUrl: '', requests: [], answer: () => 202, retryAfter: undefined, accepted: [] };
  const server = http.createServer((request, response) => void answer(fixture, request, response));
  let listening: Listening | undefined;
  beforeAll(async () => {
    listening = await listen(server);
    fixture.baseUrl = `${listening.origin}/2.0`;
  });
  afterAll(() => listening?.close());
  return fixture;
}

async function answer(box: BoxFixture, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.method === 'GET') {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ACCOUNT));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const lists = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string[]>;
  const { url: path = '', headers } = request;
  const received = { path, headers, values: Object.values(lists).flat() };
  box.requests.push(received);
  const status = await box.answer(received);
  if (status === 202) box.accepted.push(...received.values);
  if (box.retryAfter !== undefined) response.setHeader('retry-after', box.retryAfter);
  const body = status === 202 ? { message: 'ok' } : { type: 'error', status, code: 'of_the_test' };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Makes the mock delay every response. */
export function holdAnswers(box: BoxFixture): { release: () => void } {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  box.answer = async () => {
    await held;
    return 202;
  };
  return { release };
}
