/**
 * Finds any number of patterns in one pass over a text, in time that grows with the length of the text only: a trie in which
 * each node also knows the longest of its suffixes that begins a pattern (Aho and Corasick, 1975).
 *
 * Nodes are numbers, the root is 0.
 */
export class Matcher {
  readonly #edges: Edges;
  readonly #depth: Int32Array;
  readonly #suffix: Int32Array;
  /** The node itself if a pattern ends there, else the longest of its suffixes that is a pattern. */
  readonly #whole: Int32Array;

  constructor(patterns: readonly string[]) {
    const maxNodes = patterns.reduce((sum, { length }) => sum + length, 1);
    this.#edges = new Edges(maxNodes);
    [this.#depth, this.#suffix, this.#whole] = [
      new Int32Array(maxNodes),
      new Int32Array(maxNodes),
      new Int32Array(maxNodes),
    ];
    const parents = new Int32Array(maxNodes);
    const levels: number[][] = [];
    let nodes = 1;
    for (const pattern of patterns) {
      let node = 0;
      for (let index = 0; index < pattern.length; index += 1) {
        const parent = node;
        node = this.#edges.follow(parent, pattern.charCodeAt(index)) || nodes;
        if (node < nodes) continue;
        this.#edges.add(parent, pattern.charCodeAt(index), node);
        this.#depth[node] = index + 1;
        parents[node] = parent;
        (levels[index] ??= []).push(node);
        nodes += 1;
      }
      this.#whole[node] = node;
    }
    for (const node of levels.flat()) {
      const parent = parents[node] ?? 0;
      const suffix = parent === 0 ? 0 : this.step(this.#suffix[parent] ?? 0, this.#edges.unitTo(node));
      this.#suffix[node] = suffix;
      this.#whole[node] ||= this.#whole[suffix] ?? 0;
    }
  }

  /** The node after one more UTF-16 code unit. */
  step(from: number, unit: number): number {
    for (let node = from; ; node = this.#suffix[node] ?? 0) {
      const next = this.#edges.follow(node, unit);
      if (next !== 0 || node === 0) return next;
    }
  }

  /** The longest pattern that ends at a node, as a node of its own; 0 if there is none. */
  wholeAt(node: number): number {
    return this.#whole[node] ?? 0;
  }

  /** The next shorter pattern that ends where this one does; 0 if there is none. */
  nextWhole(whole: number): number {
    return this.wholeAt(this.#suffix[whole] ?? 0);
  }

  /** How much of a pattern leads to a node. */
  depthOf(node: number): number {
    return this.#depth[node] ?? 0;
  }
}

/** A hash table with linear probing: for a hundred thousand patterns it is filled several times as fast as a `Map`. */
class Edges {
  readonly #slots: Int32Array;
  readonly #from: Int32Array;
  readonly #unit: Uint16Array;
  readonly #mask: number;

  constructor(maxNodes: number) {
    this.#mask = 2 ** Math.ceil(Math.log2(maxNodes * 2)) - 1;
    this.#slots = new Int32Array(this.#mask + 1);
    this.#from = new Int32Array(maxNodes);
    this.#unit = new Uint16Array(maxNodes);
  }

  /** @returns 0 if there is no such edge */
  follow(from: number, unit: number): number {
    return this.#slots[this.#slotOf(from, unit)] ?? 0;
  }

  add(from: number, unit: number, to: number): void {
    this.#slots[this.#slotOf(from, unit)] = to;
    this.#from[to] = from;
    this.#unit[to] = unit;
  }

  /** The code unit of the edge that leads to a node. */
  unitTo(node: number): number {
    return this.#unit[node] ?? 0;
  }

  #slotOf(from: number, unit: number): number {
    let slot = (Math.imul(from, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) & this.#mask;
    for (;;) {
      const to = this.#slots[slot] ?? 0;
      if (to === 0 || (this.#from[to] === from && this.#unit[to] === unit)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
