import type { Health } from './health.ts';
import { onAbort } from '../abort/listeners.ts';
import { MAX_TIMER_MS } from '../client/option-values.ts';

/**
 * Tells each request of a run when it can go out.
 *
 * Requests are spaced evenly, so no minute has more than its share, wherever it begins, and no burst follows a pause.
 */
export class Pacer {
  readonly #intervalMs: number;
  readonly #health: Health;
  readonly #waiting = new Set<() => void>();
  #nextAt = -Infinity;
  #inFlight = 0;

  constructor(requestsPerMinute: number, health: Health) {
    this.#intervalMs = 60_000 / requestsPerMinute;
    this.#health = health;
  }

  /**
   * Waits until a request can go out. {@link end} has to follow.
   *
   * @returns the number of the request
   * @throws the signal's reason, at once
   */
  async begin(signal: AbortSignal | undefined): Promise<number> {
    for (;;) {
      signal?.throwIfAborted();
      const delayMs = Math.max(this.#nextAt - performance.now(), this.#health.delayMs(this.#inFlight));
      if (delayMs <= 0) break;
      await this.#change(delayMs, signal);
    }
    this.#nextAt = performance.now() + this.#intervalMs;
    this.#inFlight += 1;
    return this.#health.onRequest();
  }

  /** A request has ended, and the health of the run shows what that means. */
  end(): void {
    this.#inFlight -= 1;
    for (const wake of this.#waiting) wake();
  }

  /** Waits that long, or until something happens that can shorten the wait. */
  #change(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        ignoreAbort();
        this.#waiting.delete(wake);
        resolve();
      };
      // A timer can't be longer, and none is needed to wait for an event alone.
      const timer = delayMs === Infinity ? undefined : setTimeout(wake, Math.min(Math.ceil(delayMs), MAX_TIMER_MS));
      const ignoreAbort = onAbort(signal, wake);
      this.#waiting.add(wake);
    });
  }
}
