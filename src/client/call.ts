import { interpretAnswer } from './response.ts';
import type { Credential, Credentials } from './credentials.ts';
import { Deadline } from '../abort/deadline.ts';
import {
  AuthError,
  isApiError,
  isAuthError,
  isSessionTerminationError,
  NetworkError,
  TimeoutError,
} from '../errors.ts';
import { exchange, type Answer } from '../http/exchange.ts';
import { describeNetworkFailure } from '../http/network-failure.ts';
import type { Pacing } from './pacing.ts';
import { Secrets } from '../redaction/secrets.ts';
import type { RequestBody } from './request-body.ts';
import { retry } from '../http/retry.ts';
import { decideRetry, type Retry } from '../http/retry-decision.ts';
import type { CallSettings, Settings } from './settings.ts';
import type { Operation, Send, SessionTerminationMessage } from './transport.ts';

/** What the calls of one manager share. */
export interface CallContext {
  settings: Settings;
  credentials: Credentials;
  send: Send;
}

/** One call of an operation: what it sends, and its attempts, each from the token to the last byte of the answer. */
export class Call {
  readonly #context: CallContext;
  readonly #operation: Pick<Operation, 'operationId' | 'path'>;
  readonly #body: RequestBody;
  readonly #options: CallSettings;
  readonly #pacing: Pacing | undefined;
  readonly #secrets: Secrets;
  #requestsSent = 0;
  #credential: Credential | undefined;
  #renewal: 'not needed' | 'due' | 'done' = 'not needed';

  constructor(
    context: CallContext,
    operation: Pick<Operation, 'operationId' | 'path'>,
    body: RequestBody,
    options: CallSettings,
    pacing: Pacing | undefined,
  ) {
    this.#context = context;
    this.#operation = operation;
    this.#body = body;
    this.#options = options;
    this.#pacing = pacing;
    this.#secrets = new Secrets([...body.identifiers, ...Object.values(options.headers)]);
  }

  /** Rejects with the caller's reason or with a `SessionTerminationError`. */
  run(): Promise<SessionTerminationMessage> {
    const { onRetry } = this.#context.settings;
    return retry(
      (number) => this.#attempt(number),
      (error, number) => this.#decide(error, number),
      (event) => observe(onRetry, event),
      this.#options.signal,
    );
  }

  async #attempt(number: number): Promise<SessionTerminationMessage> {
    const { signal, timeoutMs } = this.#options;
    await this.#pacing?.beforeRequest(signal);
    signal?.throwIfAborted();
    const startedAt = performance.now();
    const deadline = new Deadline(timeoutMs, signal);
    const sentBefore = this.#requestsSent;
    try {
      this.#credential = await deadline.race(this.#authorize(deadline.signal));
      const answer = await this.#exchange(this.#credential.token, deadline);
      return this.#interpret(answer, number, performance.now() - startedAt);
    } catch (error) {
      throw this.#translate(error, deadline, this.#requestsSent > sentBefore);
    } finally {
      deadline.end();
    }
  }

  async #authorize(signal: AbortSignal): Promise<Credential> {
    const { credentials } = this.#context;
    if (this.#credential === undefined || this.#renewal === 'not needed') return credentials.current(signal);
    // A token that was renewed for this call is kept: the source may hand out the refused one again.
    if (this.#renewal === 'done') return this.#credential;
    const credential = await credentials.renewed(this.#credential, signal);
    this.#renewal = 'done';
    return credential;
  }

  #exchange(token: string, deadline: Deadline): Promise<Answer> {
    this.#secrets.add(token);
    this.#requestsSent += 1;
    const sending = this.#context.send({
      path: this.#operation.path,
      json: this.#body.json,
      headers: { ...this.#options.headers, authorization: `Bearer ${token}` },
      signal: deadline.signal,
    });
    return exchange(sending, deadline);
  }

  #interpret(answer: Answer, attempt: number, durationMs: number): SessionTerminationMessage {
    const { operationId } = this.#operation;
    const report = (requestId: string | undefined): void =>
      observe(this.#context.settings.onResponse, {
        operationId,
        status: answer.status,
        requestId,
        attempt,
        durationMs,
      });
    try {
      const message = interpretAnswer(answer, this.#secrets, this.#requestsSent);
      report(undefined);
      return message;
    } catch (error) {
      report(isApiError(error) ? error.requestId : undefined);
      throw error;
    }
  }

  #translate(error: unknown, deadline: Deadline, sent: boolean): unknown {
    const attempts = this.#requestsSent;
    const { signal, timeoutMs } = this.#options;
    if (signal?.aborted) return signal.reason;
    if (isAuthError(error)) return this.#authError(error);
    if (isSessionTerminationError(error)) return error;
    if (deadline.expired) {
      const what = sent ? 'No answer arrived' : 'No access token arrived';
      const nothing = attempts === 0 ? 'Nothing was sent. ' : '';
      const then = sent ? 'Box may have got the request. Check the network' : `${nothing}Check \`auth\``;
      return new TimeoutError(`${what} within ${timeoutMs} ms. ${then}, or raise timeoutMs.`, { attempts });
    }
    const message = describeNetworkFailure(error, this.#context.settings.host);
    return new NetworkError(message, { cause: this.#secrets.safeCause(error), attempts });
  }

  /** A token function can throw anything, with any secret in it. */
  #authError({ message, cause }: AuthError): AuthError {
    this.#secrets.add(this.#context.credentials.lastToken);
    return new AuthError(this.#secrets.redact(message), {
      cause: cause === undefined ? undefined : this.#secrets.safeCause(cause),
      attempts: this.#requestsSent,
    });
  }

  #decide(error: unknown, number: number): Retry | undefined {
    // Its reason says nothing about this call, even if it is one of our errors.
    if (this.#options.signal?.aborted) return undefined;
    const { settings, credentials } = this.#context;
    const canRefresh = credentials.canRefresh && this.#renewal === 'not needed';
    const again = decideRetry(error, number, settings.retry, canRefresh);
    const refused = canRefresh && isApiError(error) && error.status === 401 ? this.#credential : undefined;
    if (again?.reason === 'unauthorized') this.#renewal = 'due';
    else if (refused !== undefined) credentials.refused(refused);
    this.#pacing?.onFailedAttempt(error, again?.delayMs);
    return again;
  }
}

/** An observer that throws, or whose promise rejects, must not turn an accepted request into a failed one. */
function observe<Event>(observer: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    Promise.resolve(observer?.(event)).catch(() => {});
  } catch {
    // Ignored on purpose, as the options say.
  }
}
