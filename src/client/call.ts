import { CallToken } from './call-token.ts';
import type { Credentials } from './credentials.ts';
import { Deadline } from '../abort/deadline.ts';
import {
  AuthError,
  isApiError,
  isAuthError,
  isSessionTerminationError,
  NetworkError,
  TimeoutError,
} from '../errors.ts';
import { exchange, type HttpResponse } from '../http/exchange.ts';
import { describeNetworkFailure, networkErrorReason } from '../http/network-failure.ts';
import type { Pacing } from './pacing.ts';
import { Secrets } from '../redaction/secrets.ts';
import { decideRetry, retry, type Retry } from '../http/retry.ts';
import type { CallSettings, Settings } from './settings.ts';

/** What the calls of one manager share. */
export interface CallContext {
  settings: Settings;
  credentials: Credentials;
}

/** A request, the same for every attempt of a call. */
export interface CallRequest<Result> {
  operationId: string;
  method: 'GET' | 'POST';
  url: string;
  /** The JSON text of the body, if there is one. */
  json?: string;
  /** A response with a larger body can't be read. Default: 1 MiB. */
  maxBytes?: number;
  /** What no error can show, in addition to the token and the headers. */
  secrets: readonly string[];
  /** What the response means. Throws one of the library's errors, with `attempts`, unless it is a success. */
  interpret: (response: HttpResponse, secrets: Secrets, attempts: number) => Result;
}

/** The attempts of one call, each from the token to the last byte of the response. */
export class Call<Result> {
  readonly #context: CallContext;
  readonly #request: CallRequest<Result>;
  readonly #options: CallSettings;
  readonly #pacing: Pacing | undefined;
  readonly #secrets: Secrets;
  readonly #token: CallToken;
  /** How many requests Box might have received. */
  #attempts = 0;

  constructor(context: CallContext, request: CallRequest<Result>, options: CallSettings, pacing?: Pacing) {
    this.#context = context;
    this.#request = request;
    this.#options = options;
    this.#pacing = pacing;
    this.#secrets = new Secrets([...request.secrets, ...Object.values(options.headers)]);
    this.#token = new CallToken(context.credentials);
  }

  /** Rejects with the reason of the caller's signal or with a `SessionTerminationError`. */
  run(): Promise<Result> {
    const { onRetry } = this.#context.settings;
    return retry(
      (number) => this.#attempt(number),
      (error, number) => this.#decide(error, number),
      (event) => observe(onRetry, event),
      this.#options.signal,
    );
  }

  async #attempt(number: number): Promise<Result> {
    const { signal, timeoutMs } = this.#options;
    await this.#pacing?.beforeRequest(signal);
    signal?.throwIfAborted();
    const startedAt = performance.now();
    const deadline = new Deadline(timeoutMs, signal);
    const sentBefore = this.#attempts;
    try {
      const token = await deadline.race(this.#token.next(deadline.signal));
      const response = await this.#send(token, deadline);
      return this.#interpret(response, number, performance.now() - startedAt);
    } catch (error) {
      throw this.#translate(error, deadline, this.#attempts > sentBefore);
    } finally {
      deadline.end();
    }
  }

  #send(token: string, deadline: Deadline): Promise<HttpResponse> {
    const { method, url, json } = this.#request;
    this.#secrets.add(token);
    this.#attempts += 1;
    const headers = { ...this.#options.headers, authorization: `Bearer ${token}` };
    const sending = this.#context.settings.fetch(url, {
      method,
      redirect: 'manual',
      signal: deadline.signal,
      ...(json === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: json }),
    });
    return exchange(sending, deadline, this.#request.maxBytes);
  }

  #interpret(response: HttpResponse, attempt: number, durationMs: number): Result {
    const { status } = response;
    const { operationId, interpret } = this.#request;
    const report = (requestId: string | undefined): void =>
      observe(this.#context.settings.onResponse, { operationId, status, requestId, attempt, durationMs });
    try {
      const result = interpret(response, this.#secrets, this.#attempts);
      report(undefined);
      return result;
    } catch (error) {
      report(isApiError(error) ? error.requestId : undefined);
      throw error;
    }
  }

  #translate(error: unknown, deadline: Deadline, sent: boolean): unknown {
    const { signal } = this.#options;
    if (signal?.aborted) return signal.reason;
    if (isAuthError(error)) return this.#authError(error);
    if (isSessionTerminationError(error)) return error;
    return deadline.expired ? this.#timeoutError(sent) : this.#networkError(error);
  }

  /** A token function can throw anything, with any secret in it. */
  #authError({ message, cause }: AuthError): AuthError {
    this.#secrets.add(this.#context.credentials.lastToken);
    const sent = this.#attempts === 0 ? this.#whatWasSent() : '';
    return new AuthError(this.#secrets.redact(message) + sent, {
      cause: cause === undefined ? undefined : this.#secrets.safeCause(cause),
      attempts: this.#attempts,
    });
  }

  #timeoutError(sent: boolean): TimeoutError {
    const limit = `within ${this.#options.timeoutMs} ms`;
    const message = sent
      ? `No response arrived ${limit}. Box might have received the request. Check the network, or raise timeoutMs.`
      : `No access token arrived ${limit}. Check \`auth\`, or raise timeoutMs.${this.#whatWasSent()}`;
    return new TimeoutError(message, { attempts: this.#attempts });
  }

  #networkError(error: unknown): NetworkError {
    const reason = networkErrorReason(error);
    if (reason !== 'lost') this.#attempts -= 1;
    const { what, remedy } = describeNetworkFailure(reason, this.#context.settings.host);
    const message = `${what} ${remedy}${reason === 'lost' ? '' : this.#whatWasSent()}`;
    return new NetworkError(message, { reason, cause: this.#secrets.safeCause(error), attempts: this.#attempts });
  }

  /** For an attempt that sent nothing. */
  #whatWasSent(): string {
    if (this.#attempts > 0) return ' Box might have received an earlier attempt.';
    return this.#pacing?.sentBefore ? '' : ' Nothing was sent.';
  }

  #decide(error: unknown, number: number): Retry | undefined {
    // Its reason says nothing about this call, even if it is one of our errors.
    if (this.#options.signal?.aborted) return undefined;
    const next = decideRetry(error, number, this.#context.settings.retry, this.#token.canRenew);
    if (isApiError(error) && error.status === 401) this.#token.rejected(next !== undefined);
    this.#pacing?.onFailedAttempt(error, next?.delayMs);
    return next;
  }
}

/** An observer that throws, or whose promise rejects, can't turn an accepted request into a failed one. */
function observe<Event>(observer: ((event: Event) => unknown) | undefined, event: Event): void {
  if (observer === undefined) return;
  try {
    Promise.resolve(observer(event)).catch(() => {});
  } catch {
    // Ignored on purpose, as the options say.
  }
}
