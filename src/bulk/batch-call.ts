import type { Batch } from './binary-splitting.ts';
import type { Health } from './health.ts';
import type { SessionTerminator } from './options.ts';
import type { Pacer } from './pacer.ts';
import type { Field } from './target.ts';
import { onAbort } from '../abort/listeners.ts';
import type { CallOptions } from '../client/options.ts';
import { PACING, type PacedCallOptions } from '../client/pacing.ts';
import {
  isApiError,
  isNetworkError,
  isResponseError,
  isSessionTerminationError,
  isTimeoutError,
  NetworkError,
  type SessionTerminationError,
} from '../errors.ts';
import { Secrets } from '../redaction/secrets.ts';
import type { SessionTerminationMessage } from '../client/operation-types.ts';

/** What a call needs of its run. */
export interface CallContext {
  manager: SessionTerminator;
  pacer: Pacer;
  health: Health;
  /** Aborts when the run ends: the call is aborted. */
  stopped: AbortSignal;
  /** Aborts when the run is told to finish: the call ends its waits. */
  draining: AbortSignal;
}

/** How the call of a batch ended. `request` is the number of its last request in the run. */
export type CallEnd =
  | { type: 'accepted'; request: number; message: unknown }
  | { type: 'failed'; request: number; error: SessionTerminationError; noToken: boolean }
  /** By a drain, while it waited: with the error of its last request, if there was one. */
  | { type: 'drained'; error: SessionTerminationError | undefined };

/**
 * The call of one batch, which goes out as soon as the run allows it.
 *
 * The first request waits for its turn here, so that any manager is paced; the library's own manager asks before each retry.
 */
export class BatchCall {
  readonly #context: CallContext;
  readonly #batch: Batch;
  /** The number of the last request. */
  #request = 0;
  /** Requests that Box might have received. */
  #attempts = 0;
  /** Whether the manager says when it starts an attempt. */
  #isPaced = false;
  #waiting = true;
  #lastError: SessionTerminationError | undefined;
  #noToken = false;
  #endByDrain: () => void = () => {};

  constructor(context: CallContext, batch: Batch) {
    this.#context = context;
    this.#batch = batch;
  }

  /** @throws the reason of `stopped` when it aborts */
  async run(): Promise<CallEnd> {
    const { stopped, draining } = this.#context;
    const drained = new Promise<CallEnd>((resolve) => {
      this.#endByDrain = () => resolve({ type: 'drained', error: this.#lastError });
    });
    const ignoreDrain = onAbort(draining, () => this.#endWait());
    try {
      return await Promise.race([this.#send(), drained]);
    } catch (error) {
      stopped.throwIfAborted();
      return this.#failed(error);
    } finally {
      ignoreDrain();
      for (const item of this.#batch.items) item.attempts += this.#attempts;
    }
  }

  /** Lets the next request go out, once the health of the run shows what the end of this call means. */
  release(): void {
    if (!this.#waiting) this.#context.pacer.end();
  }

  async #send(): Promise<CallEnd> {
    const { manager, stopped, health } = this.#context;
    await this.#begin(stopped);
    const options: CallOptions & PacedCallOptions = {
      signal: stopped,
      [PACING]: {
        get sentBefore() {
          return health.sent;
        },
        beforeRequest: async (signal) => {
          if (this.#isPaced) await this.#begin(signal);
          this.#isPaced = true;
        },
        onFailedAttempt: (error, delayMs) => this.#onFailedAttempt(error, delayMs),
      },
    };
    const response: Partial<SessionTerminationMessage> | undefined = await request(manager, this.#batch, options);
    this.#attempts += 1;
    return { type: 'accepted', request: this.#request, message: response?.message };
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    const { pacer, draining } = this.#context;
    const number = await pacer.begin(signal);
    draining.throwIfAborted();
    this.#request = number;
    this.#waiting = false;
  }

  /** A drain ends a wait at once. It doesn't end an attempt. */
  #endWait(): void {
    if (this.#waiting && this.#context.draining.aborted) this.#endByDrain();
  }

  #onFailedAttempt(thrown: unknown, delayMs: number | undefined): void {
    const { health, pacer } = this.#context;
    const error = this.#record(thrown);
    if (delayMs === undefined) return;
    if (isApiError(error) && error.status === 429) health.onError(this.#request, error, 'wait');
    else health.onAskedToWait(error);
    pacer.end();
    this.#waiting = true;
    this.#endWait();
  }

  #failed(thrown: unknown): CallEnd {
    const seen = this.#lastError;
    const error = seen !== undefined && thrown === seen ? seen : this.#record(thrown);
    return { type: 'failed', request: this.#request, error, noToken: this.#noToken };
  }

  /** Keeps what a failed attempt says about the targets and about the network. */
  #record(thrown: unknown): SessionTerminationError {
    const error = this.#asOwnError(thrown);
    const responded = isApiError(error) || isResponseError(error);
    // Another manager might not count its requests, but a response proves one.
    const attempts = Math.max(error.attempts, responded ? 1 : 0);
    this.#noToken = isTimeoutError(error) && attempts === this.#attempts;
    const isLoss = (isNetworkError(error) && (error.reason ?? 'lost') === 'lost') || isTimeoutError(error);
    const lost = isLoss && attempts > 0;
    if (lost && !this.#noToken) for (const item of this.#batch.items) item.lost = true;
    if (attempts > 0) this.#context.health.onSent();
    if (responded) this.#context.health.onResponse();
    this.#attempts = attempts;
    this.#lastError = error;
    return error;
  }

  /** A manager other than the library's can throw anything. Whether Box accepted the request is then unknown. */
  #asOwnError(error: unknown): SessionTerminationError {
    if (isSessionTerminationError(error)) return error;
    const secrets = new Secrets(this.#batch.items.map(({ value }) => value));
    return new NetworkError(
      'The manager threw an error of its own: see the cause. Box might have received the request.',
      {
        cause: secrets.safeCause(error),
        attempts: 1,
      },
    );
  }
}

function request(
  manager: SessionTerminator,
  { kind, items }: Batch,
  options: CallOptions,
): Promise<SessionTerminationMessage> {
  const list = (field: Field): string[] => items.filter((item) => item.field === field).map(({ value }) => value);
  return kind === 'groups'
    ? manager.createGroupTerminateSession({ group_ids: list('group_id') }, options)
    : manager.createUserTerminateSession({ user_ids: list('user_id'), user_logins: list('user_login') }, options);
}
