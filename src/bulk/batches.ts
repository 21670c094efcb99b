import { kindOf, readTarget, type Field, type Item, type Kind, type Target } from './target.ts';
import type { TargetSource } from './options.ts';
import type { InvalidRequestError } from '../errors.ts';

/** How long, in all, a batch that is not full waits for a slow source before it goes out. */
const MAX_WAIT_FOR_SOURCE_MS = 1000;

/** Targets that go out in one request. */
export interface Batch {
  kind: Kind;
  items: readonly Item[];
  /** How many calls in a row ended with a 429. */
  rateLimitedCalls: number;
  /** The part of a refused batch that a search for the bad target has come to. */
  search?: {
    /** How many targets the refused batch held. */
    size: number;
    /** When these are accepted, the bad target is in here; when here is nobody, it is among these. */
    rest: readonly Item[];
    /** Nothing is known about these any more. They wait for the end of the search, to go out with others. */
    aside: readonly Item[];
  };
}

/** What one value of the source turned out to be. */
export type Pulled =
  { type: 'collected' | 'duplicate' | 'end' } | { type: 'invalid'; target: Target; error: InvalidRequestError };

/** Takes targets from the source, one each time it is told to, and makes batches of one kind out of them. */
export class Batches {
  readonly #source: TargetSource;
  readonly #onOverdue: () => void;
  readonly #seen: Record<Field, Set<string>> | undefined;
  readonly #open: Record<Kind, Item[]> = { users: [], groups: [] };
  #iterator: Iterator<Target> | AsyncIterator<Target> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchedSince = 0;
  #waitedMs = 0;
  #overdue = false;
  #pulling = false;
  #ended = false;

  /** @param onOverdue - called when a batch that is not full has become due, since the source is slow */
  constructor(source: TargetSource, dedupe: boolean, onOverdue: () => void) {
    this.#source = source;
    this.#onOverdue = onOverdue;
    this.#seen = dedupe ? { user_id: new Set(), user_login: new Set(), group_id: new Set() } : undefined;
  }

  /** Whether the source may be asked now: it has not ended, and does not owe a target already. */
  get canPull(): boolean {
    return !this.#ended && !this.#pulling;
  }

  /** Whether there is nothing left to take, now or later. */
  get exhausted(): boolean {
    return this.#ended && this.#count === 0;
  }

  /**
   * Asks the source for one target.
   *
   * @throws what the source throws
   */
  async pull(): Promise<Pulled> {
    this.#pulling = true;
    this.#watch();
    try {
      const result = await this.#ask();
      if (result.done !== true && !this.#ended) return this.#collect(result.value);
      this.#ended = true;
      return { type: 'end' };
    } catch (error) {
      this.#ended = true;
      throw error;
    } finally {
      this.#pulling = false;
      this.#unwatch();
    }
  }

  /** A full batch, or one that is due because the source has ended or is slow. */
  take(batchSize: number): Batch | undefined {
    const due = this.#ended || this.#overdue ? 1 : batchSize;
    const kind = (['users', 'groups'] as const).find((each) => this.#open[each].length >= due);
    if (kind === undefined) {
      this.#overdue = false;
      return undefined;
    }
    const items = this.#open[kind].splice(0, batchSize);
    if (this.#count === 0) this.#waitedMs = 0;
    return { kind, items, rateLimitedCalls: 0 };
  }

  /** Takes targets back that are to be sent with others. */
  putBack(kind: Kind, items: readonly Item[]): void {
    this.#open[kind] = [...items, ...this.#open[kind]];
    if (this.#pulling) this.#watch();
  }

  /** Drops what was collected and tells the source that no more is wanted, without waiting for it. */
  close(): void {
    this.#unwatch();
    this.#open.users = [];
    this.#open.groups = [];
    if (this.#ended) return;
    this.#ended = true;
    this.#release().catch(() => {});
  }

  get #count(): number {
    return this.#open.users.length + this.#open.groups.length;
  }

  async #ask(): Promise<IteratorResult<Target, unknown>> {
    this.#iterator ??= iterate(this.#source);
    return this.#iterator.next();
  }

  #collect(target: Target): Pulled {
    const item = readTarget(target);
    if (item instanceof Error) return { type: 'invalid', target, error: item };
    const seen = this.#seen?.[item.field];
    if (seen?.has(item.value)) return { type: 'duplicate' };
    seen?.add(item.value);
    this.#open[kindOf(item.field)].push(item);
    return { type: 'collected' };
  }

  async #release(): Promise<void> {
    // The source may be what ends the run, and while a generator runs it cannot be told to return.
    await Promise.resolve();
    await this.#iterator?.return?.();
  }

  /** Only the time that the source takes is counted, not the time that the consumer of the outcomes takes. */
  #watch(): void {
    if (this.#count === 0 || this.#timer !== undefined) return;
    this.#watchedSince = performance.now();
    this.#timer = setTimeout(
      () => {
        this.#unwatch();
        this.#overdue = true;
        this.#onOverdue();
      },
      Math.max(0, MAX_WAIT_FOR_SOURCE_MS - this.#waitedMs),
    );
  }

  #unwatch(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waitedMs += performance.now() - this.#watchedSince;
  }
}

function iterate(source: TargetSource): Iterator<Target> | AsyncIterator<Target> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
