import { onAbort } from '../abort/listeners.ts';
import { BatchSize } from './batch-size.ts';
import { Batches, type Batch, type Pulled } from './batches.ts';
import { sendBatch } from './send-batch.ts';
import type { BulkProgress, BulkSettings, SessionTerminator, TargetSource } from './options.ts';
import type { Consequence, Outcome } from './outcomes.ts';
import { Pacer } from './pacer.ts';

/** One run over a source: it sends and pulls only while the consumer waits for an outcome. */
export class BulkRun {
  readonly #manager: SessionTerminator;
  readonly #settings: BulkSettings;
  readonly #batches: Batches;
  readonly #batchSize: BatchSize;
  readonly #pacer: Pacer;
  readonly #controller = new AbortController();
  readonly #draining = new AbortController();
  readonly #progress: BulkProgress;
  /** To be sent before anything new. */
  readonly #next: Batch[] = [];
  /** Known, and not yet asked for. */
  #outcomes: Outcome[] = [];
  #inFlight = 0;
  #failure: { reason: unknown } | undefined;
  #wake: () => void = () => {};
  #ignoreAbort: () => void = () => {};

  constructor(manager: SessionTerminator, source: TargetSource, settings: BulkSettings) {
    this.#manager = manager;
    this.#settings = settings;
    this.#batches = new Batches(source, settings.dedupe, () => this.#wake());
    this.#batchSize = new BatchSize(settings.batchSize);
    this.#pacer = new Pacer(settings.requestsPerMinute);
    const total = lengthOf(source);
    this.#progress = { accepted: 0, rejected: 0, unknown: 0, ...(total === undefined ? {} : { total }) };
  }

  /** @throws what ended the run, after the outcomes already known */
  async *outcomes(): AsyncGenerator<Outcome, undefined, void> {
    this.#heedSignal();
    try {
      for (;;) {
        const known = this.#outcomes;
        this.#outcomes = [];
        yield* known;
        if (this.#outcomes.length > 0) continue;
        if (this.#failure !== undefined) throw this.#failure.reason;
        if (this.#stopped) return undefined;
        const done = this.#work();
        // The source may be what has just ended the run.
        if (this.#stopped) continue;
        if (done) return undefined;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.stop();
    }
  }

  /** Starts nothing new, and ends when what is on its way has an outcome. */
  drain(): void {
    this.#next.length = 0;
    this.#batches.close();
    this.#draining.abort();
    this.#wake();
  }

  /** Stops sending and pulling, and leaves nothing behind. Waits for nothing. */
  stop(): void {
    this.#ignoreAbort();
    this.#controller.abort();
    this.#batches.close();
    this.#wake();
  }

  get #stopped(): boolean {
    return this.#controller.signal.aborted;
  }

  #heedSignal(): void {
    const { signal } = this.#settings;
    if (signal?.aborted) return this.#fail(signal.reason);
    this.#ignoreAbort = onAbort(signal, () => this.#fail(signal?.reason));
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.stop();
  }

  /**
   * Sends what can be sent, and asks the source for more only when a request could be sent at once.
   *
   * @returns whether everything is done
   */
  #work(): boolean {
    if (this.#draining.signal.aborted) return this.#inFlight === 0;
    while (this.#inFlight < this.#settings.concurrency) {
      const batch = this.#next.shift() ?? this.#batches.take(this.#batchSize.current);
      if (batch === undefined) break;
      this.#send(batch);
    }
    if (this.#inFlight < this.#settings.concurrency && this.#batches.canPull) this.#pull();
    return this.#inFlight === 0 && this.#batches.exhausted;
  }

  #send(batch: Batch): void {
    this.#inFlight += 1;
    const signals = { stopped: this.#controller.signal, draining: this.#draining.signal };
    sendBatch(this.#manager, batch, this.#pacer, signals).then(
      (consequence) => this.#go(() => this.#follow(batch, consequence)),
      (reason: unknown) => this.#go(() => this.#fail(reason)),
    );
  }

  #pull(): void {
    this.#batches.pull().then(
      (pulled) => this.#go(() => this.#note(pulled)),
      (reason: unknown) => this.#go(() => this.#fail(reason)),
    );
  }

  /** What comes after the end is of no interest any more. */
  #go(step: () => void): void {
    if (this.#stopped) return undefined;
    step();
    this.#wake();
  }

  #follow(batch: Batch, { outcomes, batches, backToPool, foundBad, refusedWithoutFault, failure }: Consequence): void {
    this.#inFlight -= 1;
    if (batches !== undefined) this.#next.unshift(...batches);
    if (backToPool !== undefined) this.#batches.putBack(batch.kind, backToPool);
    if (refusedWithoutFault !== undefined) this.#batchSize.onRefusedWithoutFault(refusedWithoutFault);
    if (outcomes !== undefined) {
      this.#batchSize.note(outcomes.length, foundBad === true ? 1 : 0);
      this.#settle(outcomes);
    }
    if (failure !== undefined) this.#fail(failure);
  }

  #note(pulled: Pulled): void {
    if (pulled.type === 'duplicate' && this.#progress.total !== undefined) this.#progress.total -= 1;
    if (pulled.type === 'invalid') {
      this.#settle([{ target: pulled.target, status: 'rejected', error: pulled.error, attempts: 0 }]);
    }
  }

  #settle(outcomes: Outcome[]): void {
    for (const outcome of outcomes) {
      this.#outcomes.push(outcome);
      this.#progress[outcome.status] += 1;
    }
    const { onProgress } = this.#settings;
    const report = async (): Promise<void> => onProgress?.({ ...this.#progress });
    report().catch(() => {});
  }
}

function lengthOf(source: TargetSource): number | undefined {
  if (Array.isArray(source)) return source.length;
  return source instanceof Set ? source.size : undefined;
}
