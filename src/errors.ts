/** What every error of this library carries besides its message. */
export interface SessionTerminationErrorOptions {
  /** What led to the error, already free of secrets. */
  cause?: unknown;
  /** How many requests were sent before the error. Default: 0. */
  attempts?: number;
}

/**
 * The base class: `error instanceof SessionTerminationError` is true for every error that this library makes.
 * No message, property or cause holds a token, a secret, a login or a request body.
 */
export abstract class SessionTerminationError extends Error {
  abstract override readonly name: string;
  /** A stable code, to branch on: it does not change when a message is reworded. */
  abstract readonly code: 'invalid_request' | 'auth' | 'api' | 'response' | 'network' | 'timeout';
  /** How many requests were sent: 0 means that Box has seen none. */
  readonly attempts: number;

  constructor(message: string, { cause, attempts = 0 }: SessionTerminationErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.attempts = attempts;
  }

  /** Everything but the stack and the cause, for a log line: `Error` alone would lose its message in JSON. */
  toJSON(): Record<string, unknown> {
    return { ...Object.fromEntries(Object.entries(this)), message: this.message };
  }
}

/** An option or an argument is wrong. Nothing was sent; sending the same again fails the same way. */
export class InvalidRequestError extends SessionTerminationError {
  override readonly name = 'InvalidRequestError';
  override readonly code = 'invalid_request';
}

/** No usable access token could be had. With `attempts` above 0, requests were sent before, and no token came for the next one. */
export class AuthError extends SessionTerminationError {
  override readonly name = 'AuthError';
  override readonly code = 'auth';
}

/** What Box says about a refusal; each field only when Box sent it. */
export interface ApiErrorOptions extends SessionTerminationErrorOptions {
  status: number;
  boxCode?: string | undefined;
  requestId?: string | undefined;
  helpUrl?: string | undefined;
  contextInfo?: Record<string, unknown> | undefined;
  retryAfterMs?: number | undefined;
}

/** Box, or a proxy on the way, refused the request with an HTTP status. */
export class ApiError extends SessionTerminationError {
  override readonly name = 'ApiError';
  override readonly code = 'api';
  /** The HTTP status of the answer. */
  readonly status: number;
  /** `code` of Box's `ClientError`, for example `insufficient_scope`. */
  readonly boxCode: string | undefined;
  /** `request_id` of Box's `ClientError`: name it to Box's support. */
  readonly requestId: string | undefined;
  /** `help_url` of Box's `ClientError`. */
  readonly helpUrl: string | undefined;
  /** `context_info` of Box's `ClientError`, a free-form object. */
  readonly contextInfo: Record<string, unknown> | undefined;
  /** How long Box asked to wait, in milliseconds, where it did so. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ApiErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.boxCode = options.boxCode;
    this.requestId = options.requestId;
    this.helpUrl = options.helpUrl;
    this.contextInfo = options.contextInfo;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** An answer that says neither 'accepted' nor 'refused': a redirect, another 2xx, or a 202 that cannot be read. */
export class ResponseError extends SessionTerminationError {
  override readonly name = 'ResponseError';
  override readonly code = 'response';
  /** The HTTP status of the answer; 0 where a browser hides the status of a redirect. */
  readonly status: number;

  constructor(message: string, options: SessionTerminationErrorOptions & { status: number }) {
    super(message, options);
    this.status = options.status;
  }
}

/** No answer arrived. With `attempts` above 0 Box may have got a request and created the job. */
export class NetworkError extends SessionTerminationError {
  override readonly name = 'NetworkError';
  override readonly code = 'network';
}

/** No answer arrived in time. With `attempts` above 0 Box may have got a request and created the job. */
export class TimeoutError extends SessionTerminationError {
  override readonly name = 'TimeoutError';
  override readonly code = 'timeout';
}
