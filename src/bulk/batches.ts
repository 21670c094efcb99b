import type { Batch } from './binary-splitting.ts';
import { kindOf, readTarget, type Field, type Item, type Kind, type Target } from './target.ts';
import type { TargetSource } from './options.ts';
import type { InvalidRequestError } from '../errors.ts';

/** How long, in all, a batch that isn't full waits for a slow source before it goes out. */
const MAX_WAIT_FOR_SOURCE_MS = 1000;

/** What one value of the source turned out to be. */
export type Pulled =
  { type: 'collected' | 'duplicate' | 'end' } | { type: 'invalid'; target: Target; error: InvalidRequestError };

/** Takes targets from the source, one at a time and only when told to, and makes batches of one kind out of them. */
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

  /** @param onOverdue - called when a batch that isn't full has become due, since the source is slow */
  constructor(source: TargetSource, dedupe: boolean, onOverdue: () => void) {
    this.#source = source;
    this.#onOverdue = onOverdue;
    this.#seen = dedupe ? { user_id: new Set(), user_login: new Set(), group_id: new Set() } : undefined;
  }

  /** Whether the source can be asked now: it hasn't ended, and no request to it is pending. */
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

  /**
   * Takes a full batch, or one that is due because the source has ended or is slow.
   *
   * @param size - how many targets make a full batch, and how many of them to take
   * @param moreWillReturn - whether to keep a batch that isn't full, since a search will put targets back
   */
  take(size: { full: number; taken: number }, moreWillReturn: boolean): Batch | undefined {
    const due = !moreWillReturn && (this.#ended || this.#overdue) ? 1 : size.full;
    const kind = (['users', 'groups'] as const).find((each) => this.#open[each].length >= due);
    if (kind === undefined) {
      if (!moreWillReturn) this.#overdue = false;
      return undefined;
    }
    const items = this.#open[kind].splice(0, size.taken);
    if (this.#count === 0) this.#waitedMs = 0;
    return { kind, items };
  }

  /** Takes targets back that are to be sent with others: before or after those collected so far. */
  putBack(kind: Kind, { first = [], last = [] }: { first?: readonly Item[]; last?: readonly Item[] }): void {
    this.#open[kind] = [...first, ...this.#open[kind], ...last];
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
    // The source might be what ends the run, and a generator can't be told to return while it runs.
    await Promise.resolve();
    await this.#iterator?.return?.();
  }

  /** Counts only the time that the source takes, not the time that the consumer of the outcomes takes. */
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
