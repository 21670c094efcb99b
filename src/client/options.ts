/** Tells a token function what the library needs. */
export interface TokenRequest {
  /** `true` when Box refused the last token: return another one. */
  refresh: boolean;
  /** Aborts when nobody waits for the token any more. */
  signal: AbortSignal;
}

/** Returns an access token, without `Bearer`. Called before each request, so it should cache. */
export type TokenFunction = (request: TokenRequest) => string | Promise<string>;

/** What every authentication class of box-node-sdk has. */
export interface Authentication {
  /** Resolves to `Bearer` and the token. */
  retrieveAuthorizationHeader(): Promise<string>;
  /** Gets a new token, which `retrieveAuthorizationHeader` then returns. */
  refreshToken(): Promise<unknown>;
}

/** Header names and values: a plain object, a `Headers` object or pairs. */
export type HeadersOption =
  Readonly<Record<string, string>> | Headers | Iterable<readonly [name: string, value: string]>;

/** When and how long to wait before a request is sent again. */
export interface RetryOptions {
  /** Requests at most for one call, the first one counted: a whole number from 1. Default: 4. */
  maxAttempts?: number;
  /** The upper bound of the first back-off, in milliseconds from 0; it doubles each time. Default: 500. */
  minDelayMs?: number;
  /** No wait is longer, in milliseconds from 0. A longer `Retry-After` ends the call. Default: 60,000. */
  maxDelayMs?: number;
}

/** A request is about to be sent again. */
export interface RetryEvent {
  /** Which attempt failed, from 1. */
  attempt: number;
  /** How long the library waits now, in milliseconds. */
  delayMs: number;
  /** Why: the status of the answer, or what kind of failure. */
  reason: 'unauthorized' | 'rate_limited' | 'server_error' | 'network' | 'timeout';
}

/** An answer arrived. */
export interface ResponseEvent {
  operationId: string;
  /** The HTTP status. */
  status: number;
  /** `request_id` of Box's error, where it sent one. */
  requestId: string | undefined;
  /** Which attempt of the call was answered, from 1. */
  attempt: number;
  /** From the start of the attempt (before its token) to the last byte of the answer, in milliseconds. */
  durationMs: number;
}

/** Options of `SessionTerminationManager`. */
export interface SessionTerminationManagerOptions {
  /** An access token, a function that returns one, or an authentication object of box-node-sdk. */
  auth: string | TokenFunction | Authentication;
  /** Where the API is, with its version path. Default: the server of Box's description, `https://api.box.com/2.0`. */
  baseUrl?: string;
  /** Lets `baseUrl` be `http:` on a host other than this machine: the token then travels in clear. Default: `false`. */
  allowInsecure?: boolean;
  /** Default: the global `fetch`, looked up at each call. It is given one `Request`. */
  fetch?: (request: Request) => Promise<Response>;
  /** For each attempt, from the token to the last byte of the answer, in milliseconds. Default: 30,000. */
  timeoutMs?: number;
  /** `false` sends each call once. Default: see `RetryOptions`. */
  retry?: false | RetryOptions;
  /** Sent with every request; cannot replace `authorization`, `content-type` or what frames a message. Default: none. */
  headers?: HeadersOption;
  /** A user id for the `as-user` header: the call is made on behalf of that user. Default: none. */
  asUser?: string;
  /** Called before each wait. What it throws is ignored: an observer cannot change what happens. */
  onRetry?: (event: RetryEvent) => void | Promise<void>;
  /** Called for each answer, for an audit trail. What it throws is ignored. */
  onResponse?: (event: ResponseEvent) => void | Promise<void>;
}

/** Options of one call. */
export interface CallOptions {
  /** Rejects the call at once with the signal's reason. */
  signal?: AbortSignal;
  /** Instead of the manager's, in milliseconds. */
  timeoutMs?: number;
  /** Added to the manager's; one of the same name replaces the manager's for this call. */
  headers?: HeadersOption;
}
