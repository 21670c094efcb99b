import { createReadStream } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { checkDescription } from '../openapi/check.ts';
import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { Rejection } from '../terminal/rejection.ts';

/** What is too much for a description. */
export interface Limits {
  maxBytes: number;
  /** For the whole download. */
  timeLimitMs: number;
}

/** Box's description has 1.8 MB. */
const LIMITS: Limits = { maxBytes: 32 * 1024 * 1024, timeLimitMs: 60_000 };
const MAX_REDIRECTS = 5;

/**
 * Reads a whole description and checks it.
 *
 * @param location - a file, or an http(s) URL
 * @param limits - 32 MiB and a minute, unless they are given
 * @throws {@link Rejection} when it cannot be had whole, or is none
 */
export async function readDescription(location: string, limits: Limits = LIMITS): Promise<JsonObject> {
  const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i.test(location);
  const name = isUrl ? withoutSecrets(location) : location;
  const text = decode(await (isUrl ? download(location, name, limits) : readLocal(location, limits)), name);
  if (text.trim() === '') throw new Rejection(`${name} is empty. Give Box's OpenAPI description.`);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    throw new Rejection(`${name} is an HTML or XML page. Give the address of the raw JSON or YAML.`);
  }
  const description = parse(text, name);
  if (!isObject(description)) throw new Rejection(`${name} is no JSON or YAML object. Give Box's description.`);
  checkDescription(description, name);
  return description;
}

/** A log keeps what a message says, so a user, a password and a query that may be a key are left out of it. */
function withoutSecrets(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([^:]+:\/\/)[^/]*@/, '$1');
}

async function readLocal(path: string, { maxBytes }: Limits): Promise<Uint8Array> {
  try {
    return await collect(createReadStream(path), path, maxBytes);
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Give a file or a URL.`);
  }
}

async function download(url: string, name: string, { maxBytes, timeLimitMs }: Limits): Promise<Uint8Array> {
  try {
    const response = await follow(url, name, AbortSignal.timeout(timeLimitMs));
    if (!response.ok) throw new Rejection(`${name} answered with status ${response.status}. Check the address.`);
    return await collect(response.body ?? [], name, maxBytes);
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(
      (error as Error).name === 'TimeoutError'
        ? `${name} did not arrive within ${timeLimitMs / 1000} s. Try again later.`
        : `${name} could not be downloaded whole. Check the address and the network, then try again.`,
    );
  }
}

async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  location: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const collected: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new Rejection(`${location} is larger than ${maxBytes} bytes, which no description is. Look at its source.`);
    }
    collected.push(chunk);
  }
  return Buffer.concat(collected);
}

/** Follows redirects by hand, since one to another scheme could lead to a document that somebody else changed. */
async function follow(url: string, name: string, signal: AbortSignal): Promise<Response> {
  let address = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const { protocol } = new URL(address);
    if (!/^https?:$/.test(protocol) || protocol !== new URL(url).protocol) {
      throw new Rejection(`${name}: only http and https are read, and no redirect to another scheme is followed.`);
    }
    const response = await fetch(address, { redirect: 'manual', signal });
    const target = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || target === null) return response;
    await response.body?.cancel();
    address = new URL(target, address).href;
  }
  throw new Rejection(`${name} redirects more than ${MAX_REDIRECTS} times. Give the address it leads to.`);
}

function decode(bytes: Uint8Array, location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection(`${location} is not UTF-8 text. Give the description as JSON or YAML.`);
  }
}

function parse(text: string, location: string): Json {
  const json = /^\s*[{[]/.test(text);
  try {
    return json ? (JSON.parse(text) as Json) : fromYaml(text);
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    throw new Rejection(`${location} is broken ${json ? 'JSON' : 'YAML'}, perhaps cut off (${why}). Fetch it again.`);
  }
}

/** YAML anchors become copies, and one that holds itself an error. */
function fromYaml(text: string): Json {
  const value: unknown = parseYaml(text, { uniqueKeys: true, schema: 'core', stringKeys: true, logLevel: 'error' });
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
