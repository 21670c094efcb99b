const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Under `npx` one Ctrl-C arrives twice: from the terminal, and from npm. A person doesn't press twice that fast. */
const SAME_PRESS_MS = 100;

let atOnce: (() => void) | undefined;

/** Ends the process at the first signal, until an {@link Interruption} takes over: before that, nothing was sent. */
export function endAtFirstSignal(end: () => void): void {
  atOnce = end;
  for (const signal of SIGNALS) process.on(signal, end);
}

/** Where signals come from: a process. */
export type SignalSource = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/** Handles Ctrl-C and other signals: the first asks a run to stop in order, the second ends the process at once. */
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
    for (const signal of SIGNALS) {
      source.on(signal, this.#listener);
      if (atOnce !== undefined) process.off(signal, atOnce);
    }
  }

  /** Whether the run was asked to stop. */
  get requested(): boolean {
    return this.#requestedAt !== undefined;
  }

  /** Asks the run to stop, as a signal would. */
  request(): void {
    if (this.#requestedAt !== undefined) return;
    this.#requestedAt = performance.now();
    this.#onFirst();
  }

  /** Restores what signals do by default. */
  end(): void {
    for (const signal of SIGNALS) this.#source.off(signal, this.#listener);
  }

  #onSignal(): void {
    if (this.#requestedAt === undefined) this.request();
    else if (performance.now() - this.#requestedAt > SAME_PRESS_MS) this.#onSecond();
  }
}
