import { createReadStream } from 'node:fs';
import { checkSpec } from '../openapi/check.ts';
import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { parseYaml } from '../openapi/yaml.ts';
import { Rejection } from '../terminal/rejection.ts';

/** What is too much for a spec. */
export interface Limits {
  maxBytes: number;
  /** For the whole download. */
  timeoutMs: number;
}

/** Box's spec has 1.8 MB. */
const LIMITS: Limits = { maxBytes: 16 * 1024 * 1024, timeoutMs: 60_000 };
/** Lines and commas. Box's spec has 45,000; parsing takes 1 kB of memory for each. */
const MAX_YAML_ITEMS = 300_000;
const MAX_REDIRECTS = 5;
/** Why no connection was made, by the code of the system. */
const CONNECTION_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host was not found',
  EAI_AGAIN: 'the host was not found',
  ECONNRESET: 'the connection was lost',
  UND_ERR_SOCKET: 'the connection was lost',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not respond',
};

/**
 * Reads a whole spec and checks it.
 *
 * @param location - a file, or an http(s) URL
 * @param limits - default: 16 MiB and one minute
 * @throws {@link Rejection} when it can't be read completely, or isn't a spec
 */
export async function readSpec(location: string, limits: Limits = LIMITS): Promise<JsonObject> {
  const isUrl = /^[a-z][a-z0-9+.-]+:\/\//i.test(location);
  const name = isUrl ? withoutSecrets(location) : location;
  const text = decode(await (isUrl ? download(location, name, limits) : readLocal(location, limits)), name);
  if (text.trim() === '') throw new Rejection(`${name} is empty. Pass Box's OpenAPI spec.`);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    throw new Rejection(`${name} is an HTML or XML page. Pass the address of the raw JSON or YAML.`);
  }
  const spec = parse(text, name);
  if (!isObject(spec)) throw new Rejection(`${name} is not a JSON or YAML object. Pass Box's OpenAPI spec.`);
  checkSpec(spec, name);
  return spec;
}

/** A log keeps a message, so it names no user, no password, and no query, which might be a key. */
function withoutSecrets(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([^:]+:\/\/)[^/]*@/, '$1');
}

async function readLocal(path: string, { maxBytes }: Limits): Promise<Uint8Array> {
  try {
    return await collect(createReadStream(path), path, maxBytes);
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(`${path} can't be read (${(error as NodeJS.ErrnoException).code}). Pass a file or a URL.`);
  }
}

async function download(url: string, name: string, { maxBytes, timeoutMs }: Limits): Promise<Uint8Array> {
  try {
    const response = await request(url, name, AbortSignal.timeout(timeoutMs));
    if (!response.ok) throw new Rejection(`${name} responded with status ${response.status}. Check the address.`);
    return await collect(response.body ?? [], name, maxBytes);
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(
      (error as Error).name === 'TimeoutError'
        ? `${name} didn't arrive within ${timeoutMs / 1000} s. Try again later.`
        : `${name} can't be downloaded: ${reasonOf(error)}. Check the address and the network, then try again.`,
    );
  }
}

/** Of the innermost cause. Its message can contain the whole address, so only its code is shown. */
function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause;
  const code = (innermost as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string') return 'the response ended early';
  return CONNECTION_FAILURES[code] ?? `the connection failed (${code})`;
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
      throw new Rejection(`${location} is larger than ${maxBytes} bytes, too large for a spec. Look at its source.`);
    }
    collected.push(chunk);
  }
  return Buffer.concat(collected);
}

/** Follows redirects itself, since one to another scheme could lead to a document that someone else changed. */
async function request(url: string, name: string, signal: AbortSignal): Promise<Response> {
  if (!URL.canParse(url)) throw new Rejection(`${name} is not a valid URL. Check the address.`);
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
    if (!URL.canParse(target, address)) throw new Rejection(`${name} redirects to an invalid URL. Check the address.`);
    address = new URL(target, address).href;
  }
  throw new Rejection(`${name} redirects more than ${MAX_REDIRECTS} times. Pass the address that it leads to.`);
}

function decode(bytes: Uint8Array, location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection(`${location} is not UTF-8 text. Pass the spec as JSON or YAML.`);
  }
}

function parse(text: string, location: string): Json {
  const json = /^\s*[{[]/.test(text);
  let items = 0;
  if (!json) for (const _ of text.matchAll(/[\n,]/g)) items += 1;
  if (items > MAX_YAML_ITEMS) throw new Rejection(`${location} is too large for YAML. Give the spec as JSON.`);
  try {
    return json ? (JSON.parse(text) as Json) : parseYaml(text);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    throw new Rejection(
      `${location} is broken ${json ? 'JSON' : 'YAML'}, perhaps cut off (${reason}). Fetch it again.`,
    );
  }
}
