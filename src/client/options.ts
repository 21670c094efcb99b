import type { Retry } from '../http/retry.ts';

/**
 * Tells a token function what the library needs.
 *
 * @example
 * ```ts
 * let token: string | undefined;
 * const auth = async ({ refresh, signal }: TokenRequest) => {
 *   if (refresh) token = undefined;
 *   return (token ??= await readToken(signal));
 * };
 * ```
 */
export interface TokenRequest {
  /** `true` if Box rejected the last token: return another one. */
  refresh: boolean;
  /** Aborts when no call waits for the token any longer. */
  signal: AbortSignal;
}

/**
 * Returns an access token, without `Bearer`. The library calls it before each request, so it should cache.
 *
 * @example
 * ```ts
 * const auth: TokenFunction = async () => (await readFile('token.txt', 'utf8')).trim();
 * ```
 */
export type TokenFunction = (request: TokenRequest) => string | Promise<string>;

/**
 * What every authentication class of box-node-sdk has.
 *
 * @example
 * ```ts
 * const auth: Authentication = new BoxDeveloperTokenAuth({ token: process.env.BOX_ACCESS_TOKEN ?? '' });
 * ```
 */
export interface Authentication {
  /** Resolves to `Bearer` and the token. */
  retrieveAuthorizationHeader(): Promise<string>;
  /** Requests a new token, which `retrieveAuthorizationHeader` returns from then on. */
  refreshToken(): Promise<unknown>;
}

/**
 * Header names and values: a plain object, a `Headers` object, or pairs.
 *
 * @example
 * ```ts
 * const headers: HeadersOption = { 'x-incident': '4711' };
 * ```
 */
export type HeadersOption =
  | Readonly<Record<string, string>>
  | Headers
  // Compilers before 5.1 don't see that a list of pairs is an iterable of them.
  | readonly HeaderPair[]
  | Iterable<HeaderPair>;

type HeaderPair = readonly [name: string, value: string];

/**
 * When a request is sent again, and how long the library waits before.
 *
 * @example
 * ```ts
 * const retry: RetryOptions = { maxAttempts: 6, maxDelayMs: 120_000 };
 * ```
 */
export interface RetryOptions {
  /** The most requests for one call, the first one included: a whole number from 1. Default: 4. */
  maxAttempts?: number | undefined;
  /** The upper bound of the first back-off, in milliseconds from 0; it doubles each time. Default: 500. */
  minDelayMs?: number | undefined;
  /** The longest wait, in milliseconds from 0. A longer `Retry-After` ends the call. Default: 60,000. */
  maxDelayMs?: number | undefined;
}

/**
 * A request is about to be sent again.
 *
 * @example
 * ```ts
 * const onRetry = ({ attempt, delayMs, reason }: RetryEvent) =>
 *   console.error(`attempt ${attempt}: ${reason}, again in ${delayMs} ms`);
 * ```
 */
export interface RetryEvent {
  /** The attempt that failed, from 1. */
  attempt: number;
  /** How long the library waits now, in milliseconds. */
  delayMs: number;
  /** Why: `unauthorized` (401), `rate_limited` (429), `server_error` (408 or 5xx), or no response. */
  reason: Retry['reason'];
}

/**
 * A response arrived.
 *
 * @example
 * ```ts
 * const onResponse = ({ operationId, status, requestId }: ResponseEvent) =>
 *   console.error(operationId, status, requestId ?? '');
 * ```
 */
export interface ResponseEvent {
  /** The operation's ID in Box's spec. */
  operationId: string;
  /** The HTTP status. */
  status: number;
  /** `request_id` of Box's error, if Box sent one. */
  requestId: string | undefined;
  /** The attempt of the call, from 1. */
  attempt: number;
  /** From the start of the attempt (before its token) to the last byte of the response, in milliseconds. */
  durationMs: number;
}

/**
 * Options of `SessionTerminationManager`.
 *
 * @example
 * ```ts
 * const options: SessionTerminationManagerOptions = {
 *   auth: process.env.BOX_ACCESS_TOKEN ?? '',
 *   timeoutMs: 10_000,
 *   retry: { maxAttempts: 6 },
 * };
 * const sessions = new SessionTerminationManager(options);
 * ```
 */
export interface SessionTerminationManagerOptions {
  /** An access token, a function that returns one, or an authentication object of box-node-sdk. */
  auth: string | TokenFunction | Authentication;
  /** Where the API is, with its version path. Default: the server of Box's spec, `https://api.box.com/2.0`. */
  baseUrl?: string | undefined;
  /** Allows `http:` in `baseUrl` for a host other than this machine: others can then read the token. Default: `false`. */
  allowInsecure?: boolean | undefined;
  /** Called as `fetch(url, init)` with a string and plain values. Default: the global `fetch` at the time of each call. */
  fetch?: typeof globalThis.fetch | undefined;
  /** For each attempt, from the token to the last byte of the response, in milliseconds up to 300,000. Default: 30,000. */
  timeoutMs?: number | undefined;
  /** `false` sends each call once. Default: see `RetryOptions`. */
  retry?: false | RetryOptions | undefined;
  /** Sent with every request. They can't replace `authorization`, `content-type`, or the headers of the connection. Default: none. */
  headers?: HeadersOption | undefined;
  /** A user ID for the `as-user` header: Box acts on behalf of that user. Default: none. */
  asUser?: string | undefined;
  /** Called before each wait. The library ignores what it throws: an observer can't change what happens. */
  onRetry?: ((event: RetryEvent) => void | Promise<void>) | undefined;
  /** Called for each response, for an audit trail. The library ignores what it throws. */
  onResponse?: ((event: ResponseEvent) => void | Promise<void>) | undefined;
}

/**
 * Options of one call.
 *
 * @example
 * ```ts
 * const options: CallOptions = { signal: AbortSignal.timeout(60_000), timeoutMs: 10_000 };
 * await sessions.createGroupTerminateSession({ group_ids: ['27335'] }, options);
 * ```
 */
export interface CallOptions {
  /** Rejects the call at once, with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Replaces the manager's, in milliseconds up to 300,000. */
  timeoutMs?: number | undefined;
  /** Added to the manager's; a header of the same name replaces the manager's for this call. */
  headers?: HeadersOption | undefined;
}
