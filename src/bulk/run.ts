import { onAbort } from '../abort/listeners.ts';
import { Batches, type Pulled } from './batches.ts';
import { BatchSize, type Batch } from './binary-splitting.ts';
import { Health } from './health.ts';
import type { BulkSettings, SessionTerminator, TargetSource } from './options.ts';
import { afterError, afterSuccess, type Consequence, type Meaning } from './outcomes.ts';
import { Pacer } from './pacer.ts';
import { Progress } from './progress.ts';
import type { Outcome } from './target.ts';
import { BatchCall, type CallContext, type CallEnd } from './batch-call.ts';

/** One run over a source: it sends and pulls only while the consumer waits for an outcome. */
export class BulkRun {
  readonly #settings: BulkSettings;
  readonly #batches: Batches;
  readonly #batchSize: BatchSize;
  readonly #health: Health;
  readonly #context: CallContext;
  readonly #stopped = new AbortController();
  readonly #draining = new AbortController();
  readonly #progress: Progress;
  /** To be sent before anything new. */
  readonly #next: Batch[] = [];
  /** Known, and not yet asked for. */
  #outcomes: Outcome[] = [];
  #inFlight = 0;
  #searches = 0;
  #failure: { reason: unknown } | undefined;
  #wake: () => void = () => {};
  #ignoreAbort: () => void = () => {};

  constructor(manager: SessionTerminator, source: TargetSource, settings: BulkSettings) {
    this.#settings = settings;
    this.#progress = new Progress(source, settings.onProgress);
    this.#batches = new Batches(source, settings.dedupe, () => this.#wake());
    this.#batchSize = new BatchSize(settings.batchSize);
    this.#health = new Health(settings.giveUpAfter, {
      onPause: () => this.#progress.report(this.#health.pause),
      onEnd: (reason) => this.#fail(reason),
    });
    this.#context = {
      manager,
      pacer: new Pacer(settings.requestsPerMinute, this.#health),
      health: this.#health,
      stopped: this.#stopped.signal,
      draining: this.#draining.signal,
    };
  }

  /** @throws what ended the run, after the outcomes already known */
  async *outcomes(): AsyncGenerator<Outcome, undefined, void> {
    this.#watchSignal();
    try {
      for (;;) {
        const known = this.#outcomes;
        this.#outcomes = [];
        yield* known;
        if (this.#outcomes.length > 0) continue;
        if (this.#failure !== undefined) throw this.#failure.reason;
        if (this.#isStopped) return undefined;
        const done = this.#work();
        // The source might have ended the run just now.
        if (this.#isStopped) continue;
        if (done) return undefined;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.stop();
    }
  }

  /** Starts nothing new, and ends when what is in flight has an outcome. */
  drain(): void {
    this.#next.length = 0;
    this.#batches.close();
    this.#draining.abort();
    this.#wake();
  }

  /** Stops sending and pulling, and leaves nothing behind. Waits for nothing. */
  stop(): void {
    this.#ignoreAbort();
    this.#stopped.abort();
    this.#batches.close();
    this.#wake();
  }

  get #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  get #isDraining(): boolean {
    return this.#draining.signal.aborted;
  }

  #watchSignal(): void {
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
    if (this.#isDraining) return this.#inFlight === 0;
    const limit = this.#health.oneAtATime ? 1 : this.#settings.concurrency;
    while (this.#inFlight < limit) {
      const batch = this.#next.shift() ?? this.#takeNew();
      if (batch === undefined) break;
      this.#send(batch);
    }
    if (this.#inFlight < limit && this.#batches.canPull) this.#pull();
    return this.#inFlight === 0 && this.#batches.exhausted;
  }

  #takeNew(): Batch | undefined {
    const batch = this.#batches.take(this.#batchSize, this.#searches > 0);
    if (batch !== undefined) this.#batchSize.onTaken(batch.items.length);
    return batch;
  }

  #send(batch: Batch): void {
    this.#inFlight += 1;
    if (batch.search !== undefined) this.#searches += 1;
    const call = new BatchCall(this.#context, batch);
    call.run().then(
      (end) =>
        this.#step(() => {
          this.#onCallEnd(batch, end);
          call.release();
        }),
      (reason: unknown) => this.#step(() => this.#fail(reason)),
    );
  }

  #pull(): void {
    this.#batches.pull().then(
      (pulled) => this.#step(() => this.#onPulled(pulled)),
      (reason: unknown) => this.#step(() => this.#fail(reason)),
    );
  }

  /** What comes after the end doesn't matter any more. */
  #step(step: () => void): void {
    if (this.#isStopped) return;
    step();
    this.#wake();
  }

  #onCallEnd(batch: Batch, end: CallEnd): void {
    this.#inFlight -= 1;
    if (batch.search !== undefined) this.#searches -= 1;
    if (end.type === 'accepted') {
      this.#health.onAccepted(end.request);
      this.#apply(batch, afterSuccess(batch, end.message));
    } else if (end.error !== undefined) {
      const { error } = end;
      const meaning = this.#health.meaningOf(batch.items, error, end.type === 'failed' && end.noToken);
      if (end.type === 'failed') this.#onFailure(batch, end, meaning);
      // A drain ended the wait for a retry: that isn't the final error of the call, but a job might exist.
      else if (meaning === 'unknown') this.#apply(batch, afterError(batch, error, meaning));
    }
  }

  #onFailure(batch: Batch, { request, error }: CallEnd & { type: 'failed' }, meaning: Meaning): void {
    const consequence = afterError(batch, error, meaning);
    this.#apply(batch, consequence);
    if (!this.#isDraining || meaning === 'ends the run') this.#health.onError(request, error, meaning);
    if (consequence.bad !== undefined) this.#health.onRejected(error);
  }

  #apply(batch: Batch, consequence: Consequence): void {
    const { outcomes, batches, backToPool = [], postponed = [], bad = 0, rejectedWithoutFault } = consequence;
    if (batches !== undefined) this.#next.unshift(...batches);
    this.#batches.putBack(batch.kind, { first: backToPool, last: postponed });
    if (rejectedWithoutFault !== undefined) this.#batchSize.onRejectedWithoutFault(rejectedWithoutFault);
    if (outcomes === undefined) return;
    this.#batchSize.onSettled(outcomes.length, bad);
    this.#settle(outcomes);
  }

  #onPulled(pulled: Pulled): void {
    if (pulled.type === 'collected') this.#batchSize.onCollected();
    if (pulled.type === 'duplicate') this.#progress.onDuplicate();
    if (pulled.type === 'invalid') {
      this.#settle([{ target: pulled.target, status: 'rejected', error: pulled.error, attempts: 0 }]);
    }
  }

  #settle(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.#outcomes.push(outcome);
    this.#progress.add(outcomes);
    this.#progress.report(this.#health.pause);
  }
}
