const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C and its like: the first asks a run to stop in order, the second ends the process at once. */
export class Interruption {
  #requested = false;
  readonly #onFirst: () => void;
  readonly #onSecond: () => void;
  readonly #listener = (): void => (this.#requested ? this.#onSecond() : this.request());

  constructor({ onFirst, onSecond }: { onFirst: () => void; onSecond: () => void }) {
    this.#onFirst = onFirst;
    this.#onSecond = onSecond;
    for (const signal of SIGNALS) process.on(signal, this.#listener);
  }

  /** Whether no more is to be sent than what is on its way. */
  get requested(): boolean {
    return this.#requested;
  }

  /** As a signal would. */
  request(): void {
    if (this.#requested) return;
    this.#requested = true;
    this.#onFirst();
  }

  /** Signals do again what they do by themselves. */
  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#listener);
  }
}
