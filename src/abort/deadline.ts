import { onAbort } from './listeners.ts';

/**
 * The time limit of one attempt, joined with the caller's signal.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` would do the same but leave a listener or a timer behind for each call.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #aborted: Promise<never>;
  readonly #ignoreCaller: () => void;
  #reject!: (reason: unknown) => void;
  #expired = false;

  /**
   * @param timeoutMs - from now on, in milliseconds
   * @param caller - aborts the attempt as well; not aborted yet
   */
  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.#aborted = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // Nobody may be waiting when it rejects.
    this.#aborted.catch(() => {});
    this.#timer = setTimeout(() => {
      this.#expired = true;
      this.#abort(undefined);
    }, timeoutMs);
    this.#ignoreCaller = onAbort(caller, () => this.#abort(caller?.reason));
  }

  /** Aborts at the end of the time, or with the caller's signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time ran out, as opposed to the caller having aborted. */
  get expired(): boolean {
    return this.#expired;
  }

  /** The promise's outcome, or a rejection as soon as the signal aborts, whether or not the promise heeds the signal. */
  race<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([promise, this.#aborted]);
  }

  /** Leaves no timer and no listener behind. */
  end(): void {
    clearTimeout(this.#timer);
    this.#ignoreCaller();
  }

  #abort(reason: unknown): void {
    this.#controller.abort(reason);
    this.#reject(this.signal.reason);
  }
}
