import { InvalidRequestError } from '../errors.ts';

/** Node's `fetch` ends a request after this time by itself, in milliseconds. */
const MAX_TIMEOUT_MS = 300_000;
/** The longest time of a timer, in milliseconds: a longer one would end at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Why a value can't be a timeout; `undefined` if it can. */
export function faultOfTimeout(timeoutMs: unknown): string | undefined {
  if (typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS) return undefined;
  return `must be a number of milliseconds from 1 to ${MAX_TIMEOUT_MS}`;
}

/** @returns `undefined` for anything but the text of an `http:` or `https:` URL */
export function parseHttpUrl(text: unknown): URL | undefined {
  try {
    const url = typeof text === 'string' ? new URL(text) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Whether others can read what is sent there: `http:` to a host other than this machine. */
export function sendsInClear({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
}

/** Whether a value can be sent as a bearer token: visible ASCII characters and no space. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value);
}

/**
 * Rejects `null` and a misspelled name: either could send the token to another server than the caller means.
 *
 * @param names - of the options that exist
 * @throws {@link InvalidRequestError} naming the first option that is `null`, or whose name differs from one of `names` only
 *   in case, in `_` or `-`, or in the unit
 */
export function checkNames(options: object, names: readonly string[], prefix = ''): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === null) throw new InvalidRequestError(`${prefix}${name} is null. Leave it out for the default.`);
    const meant = names.includes(name) ? undefined : names.find((known) => plain(known) === plain(name));
    if (meant !== undefined) throw new InvalidRequestError(`${prefix}${name} is not an option. Pass ${meant}.`);
  }
}

function plain(name: string): string {
  return name.replaceAll(/ms$|[-_]/gi, '').toLowerCase();
}
