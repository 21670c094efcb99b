import type { SessionTerminator } from '../bulk-options.ts';
import type { CallOptions } from '../options.ts';

/** A manager that can be told to begin nothing more: what is on its way ends first, and then the run does. */
export class StoppableManager implements SessionTerminator {
  readonly #manager: SessionTerminator;
  readonly #controller = new AbortController();
  #inFlight = 0;
  #stopping = false;

  constructor(manager: SessionTerminator) {
    this.#manager = manager;
  }

  /** Ends the run. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    this.#stopping = true;
    this.#endWhenIdle();
  }

  createUserTerminateSession: SessionTerminator['createUserTerminateSession'] = (body, options) =>
    this.#call(options, () => this.#manager.createUserTerminateSession(body, options));

  createGroupTerminateSession: SessionTerminator['createGroupTerminateSession'] = (body, options) =>
    this.#call(options, () => this.#manager.createGroupTerminateSession(body, options));

  async #call<Answer>(options: CallOptions | undefined, send: () => Promise<Answer>): Promise<Answer> {
    if (this.#stopping) await endOf(options?.signal);
    this.#inFlight += 1;
    try {
      return await send();
    } finally {
      this.#inFlight -= 1;
      this.#endWhenIdle();
    }
  }

  #endWhenIdle(): void {
    if (!this.#stopping || this.#inFlight > 0) return;
    // After the outcomes of the last call, which are noted in this turn of the event loop.
    setImmediate(() => this.#controller.abort());
  }
}

/** Rejects when the signal aborts. */
function endOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
