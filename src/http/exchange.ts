import type { Deadline } from '../abort/deadline.ts';

/** How much of a body is read, in bytes. No response to a sign-out comes near it. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** A response that was read as far as possible. */
export interface HttpResponse {
  status: number;
  headers: Headers;
  /** The body, or why it couldn't be read to its end. */
  body: { text: string } | { fault: unknown };
}

/** The body of a `fetch` that isn't built on web streams, such as node-fetch. */
interface NodeStream extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}

type Body = ReadableStream<Uint8Array> | NodeStream | null;

/** Any body, chunk by chunk. */
interface Chunks {
  next(): Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>;
  /** Releases the connection without waiting. */
  discard(): void;
}

/**
 * Waits for the response to a request and reads its body.
 *
 * @param sending - the request, sent with the deadline's signal
 * @param maxBytes - a larger body can't be read
 * @throws what the request failed with, or the signal's reason. Once the status has arrived, the end of the time is no
 *   failure: a 202 means "accepted", even if its body is lost
 */
export async function exchange(
  sending: Promise<Response>,
  deadline: Deadline,
  maxBytes = MAX_BODY_BYTES,
): Promise<HttpResponse> {
  const { status, headers, body } = await deadline.race(sending).catch((error: unknown) => {
    // A `fetch` that ignores the signal can still respond.
    sending.then(
      (late) => chunksOf(late.body)?.discard(),
      () => {},
    );
    throw error;
  });
  try {
    return { status, headers, body: { text: await readBody(body, (promise) => deadline.race(promise), maxBytes) } };
  } catch (fault) {
    if (deadline.signal.aborted && !deadline.expired) throw fault;
    return { status, headers, body: { fault } };
  }
}

/** The text of a response's body; empty if it couldn't be read. */
export function textOf({ body }: HttpResponse): string {
  return 'text' in body ? body.text : '';
}

/**
 * Reads a body as text.
 *
 * @param race - rejects when the time is up
 * @throws when the body is larger than `maxBytes`, is cut off, can't be decoded or doesn't arrive in time
 */
export async function readBody(
  body: Body,
  race: <Value>(promise: Promise<Value>) => Promise<Value>,
  maxBytes = MAX_BODY_BYTES,
): Promise<string> {
  const chunks = chunksOf(body);
  if (chunks === undefined) return '';
  try {
    return new TextDecoder().decode(await race(readAll(chunks, maxBytes)));
  } catch (error) {
    chunks.discard();
    throw error;
  }
}

async function readAll(chunks: Chunks, maxBytes: number): Promise<Uint8Array> {
  const values: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await chunks.next();
    if (done === true || value === undefined) return joined(values, size);
    size += value.byteLength;
    if (size > maxBytes) throw new Error(`The response is larger than ${maxBytes} bytes.`);
    values.push(value);
  }
}

function joined(values: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = values;
  if (first !== undefined && values.length === 1) return first;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const value of values) {
    bytes.set(value, at);
    at += value.byteLength;
  }
  return bytes;
}

function chunksOf(body: Body): Chunks | undefined {
  // Some implementations of `fetch` have no `body` at all.
  if (body === null || body === undefined) return undefined;
  if ('getReader' in body) {
    const reader = body.getReader();
    return { next: () => reader.read(), discard: () => void reader.cancel().catch(() => {}) };
  }
  const iterator = body[Symbol.asyncIterator]();
  return { next: () => iterator.next(), discard: () => void body.destroy() };
}
