import { onAbort } from './listeners.ts';

interface Flight<Value> {
  promise: Promise<Value>;
  controller: AbortController;
  waiting: number;
}

/** Work that runs once at a time: callers that ask for it in the meantime share its outcome. */
export class SingleFlight<Value> {
  #flight: Flight<Value> | undefined;

  /**
   * Joins the work under way, or starts it.
   *
   * @param signal - rejects for this caller at once, with its reason. The work continues for the others
   * @param work - its signal aborts when the last caller has left
   */
  async join(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    signal?.throwIfAborted();
    let ignoreAbort: (() => void) | undefined;
    // Before the work starts, since the work itself can abort the signal.
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
