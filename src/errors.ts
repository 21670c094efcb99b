/** The key of the brand: registered globally, so every copy of this package shares it. */
const BRAND: unique symbol = Symbol.for('box-session-termination.error');

/**
 * What every error of this library has in addition to its message.
 *
 * @example
 * ```ts
 * const error = new TimeoutError('No response in time.', { attempts: 1 });
 * ```
 */
export interface SessionTerminationErrorOptions {
  /** What led to the error, already free of secrets. Default: none. */
  cause?: unknown;
  /** How many requests Box might have received before the error. Default: 0. */
  attempts?: number | undefined;
}

/**
 * The base class of every error of this library.
 *
 * No message, property, or cause contains a token, a secret, a login, or a request body.
 *
 * @example
 * ```ts
 * try {
 *   await sessions.createUserTerminateSession({ user_ids: ['11446498'] });
 * } catch (error) {
 *   if (!(error instanceof SessionTerminationError)) throw error;
 *   console.error(error.code, error.attempts, error.message);
 * }
 * ```
 */
export abstract class SessionTerminationError extends Error {
  abstract override readonly name: string;
  /** A stable code to branch on: it doesn't change when a message is reworded. */
  abstract readonly code: 'invalid_request' | 'auth' | 'api' | 'response' | 'network' | 'timeout';
  /** How many requests Box might have received. 0 means that nothing was sent. */
  readonly attempts: number;

  static {
    // Not a declared property: its type would tell the classes of two copies of this package apart.
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }

  constructor(message: string, { cause, attempts = 0 }: SessionTerminationErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.attempts = attempts;
  }

  /** Everything except the stack and the cause, for a log line: JSON leaves out the message of a plain `Error`. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), message: this.message };
  }
}

/**
 * An option or an argument is invalid. Nothing was sent, and sending the same again fails the same way.
 *
 * @example
 * ```ts
 * if (error instanceof InvalidRequestError) console.error(`Fix the call: ${error.message}`);
 * ```
 */
export class InvalidRequestError extends SessionTerminationError {
  override readonly name = 'InvalidRequestError';
  override readonly code = 'invalid_request';
}

/**
 * No usable access token is available. If `attempts` is above 0, requests were sent earlier with another token.
 *
 * @example
 * ```ts
 * if (error instanceof AuthError) console.error(error.message, error.cause);
 * ```
 */
export class AuthError extends SessionTerminationError {
  override readonly name = 'AuthError';
  override readonly code = 'auth';
}

/**
 * What an error response says. A field that Box didn't send is missing.
 *
 * @example
 * ```ts
 * const error = new ApiError('Not found.', { status: 404, boxCode: 'not_found', fromBox: true });
 * ```
 */
export interface ApiErrorOptions extends SessionTerminationErrorOptions {
  /** The HTTP status of the response. */
  status: number;
  /** `code` of Box's `ClientError`. */
  boxCode?: string | undefined;
  /** `request_id` of Box's `ClientError`. */
  requestId?: string | undefined;
  /** `help_url` of Box's `ClientError`. */
  helpUrl?: string | undefined;
  /** `context_info` of Box's `ClientError`. */
  contextInfo?: Record<string, unknown> | undefined;
  /** How long the response asks to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** Whether the body was an error object of Box's. Default: `false`. */
  fromBox?: boolean | undefined;
}

/**
 * Box, or a proxy on the way, rejected the request with an HTTP status.
 *
 * @example
 * ```ts
 * if (error instanceof ApiError && error.status === 429) {
 *   console.error(`Try again in ${error.retryAfterMs ?? 0} ms.`);
 * }
 * ```
 */
export class ApiError extends SessionTerminationError {
  override readonly name = 'ApiError';
  override readonly code = 'api';
  /** The HTTP status of the response. */
  readonly status: number;
  /** `code` of Box's `ClientError`, for example `insufficient_scope`. */
  readonly boxCode: string | undefined;
  /** `request_id` of Box's `ClientError`: give it to Box's support. */
  readonly requestId: string | undefined;
  /** `help_url` of Box's `ClientError`. */
  readonly helpUrl: string | undefined;
  /** `context_info` of Box's `ClientError`, an object of any shape. */
  readonly contextInfo: Record<string, unknown> | undefined;
  /** How long the response asks to wait, in milliseconds, if it does. */
  readonly retryAfterMs: number | undefined;
  /** Whether the body was an error object of Box's. If not, a proxy or a gateway might have responded instead of Box. */
  readonly fromBox: boolean;

  constructor(message: string, options: ApiErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.boxCode = options.boxCode;
    this.requestId = options.requestId;
    this.helpUrl = options.helpUrl;
    this.contextInfo = options.contextInfo;
    this.retryAfterMs = options.retryAfterMs;
    this.fromBox = options.fromBox ?? false;
  }
}

/**
 * The response says neither "accepted" nor "rejected": a redirect, another 2xx, or a 202 that isn't Box's.
 *
 * @example
 * ```ts
 * if (error instanceof ResponseError && error.status === 202) {
 *   console.error('Check the admin events: Box might have accepted the request.');
 * }
 * ```
 */
export class ResponseError extends SessionTerminationError {
  override readonly name = 'ResponseError';
  override readonly code = 'response';
  /** The HTTP status of the response; 0 in a browser, which hides the status of a redirect. */
  readonly status: number;

  constructor(message: string, options: SessionTerminationErrorOptions & { status: number }) {
    super(message, options);
    this.status = options.status;
  }
}

/**
 * Why no response arrived. `lost` means that the connection failed after the request might have been sent, or that the
 * runtime doesn't say when; with every other reason the last request was never sent.
 *
 * @example
 * ```ts
 * const mightHaveArrived = (reason: NetworkErrorReason) => reason === 'lost';
 * ```
 */
export type NetworkErrorReason =
  'not_found' | 'refused' | 'unreachable' | 'connect_timeout' | 'tls' | 'certificate' | 'proxy' | 'lost';

/**
 * No response arrived. If `attempts` is above 0, Box might have received a request and created the job.
 *
 * @example
 * ```ts
 * if (error instanceof NetworkError && error.attempts === 0) {
 *   console.error(`Nothing was sent: ${error.reason}.`);
 * }
 * ```
 */
export class NetworkError extends SessionTerminationError {
  override readonly name = 'NetworkError';
  override readonly code = 'network';
  /** What failed: the host name, the connection, TLS, the certificate, the proxy, or the connection after the request. */
  readonly reason: NetworkErrorReason;

  constructor(
    message: string,
    options: SessionTerminationErrorOptions & { reason?: NetworkErrorReason | undefined } = {},
  ) {
    super(message, options);
    this.reason = options.reason ?? 'lost';
  }
}

/**
 * No response arrived in time. If `attempts` is above 0, Box might have received a request and created the job.
 *
 * @example
 * ```ts
 * if (error instanceof TimeoutError && error.attempts > 0) {
 *   console.error('Check the admin events: a job might exist.');
 * }
 * ```
 */
export class TimeoutError extends SessionTerminationError {
  override readonly name = 'TimeoutError';
  override readonly code = 'timeout';
}

/** Whether this library made the error, also in a second copy of it, for which `instanceof` is false. */
export function isSessionTerminationError(error: unknown): error is SessionTerminationError {
  try {
    return typeof error === 'object' && error !== null && BRAND in error;
  } catch {
    // A proxy can throw.
    return false;
  }
}

/** Whether it is an {@link InvalidRequestError} of this or another copy of the library. The functions below do the same for the other classes. */
export function isInvalidRequestError(error: unknown): error is InvalidRequestError {
  return hasCode(error, 'invalid_request');
}

export function isAuthError(error: unknown): error is AuthError {
  return hasCode(error, 'auth');
}

export function isApiError(error: unknown): error is ApiError {
  return hasCode(error, 'api');
}

export function isResponseError(error: unknown): error is ResponseError {
  return hasCode(error, 'response');
}

export function isNetworkError(error: unknown): error is NetworkError {
  return hasCode(error, 'network');
}

export function isTimeoutError(error: unknown): error is TimeoutError {
  return hasCode(error, 'timeout');
}

function hasCode(error: unknown, code: SessionTerminationError['code']): boolean {
  return isSessionTerminationError(error) && error.code === code;
}
