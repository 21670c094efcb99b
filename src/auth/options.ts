import { AuthError, InvalidRequestError } from '../errors.ts';
import { DEFAULT_TIMEOUT_MS } from '../client/defaults.ts';
import { checkNames, faultOfTimeout, parseHttpUrl, sendsInClear } from '../client/option-values.ts';

const DEFAULT_TOKEN_URL = 'https://api.box.com/oauth2/token';

/**
 * How the token endpoint is reached.
 *
 * @example
 * ```ts
 * const options: TokenEndpointOptions = { tokenUrl: 'https://box.example.com/oauth2/token', timeoutMs: 10_000 };
 * const sessions = new SessionTerminationManager({ auth: jwt(config, options) });
 * ```
 */
export interface TokenEndpointOptions {
  /** The token endpoint: `https:`, or `http:` on this machine. Default: `https://api.box.com/oauth2/token`. */
  tokenUrl?: string | undefined;
  /** Called with a URL and an object of plain values. Default: the global `fetch`, looked up at each request. */
  fetch?: typeof globalThis.fetch | undefined;
  /** For each token request, to the last byte of its response, in milliseconds, at most 300,000. Default: 30,000. */
  timeoutMs?: number | undefined;
}

/** The same options, checked, with every default in place. */
export interface TokenEndpoint {
  url: URL;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  timeoutMs: number;
}

const OPTIONS = ['tokenUrl', 'fetch', 'timeoutMs'] satisfies (keyof TokenEndpointOptions)[];

/**
 * Checks the options of a way to get tokens.
 *
 * @throws {@link InvalidRequestError} for `null`, {@link AuthError} for any other value that is invalid; both name the option,
 *   never its value
 */
export function normalizeEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  if (options === null) throw new InvalidRequestError('The options are null. Leave them out for the defaults.');
  if (typeof options !== 'object') fail('The options', 'must be an object');
  checkNames(options, OPTIONS);
  const { tokenUrl = DEFAULT_TOKEN_URL, fetch, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  if (fetch !== undefined && typeof fetch !== 'function') fail('fetch', 'must be a function');
  const fault = faultOfTimeout(timeoutMs);
  if (fault !== undefined) fail('timeoutMs', fault);
  return {
    url: checkTokenUrl(tokenUrl),
    // Without a `this`, as a browser's `fetch` requires.
    fetch: async (url, init) => (fetch ?? globalThis.fetch)(url, init),
    timeoutMs,
  };
}

/**
 * The value of a field that must be a text.
 *
 * @param field - its name, as the person who filled it in knows it
 * @throws {@link AuthError} if it is missing, not a string, blank, or contains a control character such as a line break
 */
export function requireText(value: unknown, field: string): string {
  if (value === undefined || value === null) fail(field, 'is missing');
  if (typeof value !== 'string') fail(field, `must be a string, not of type ${typeof value}`);
  if (value.trim() === '') fail(field, 'is empty');
  if (/\p{Cc}/u.test(value)) fail(field, 'contains a line break or another control character');
  return value;
}

/** @throws {@link AuthError} always */
export function fail(field: string, rule: string): never {
  throw new AuthError(`${field} ${rule}.`);
}

function checkTokenUrl(tokenUrl: string): URL {
  const url = parseHttpUrl(tokenUrl);
  if (url === undefined) return fail('tokenUrl', `must be an http(s) URL such as ${DEFAULT_TOKEN_URL}`);
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    return fail('tokenUrl', 'must not contain a user name, password or fragment');
  }
  if (sendsInClear(url)) return fail('tokenUrl', 'would send the client secret in clear. Use https:');
  return url;
}
