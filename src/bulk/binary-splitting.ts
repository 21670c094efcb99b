import type { Item, Kind } from './target.ts';

/** After how many full batches half of what is known about the list has faded: bad targets often stand together. */
const MEMORY_BATCHES = 10;
/** How much the initial estimate weighs, in bad targets: the first few that are found already outweigh it. */
const INITIAL_WEIGHT = 0.25;

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
 * How many of the suspects to send first: about half, such that the parts have 3 * 2^n targets where possible.
 *
 * A target that is known to be bad by exclusion still has to be sent alone. Groups of three leave the fewest of those.
 */
function firstPart(size: number): number {
  let largest = 1.5;
  while (2 * largest < size) largest *= 2;
  return Math.max(1, Math.floor(Math.max(largest / 2, size - largest)));
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
  /** Begins with as many good targets for a bad one as make the first batches full. */
  #settled: number;
  #bad = INITIAL_WEIGHT;
  /**
   * Two requests for each target, less those already planned. It keeps the searches of a list that is bad throughout from
   * costing more than splitting every batch to the end: 2n - 1 requests for n targets.
   */
  #budget = 0;

  /** @param max - the most targets in a batch */
  constructor(max: number) {
    this.#memory = max * MEMORY_BATCHES;
    this.#max = max;
    this.#settled = (INITIAL_WEIGHT * max) / Math.LN2;
  }

  /** How many targets make a full batch. */
  get full(): number {
    const even = Math.round((this.#settled / this.#bad) * Math.LN2);
    return Math.max(1, Math.min(this.#max, even));
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
