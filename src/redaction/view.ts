/** A rewritten text that still knows where each of its characters stands in the original. */
export class View {
  readonly text: string;
  /** Where the original of each character begins and ends; `undefined` if each one stands in its own place. */
  readonly #map: { starts: readonly number[]; ends: readonly number[] } | undefined;

  constructor(text: string, map?: { starts: readonly number[]; ends: readonly number[] }) {
    this.text = text;
    this.#map = map;
  }

  /** Where in the original the character at this index begins. */
  startOf(index: number): number {
    return this.#map?.starts[index] ?? index;
  }

  /** Where in the original the character at this index ends. */
  endOf(index: number): number {
    return this.#map?.ends[index] ?? index + 1;
  }

  /** The same view with its ASCII letters in lower case. */
  lowerCase(): View {
    return new View(
      this.text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()),
      this.#map,
    );
  }

  /**
   * Replaces each match of a pattern.
   *
   * @returns this view if nothing changes
   */
  rewrite(pattern: RegExp, replacement: (match: string) => string): View {
    const starts: number[] = [];
    const ends: number[] = [];
    let text = '';
    let copied = 0;
    const copyTo = (end: number): void => {
      text += this.text.slice(copied, end);
      for (; copied < end; copied += 1) {
        starts.push(this.startOf(copied));
        ends.push(this.endOf(copied));
      }
    };
    for (const { 0: match, index } of this.text.matchAll(pattern)) {
      const replaced = replacement(match);
      if (replaced === match) continue;
      copyTo(index);
      text += replaced;
      copied = index + match.length;
      for (let unit = 0; unit < replaced.length; unit += 1) {
        starts.push(this.startOf(index));
        ends.push(this.endOf(copied - 1));
      }
    }
    if (copied === 0) return this;
    copyTo(this.text.length);
    return new View(text, { starts, ends });
  }
}
