import { Rejection } from '../terminal/rejection.ts';

/** A hundred times what Box's two operations need, and a second's work. */
const MAX_NODES = 200_000;
const MAX_CHARACTERS = 4_000_000;

/**
 * How much a step may make of a document. References and `allOf` repeat a part without repeating its text, so the size of the
 * document limits neither the time nor the memory that expanding it takes. One budget is for one step on one document.
 */
export class Budget {
  readonly #purpose: string;
  #nodes: number;
  #characters: number;

  /** @param purpose - what the document expands for, in the message: `the types of the documentation` */
  constructor(purpose: string, { nodes = MAX_NODES, characters = MAX_CHARACTERS } = {}) {
    this.#purpose = purpose;
    this.#nodes = nodes;
    this.#characters = characters;
  }

  /**
   * Takes one node, and the characters that it turned into, from the budget.
   *
   * @throws {@link Rejection} when the budget is spent
   */
  spend(characters = 0): void {
    this.#nodes -= 1;
    this.#characters -= characters;
    if (this.#nodes >= 0 && this.#characters >= 0) return;
    throw new Rejection(
      `The spec expands without a reasonable end, for ${this.#purpose}: it is too large, or its references or allOf repeat each other. Look at its source.`,
    );
  }
}
