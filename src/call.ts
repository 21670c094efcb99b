import { interpretAnswer, type Answer } from './answer.ts';
import type { Credential, Credentials } from './credentials.ts';
import { Deadline } from './deadline.ts';
import { ApiError, AuthError, NetworkError, SessionTerminationError, TimeoutError } from './errors.ts';
import { describeNetworkFailure } from './network-failure.ts';
import type { Pacing } from './pacing.ts';
import { safeCause } from './redaction.ts';
import type { RequestBody } from './request-body.ts';
import { discard, readBody } from './response-body.ts';
import { retry } from './retry.ts';
import { decideRetry, type Retry } from './retry-decision.ts';
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
  readonly #secrets: string[];
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
    this.#secrets = [...body.identifiers, ...Object.values(options.headers)];
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
    try {
      this.#credential = await deadline.race(this.#authorize(deadline.signal));
      const answer = await this.#exchange(this.#credential.token, deadline);
      return this.#interpret(answer, number, performance.now() - startedAt);
    } catch (error) {
      throw this.#translate(error, deadline);
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

  async #exchange(token: string, deadline: Deadline): Promise<Answer> {
    this.#secrets.push(token);
    this.#requestsSent += 1;
    const sending = this.#context.send({
      path: this.#operation.path,
      json: this.#body.json,
      headers: { ...this.#options.headers, authorization: `Bearer ${token}` },
      signal: deadline.signal,
    });
    // A `fetch` that does not heed the signal may still answer after the race is over.
    sending.then(
      (late) => deadline.signal.aborted && discard(late.body),
      () => {},
    );
    const response = await deadline.race(sending);
    const { status, headers } = response;
    try {
      return { status, headers, body: { text: await readBody(response, (promise) => deadline.race(promise)) } };
    } catch (fault) {
      if (this.#options.signal?.aborted) throw fault;
      // The status has arrived, and it counts: a 202 is never sent again because its body was lost.
      return { status, headers, body: { fault } };
    }
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
      report(error instanceof ApiError ? error.requestId : undefined);
      throw error;
    }
  }

  #translate(error: unknown, deadline: Deadline): unknown {
    const attempts = this.#requestsSent;
    const { signal, timeoutMs } = this.#options;
    if (signal?.aborted) return signal.reason;
    if (error instanceof AuthError) return new AuthError(error.message, { cause: error.cause, attempts });
    if (error instanceof SessionTerminationError) return error;
    if (deadline.expired) {
      const what = attempts === 0 ? 'No access token arrived' : 'No answer arrived';
      const then =
        attempts === 0 ? 'Nothing was sent. Check `auth`' : 'Box may have got the request. Check the network';
      return new TimeoutError(`${what} within ${timeoutMs} ms. ${then}, or raise timeoutMs.`, { attempts });
    }
    const message = describeNetworkFailure(error, this.#context.settings.host);
    return new NetworkError(message, { cause: safeCause(error, this.#secrets), attempts });
  }

  #decide(error: unknown, number: number): Retry | undefined {
    const { settings, credentials } = this.#context;
    const canRefresh = credentials.canRefresh && this.#renewal === 'not needed';
    const again = decideRetry(error, number, settings.retry, canRefresh);
    if (again?.reason === 'unauthorized') this.#renewal = 'due';
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
