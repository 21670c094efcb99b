import type { Item, Kind } from './target.ts';

/** After how many full batches half of what is known about the list has faded: bad targets often stand together. */
const MEMORY_BATCHES = 10;
/** The share of bad targets that a list usually has. */
const USUAL_SHARE = 0.01;
/** How likely that is for a list of which nothing is known yet. */
const USUAL_LIKELIHOOD = 0.95;

/** Targets that go out in one request. */
export interface Batch {
  kind: Kind;
  items: readonly Item[];
  /** Set while a bad target is searched for: the items are then a part of a rejected batch. */
  search?: Search | undefined;
}

interface Search {
  /** The rest of the suspects: they contain a bad target if Box accepts the items. */
  rest: readonly Item[];
  /** Cleared of suspicion, not of being bad: they go out later, together with other targets. */
  aside: readonly Item[];
  /** How many targets the rejected batch had; `undefined` if something other than Box rejected it. */
  size: number | undefined;
}

/*
 * Generalized binary splitting (Hwang, 1972): a rejected batch is searched for one bad target, and everything that the search
 * leaves open goes out with other targets. Each search asks about log2(size) times and needs no test of the open rest alone.
 */

/** The next request for a rejected batch of at least two targets: its first part. */
export function searchIn(batch: Batch, fromBox: boolean): Batch {
  return narrow(batch.kind, batch.items, { aside: leftOpen(batch), size: fromBox ? batch.items.length : undefined });
}

/** The next request of a search whose items Box accepted: the rest contains the fault, so it isn't sent whole. */
export function continueSearch(kind: Kind, { rest, aside, size }: Search): Batch {
  return narrow(kind, rest, { aside, size });
}

/** What a search leaves open when it ends with this batch. */
export function leftOpen({ search }: Batch): readonly Item[] {
  return search === undefined ? [] : [...search.rest, ...search.aside];
}

/** The two halves of a batch that was too large. Each can be fine. */
export function halve({ kind, items }: Batch): Batch[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].map((half) => ({ kind, items: half }));
}

/** The most requests until a batch of this size has an outcome for its first bad target, if each of its parts is rejected. */
function longestSearch(size: number): number {
  return 1 + Math.ceil(Math.log2(size));
}

function narrow(kind: Kind, items: readonly Item[], { aside, size }: Pick<Search, 'aside' | 'size'>): Batch {
  const middle = firstPart(items.length);
  return { kind, items: items.slice(0, middle), search: { rest: items.slice(middle), aside, size } };
}

/**
 * How many of the suspects to send first: about half, such that one of the parts has 2^n targets.
 *
 * Then every bad target takes about as many requests as any other, wherever it stands.
 */
function firstPart(size: number): number {
  let largest = 1;
  while (2 * largest < size) largest *= 2;
  return Math.max(1, largest / 2, size - largest);
}

/** Estimates the share of bad targets in a list from those settled so far (Bayes' theorem). */
class ShareEstimate {
  readonly #shares: readonly { share: number; likelihood: number }[];

  /** @param max - the most targets in a batch */
  constructor(max: number) {
    // Down to an eighth of a bad target in a batch: less makes no difference.
    const count = Math.ceil(Math.log2(max)) + 3;
    const likelihood = (1 - USUAL_LIKELIHOOD) / count;
    this.#shares = [
      { share: USUAL_SHARE, likelihood: USUAL_LIKELIHOOD },
      ...Array.from({ length: count }, (_, index) => ({ share: 2 ** -(index + 1), likelihood })),
    ];
  }

  of(settled: number, bad: number): number {
    const logs = this.#shares.map(
      ({ share, likelihood }) => Math.log(likelihood) + bad * Math.log(share) + (settled - bad) * Math.log1p(-share),
    );
    const most = Math.max(...logs);
    const weights = logs.map((log) => Math.exp(log - most));
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return sum(this.#shares.map(({ share }, index) => share * (weights[index] ?? 0))) / sum(weights);
  }
}

/**
 * How many targets the next batch has.
 *
 * A request tells most if it is as likely to be accepted as to be rejected: then the bad targets are found with the fewest
 * requests. So the more of the last targets were bad, the smaller the batches are.
 */
export class BatchSize {
  readonly #memory: number;
  #max: number;
  readonly #estimate: ShareEstimate;
  #settled = 0;
  #bad = 0;
  /** A batch of this size is about as likely to be accepted as to be rejected. */
  #even = Infinity;
  /**
   * Two requests for each target, less those already planned. It keeps the searches of a list that is bad throughout from
   * costing more than splitting every batch to the end: 2n - 1 requests for n targets.
   */
  #budget = 0;

  /** @param max - the most targets in a batch */
  constructor(max: number) {
    this.#memory = max * MEMORY_BATCHES;
    this.#max = max;
    this.#estimate = new ShareEstimate(max);
  }

  /** How many targets make a full batch. */
  get full(): number {
    return Math.max(1, Math.min(this.#max, this.#even));
  }

  /** How many of a full batch to take. */
  get taken(): number {
    return Math.max(1, Math.min(this.full, 2 ** (this.#budget - 1)));
  }

  onCollected(): void {
    this.#budget += 1;
  }

  /** A batch of this size goes out for the first time. */
  onTaken(size: number): void {
    this.#budget -= longestSearch(size);
  }

  /**
   * @param settled - how many more targets have an outcome
   * @param bad - how many of them were rejected standing alone
   */
  onSettled(settled: number, bad: number): void {
    this.#budget += settled;
    this.#settled += settled;
    this.#bad += bad;
    const kept = Math.min(1, this.#memory / this.#settled);
    this.#settled *= kept;
    this.#bad *= kept;
    if (this.#bad > 0) this.#even = Math.round(Math.LN2 / this.#estimate.of(this.#settled, this.#bad));
  }

  /**
   * A batch was rejected although none of its targets is bad: Box might not accept a list of that length.
   *
   * @param size - how many targets it had
   */
  onRejectedWithoutFault(size: number): void {
    this.#max = Math.min(this.#max, Math.ceil(size / 2));
  }
}
