import { AuthError } from '../errors.ts';
import { DEFAULT_TIMEOUT_MS, faultOfTimeout, parseHttpUrl, sendsInClear } from '../client/option-values.ts';

const DEFAULT_TOKEN_URL = 'https://api.box.com/oauth2/token';

/** How the token endpoint is reached. */
export interface TokenEndpointOptions {
  /** The token endpoint: `https:`, or `http:` on this machine. Default: `https://api.box.com/oauth2/token`. */
  tokenUrl?: string | undefined;
  /** Default: the global `fetch`, looked up at each request. It is given one `Request`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** For each token request, to the last byte of its answer, in milliseconds. Default: 30,000. */
  timeoutMs?: number | undefined;
}

/** The same, checked, with every default in place. */
export interface TokenEndpoint {
  url: URL;
  fetch: (request: Request) => Promise<Response>;
  timeoutMs: number;
}

/** @throws {@link AuthError} naming the option, never its value */
export function normalizeEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const { tokenUrl = DEFAULT_TOKEN_URL, fetch, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  if (fetch !== undefined && typeof fetch !== 'function') fail('fetch', 'must be a function');
  const fault = faultOfTimeout(timeoutMs);
  if (fault !== undefined) fail('timeoutMs', fault);
  return {
    url: checkTokenUrl(tokenUrl),
    fetch: fetch ?? ((request) => globalThis.fetch(request)),
    timeoutMs,
  };
}

/**
 * The value of a field that must be a text.
 *
 * @param field - its name, as the person who filled it in knows it
 * @throws {@link AuthError} when it is missing, not a string, blank, or holds a control character such as a line break
 */
export function requireText(value: unknown, field: string): string {
  if (value === undefined || value === null) fail(field, 'is missing');
  if (typeof value !== 'string') fail(field, `must be a string, not of type ${typeof value}`);
  if (value.trim() === '') fail(field, 'is empty');
  if (/\p{Cc}/u.test(value)) fail(field, 'holds a line break or another control character');
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
    return fail('tokenUrl', 'must hold no user name, password or fragment');
  }
  if (sendsInClear(url)) return fail('tokenUrl', 'would send the client secret in clear. Use https:');
  return url;
}
