const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Under `npx` a single Ctrl-C arrives twice: from the terminal, and handed on by npm. No hand is that quick. */
const SAME_PRESS_MS = 100;

/** What signals come from; a process. */
export type SignalSource = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/** Ctrl-C and its like: the first asks a run to stop in order, the second ends the process at once. */
export class Interruption {
  readonly #source: SignalSource;
  readonly #onFirst: () => void;
  readonly #onSecond: () => void;
  readonly #listener = (): void => this.#onSignal();
  #requestedAt: number | undefined;

  constructor(callbacks: { onFirst: () => void; onSecond: () => void }, source: SignalSource = process) {
    this.#source = source;
    this.#onFirst = callbacks.onFirst;
    this.#onSecond = callbacks.onSecond;
    for (const signal of SIGNALS) source.on(signal, this.#listener);
  }

  /** Whether no more is to be sent than what is on its way. */
  get requested(): boolean {
    return this.#requestedAt !== undefined;
  }

  /** As a signal would. */
  request(): void {
    if (this.#requestedAt !== undefined) return;
    this.#requestedAt = performance.now();
    this.#onFirst();
  }

  /** Signals do again what they do by themselves. */
  end(): void {
    for (const signal of SIGNALS) this.#source.off(signal, this.#listener);
  }

  #onSignal(): void {
    if (this.#requestedAt === undefined) this.request();
    else if (performance.now() - this.#requestedAt > SAME_PRESS_MS) this.#onSecond();
  }
}
