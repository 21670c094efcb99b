/** How many full batches it takes to forget what the list was like before: bad targets often stand together. */
const MEMORY_BATCHES = 5;

/**
 * How many targets the next batch holds.
 *
 * A request tells most when it is as likely to be accepted as to be refused: then the bad targets are found with the fewest
 * requests. So the more of the last targets were bad, the smaller the batches are.
 */
export class BatchSize {
  readonly #memory: number;
  #max: number;
  /** Begins with as many good targets for the bad one as make the first batches full. */
  #settled: number;
  #bad = 1;

  /** @param max - no batch is larger */
  constructor(max: number) {
    this.#memory = max * MEMORY_BATCHES;
    this.#max = max;
    this.#settled = max / Math.LN2;
  }

  get current(): number {
    const even = Math.round((this.#settled / this.#bad) * Math.LN2);
    return Math.min(this.#max, Math.max(1, even));
  }

  /** So many targets have an outcome now, and so many of them were refused standing alone. */
  note(settled: number, bad: number): void {
    this.#settled += settled;
    this.#bad += bad;
    const kept = Math.min(1, this.#memory / this.#settled);
    this.#settled *= kept;
    this.#bad *= kept;
  }

  /**
   * A batch was refused although none of its targets is bad: Box may take no list of that length, which it does not say.
   *
   * @param size - how many targets it held
   */
  onRefusedWithoutFault(size: number): void {
    this.#max = Math.min(this.#max, Math.ceil(size / 2));
  }
}
