import { InvalidRequestError } from '../errors.ts';
import { DEFAULT_BASE_URL, DEFAULT_TIMEOUT_MS } from './defaults.ts';
import { checkNames, faultOfTimeout, MAX_TIMER_MS, parseHttpUrl, sendsInClear } from './option-values.ts';
import type { CallOptions, HeadersOption, RetryOptions, SessionTerminationManagerOptions } from './options.ts';
import type { RetryPolicy } from '../http/retry.ts';

const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 4, minDelayMs: 500, maxDelayMs: 60_000 };

const CALL_OPTIONS = ['signal', 'timeoutMs', 'headers'] satisfies (keyof CallOptions)[];
// prettier-ignore
const OPTIONS = [
  'auth', 'baseUrl', 'allowInsecure', 'fetch', 'timeoutMs', 'retry', 'headers', 'asUser', 'onRetry', 'onResponse',
] satisfies (keyof SessionTerminationManagerOptions)[];

/** The manager's options, checked, with every default in place: only the observers are optional. */
export interface Settings {
  baseUrl: string;
  /** Host and port, for messages. */
  host: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  timeoutMs: number;
  retry: RetryPolicy;
  headers: Readonly<Record<string, string>>;
  onRetry: SessionTerminationManagerOptions['onRetry'];
  onResponse: SessionTerminationManagerOptions['onResponse'];
}

/** The options of one call, checked, completed with the manager's. */
export interface CallSettings {
  signal: AbortSignal | undefined;
  timeoutMs: number;
  headers: Readonly<Record<string, string>>;
}

/** @throws {@link InvalidRequestError} naming the option, never its value */
export function normalizeOptions(options: SessionTerminationManagerOptions): Settings {
  if (typeof options !== 'object' || options === null) fail('The options', 'must be an object with at least `auth`');
  // `auth` has no default, and its own check.
  checkNames({ ...options, auth: undefined }, OPTIONS);
  const { asUser, fetch, onRetry, onResponse } = options;
  const base = checkBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL, options.allowInsecure ?? false);
  if (asUser !== undefined) checkHeader('as-user', asUser, 'asUser');
  if (asUser?.trim() === '') fail('asUser', 'must be the ID of a user');
  checkFunction('fetch', fetch);
  checkFunction('onRetry', onRetry);
  checkFunction('onResponse', onResponse);
  return {
    // Not `href`, which keeps a bare `?` or `#`.
    baseUrl: base.origin + base.pathname.replace(/\/+$/, ''),
    host: base.host,
    // The global one is looked up at each call, since a test or a tool can replace it. Neither gets a `this`.
    fetch: async (...request) => (fetch ?? globalThis.fetch)(...request),
    timeoutMs: checkTimeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    retry: checkRetry(options.retry),
    headers: { ...checkHeaders(options.headers), ...(asUser === undefined ? {} : { 'as-user': asUser }) },
    onRetry,
    onResponse,
  };
}

/** @throws {@link InvalidRequestError} naming the option, never its value */
export function normalizeCallOptions(options: CallOptions, settings: Settings): CallSettings {
  if (typeof options !== 'object' || options === null) fail('The call options', 'must be an object');
  checkNames(options, CALL_OPTIONS);
  const { signal, timeoutMs, headers } = options;
  if (signal !== undefined && typeof signal.addEventListener !== 'function') {
    fail('signal', 'must be an AbortSignal');
  }
  return {
    signal,
    timeoutMs: timeoutMs === undefined ? settings.timeoutMs : checkTimeout(timeoutMs),
    headers: headers === undefined ? settings.headers : { ...settings.headers, ...checkHeaders(headers) },
  };
}

function fail(option: string, rule: string): never {
  throw new InvalidRequestError(`${option} ${rule}.`);
}

function checkBaseUrl(baseUrl: string, allowInsecure: boolean): URL {
  const url = parseHttpUrl(baseUrl);
  if (url === undefined) return fail('baseUrl', `must be an http(s) URL such as ${DEFAULT_BASE_URL}`);
  if (typeof allowInsecure !== 'boolean') fail('allowInsecure', 'must be true or false');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return fail('baseUrl', 'must not contain a user name, password, query or fragment');
  }
  if (!allowInsecure && sendsInClear(url)) {
    return fail('baseUrl', 'would send the token in clear text. Use https:, or set allowInsecure to accept that');
  }
  return url;
}

function checkTimeout(timeoutMs: number): number {
  const fault = faultOfTimeout(timeoutMs);
  if (fault !== undefined) fail('timeoutMs', fault);
  return timeoutMs;
}

function checkRetry(retry: false | RetryOptions = {}): RetryPolicy {
  if (retry === false) return { ...DEFAULT_RETRY, maxAttempts: 1 };
  if (typeof retry !== 'object' || retry === null) fail('retry', 'must be false or an object');
  checkNames(retry, Object.keys(DEFAULT_RETRY), 'retry.');
  const maxAttempts = retry.maxAttempts ?? DEFAULT_RETRY.maxAttempts;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) fail('retry.maxAttempts', 'must be a whole number from 1');
  return {
    maxAttempts,
    minDelayMs: checkDelay('retry.minDelayMs', retry.minDelayMs ?? DEFAULT_RETRY.minDelayMs),
    maxDelayMs: checkDelay('retry.maxDelayMs', retry.maxDelayMs ?? DEFAULT_RETRY.maxDelayMs),
  };
}

function checkDelay(option: string, delayMs: number): number {
  if (!(typeof delayMs === 'number' && delayMs >= 0 && delayMs <= MAX_TIMER_MS)) {
    fail(option, `must be a number of milliseconds from 0 to ${MAX_TIMER_MS}`);
  }
  return delayMs;
}

function checkHeaders(headers: HeadersOption | undefined): Record<string, string> {
  if (headers === undefined) return {};
  if (typeof headers !== 'object' || headers === null) fail('headers', 'must be an object of names and values');
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(
    entries.map((entry) => {
      if (!Array.isArray(entry)) return fail('headers', 'must be an object of names and values');
      const [name, value] = entry;
      checkHeader(name, value, 'headers');
      return [name.toLowerCase(), value];
    }),
  );
}

function checkHeader(name: string, value: string, option: string): void {
  if (typeof name !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    fail(option, 'contains a name that HTTP does not allow');
  }
  if (
    /^(?:authorization|connection|content-length|content-type|expect|keep-alive|transfer-encoding|upgrade)$/i.test(name)
  ) {
    fail(option, `cannot set ${name}: the library and the runtime set it`);
  }
  if (typeof value !== 'string' || !/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(value)) {
    fail(option, `contains a value for ${name} that HTTP does not allow, such as a line break`);
  }
}

function checkFunction(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') fail(option, 'must be a function');
}
