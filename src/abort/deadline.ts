import { onAbort } from './listeners.ts';

/**
 * The deadline of one attempt, combined with the caller's signal.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` do the same, but leave a listener or a timer behind for each call.
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
    // There might be no race when it rejects.
    this.#aborted.catch(() => {});
    this.#timer = setTimeout(() => {
      this.#expired = true;
      this.#abort(undefined);
    }, timeoutMs);
    this.#ignoreCaller = onAbort(caller, () => this.#abort(caller?.reason));
  }

  /** Aborts when the time runs out, or with the caller's signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time ran out. `false` if the caller aborted. */
  get expired(): boolean {
    return this.#expired;
  }

  /** The promise's outcome, or a rejection as soon as the signal aborts, even if the work behind the promise ignores the signal. */
  race<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([promise, this.#aborted]);
  }

  /** Removes the timer and the listener. */
  end(): void {
    clearTimeout(this.#timer);
    this.#ignoreCaller();
  }

  #abort(reason: unknown): void {
    this.#controller.abort(reason);
    this.#reject(this.signal.reason);
  }
}
