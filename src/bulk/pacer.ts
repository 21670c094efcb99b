import { MAX_TIMER_MS } from '../client/option-values.ts';
import { wait } from '../abort/wait.ts';

/**
 * Gives the requests of a run their turn, one after the other.
 *
 * They are spaced evenly, so that no minute, wherever it begins, holds more than its share, and no burst comes after a pause.
 */
export class Pacer {
  readonly #intervalMs: number;
  #nextAt = -Infinity;

  constructor(requestsPerMinute: number) {
    this.#intervalMs = 60_000 / requestsPerMinute;
  }

  /**
   * Waits until a request may be sent.
   *
   * @throws the signal's reason, at once
   */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = performance.now();
      if (now >= this.#nextAt) {
        this.#nextAt = now + this.#intervalMs;
        return;
      }
      // Others may wait for the same moment, a pause may begin meanwhile, and a long wait takes several timers: so it is
      // looked at again.
      await wait(Math.min(Math.ceil(this.#nextAt - now), MAX_TIMER_MS), signal);
    }
  }

  /** Gives nobody a turn for that long, in milliseconds from now. */
  pause(delayMs: number): void {
    this.#nextAt = Math.max(this.#nextAt, performance.now() + delayMs);
  }
}
