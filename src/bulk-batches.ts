import type { Outcome } from './bulk-outcomes.ts';
import { faultOfTarget, fieldOf, kindOf, type Field, type Kind, type Target } from './bulk-targets.ts';

/** How long a worker waits for the source before it takes a batch that is not full. */
const MAX_WAIT_FOR_SOURCE_MS = 1000;

/** Targets that go out in one request. */
export interface Batch {
  kind: Kind;
  targets: readonly Target[];
  /** How many requests named them so far. */
  attempts: number;
  /** How many calls ended with a 429 so far. */
  rateLimitedCalls: number;
  /** Whether a request of an earlier call may have been accepted although its answer was lost. */
  doubtful: boolean;
  /** The other half of a refused batch, which waits for what becomes of this one. */
  sibling?: Batch | undefined;
}

/** Both halves of a batch of two targets or more. */
export function halve(batch: Batch): [first: Batch, second: Batch] {
  const middle = Math.ceil(batch.targets.length / 2);
  const half = { kind: batch.kind, attempts: batch.attempts, rateLimitedCalls: 0, doubtful: false };
  return [
    { ...half, targets: batch.targets.slice(0, middle) },
    { ...half, targets: batch.targets.slice(middle) },
  ];
}

/** Takes targets from the source, one each time it is told to, and makes batches of one kind out of them. */
export class Batches {
  readonly #source: Iterable<Target> | AsyncIterable<Target>;
  readonly #batchSize: number;
  readonly #onOverdue: () => void;
  readonly #seen: Record<Field, Set<string>> | undefined;
  readonly #open: Record<Kind, Target[]> = { users: [], groups: [] };
  #iterator: Iterator<Target> | AsyncIterator<Target> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #overdue = false;
  #pulling = false;
  #ended = false;

  /** @param onOverdue - called when a batch that is not full has become due, since the source is slow */
  constructor(
    source: Iterable<Target> | AsyncIterable<Target>,
    { batchSize, dedupe }: { batchSize: number; dedupe: boolean },
    onOverdue: () => void,
  ) {
    this.#source = source;
    this.#batchSize = batchSize;
    this.#onOverdue = onOverdue;
    this.#seen = dedupe ? { user_id: new Set(), user_login: new Set(), group_id: new Set() } : undefined;
  }

  /** Whether the source may be asked now: it has not ended, and does not owe a target already. */
  get canPull(): boolean {
    return !this.#ended && !this.#pulling;
  }

  /** Whether there is and will be no batch any more. */
  get exhausted(): boolean {
    return this.#ended && this.#open.users.length + this.#open.groups.length === 0;
  }

  /**
   * Asks the source for one target.
   *
   * @returns the outcome of a target that cannot be sent
   * @throws what the source throws
   */
  async pull(): Promise<Outcome | undefined> {
    this.#pulling = true;
    if (this.#open.users.length + this.#open.groups.length > 0) this.#startTimer();
    try {
      this.#iterator ??= iterate(this.#source);
      const result = await this.#iterator.next();
      if (!this.#ended && result.done !== true) return this.#add(result.value);
      this.#ended = true;
    } catch (error) {
      this.#ended = true;
      throw error;
    } finally {
      this.#pulling = false;
    }
    return undefined;
  }

  /** A full batch, or one that is due because the source has ended or is slow. */
  take(): Batch | undefined {
    const due = this.#ended || this.#overdue ? 1 : this.#batchSize;
    const kind = (['users', 'groups'] as const).find((each) => this.#open[each].length >= due);
    if (kind === undefined) {
      this.#overdue = false;
      return undefined;
    }
    this.#stopTimer();
    return { kind, targets: this.#open[kind].splice(0), attempts: 0, rateLimitedCalls: 0, doubtful: false };
  }

  /** Drops what was collected and tells the source that no more is wanted, without waiting for it. */
  close(): void {
    this.#stopTimer();
    this.#open.users = [];
    this.#open.groups = [];
    if (this.#ended) return;
    this.#ended = true;
    const iterator = this.#iterator;
    void Promise.resolve()
      .then(() => iterator?.return?.())
      .catch(() => {});
  }

  #add(target: Target): Outcome | undefined {
    const field = fieldOf(target);
    const value: unknown = field && target[field];
    if (field !== undefined && this.#seen !== undefined && typeof value === 'string') {
      if (this.#seen[field].has(value)) return undefined;
      this.#seen[field].add(value);
    }
    const fault = faultOfTarget(target, field);
    if (field !== undefined && fault === undefined) this.#open[kindOf(field)].push(target);
    return fault && { target, status: 'rejected', error: fault, attempts: 0 };
  }

  #startTimer(): void {
    this.#timer ??= setTimeout(() => {
      this.#overdue = true;
      this.#onOverdue();
    }, MAX_WAIT_FOR_SOURCE_MS);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function iterate(source: Iterable<Target> | AsyncIterable<Target>): Iterator<Target> | AsyncIterator<Target> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
