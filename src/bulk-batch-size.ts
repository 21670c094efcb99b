import type { Outcome } from './bulk-outcomes.ts';

/**
 * How many targets the next batch holds.
 *
 * A request tells most when it is as likely to be accepted as to be refused: then the bad targets are found with the fewest
 * requests. So the more of the targets were rejected so far, the smaller the batches are.
 */
export class BatchSize {
  #max: number;
  /** Begins with as many good targets for the bad one as make the first batches full. */
  #settled: number;
  #rejected = 1;

  /** @param max - no batch is larger */
  constructor(max: number) {
    this.#max = max;
    this.#settled = max / Math.LN2;
  }

  get current(): number {
    const even = Math.round((this.#settled / this.#rejected) * Math.LN2);
    return Math.min(this.#max, Math.max(1, even));
  }

  note(outcomes: readonly Outcome[]): void {
    this.#settled += outcomes.length;
    this.#rejected += outcomes.filter(({ status }) => status === 'rejected').length;
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
