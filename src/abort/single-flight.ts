import { onAbort } from './listeners.ts';

interface Flight<Value> {
  promise: Promise<Value>;
  controller: AbortController;
  waiting: number;
}

/** One piece of work at a time, shared by all who ask for it meanwhile. */
export class SharedFlight<Value> {
  #flight: Flight<Value> | undefined;

  /**
   * Joins the work under way, or starts it.
   *
   * @param signal - ends the waiting of this caller at once, with its reason. The work goes on for the others; with nobody
   *   left it is aborted
   * @param work - is given the signal that says so
   */
  async join(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    signal?.throwIfAborted();
    let ignoreAbort: (() => void) | undefined;
    // Listened to before the work starts, which may itself abort the signal.
    const aborted = new Promise<never>((_, reject) => {
      ignoreAbort = onAbort(signal, () => reject(signal?.reason as Error));
    });
    const flight = (this.#flight ??= start(work));
    flight.waiting += 1;
    try {
      return await Promise.race([flight.promise, aborted]);
    } finally {
      ignoreAbort?.();
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        flight.controller.abort();
        if (this.#flight === flight) this.#flight = undefined;
      }
    }
  }
}

function start<Value>(work: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
  const controller = new AbortController();
  return { promise: work(controller.signal), controller, waiting: 0 };
}
