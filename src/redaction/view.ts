/** Where in the original each character begins and ends. */
interface Places {
  starts: readonly number[];
  ends: readonly number[];
}

/** A rewritten text that still knows where each of its characters stands in the original. */
export class View {
  readonly text: string;
  /** Most texts contain no secret, so places are found out only when they are asked for. */
  readonly #findPlaces: (() => Places) | undefined;
  #places: Places | undefined;

  /** @param findPlaces - left out if each character stands in its own place */
  constructor(text: string, findPlaces?: () => Places) {
    this.text = text;
    this.#findPlaces = findPlaces;
  }

  /** Where in the original the character at this index begins. */
  startOf(index: number): number {
    return this.#found()?.starts[index] ?? index;
  }

  /** Where in the original the character at this index ends. */
  endOf(index: number): number {
    return this.#found()?.ends[index] ?? index + 1;
  }

  /** The same view with its ASCII letters in lower case. */
  lowerCase(): View {
    const text = this.text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
    return text === this.text ? this : new View(text, this.#findPlaces);
  }

  /**
   * Replaces each match of a pattern.
   *
   * @returns this view if nothing changes
   */
  rewrite(pattern: RegExp, replacement: (match: string) => string): View {
    const text = this.text.replaceAll(pattern, (match) => replacement(match));
    return text === this.text ? this : new View(text, () => this.#placesAfter(pattern, replacement));
  }

  #found(): Places | undefined {
    return (this.#places ??= this.#findPlaces?.());
  }

  #placesAfter(pattern: RegExp, replacement: (match: string) => string): Places {
    const starts: number[] = [];
    const ends: number[] = [];
    let copied = 0;
    const copyTo = (end: number): void => {
      for (; copied < end; copied += 1) {
        starts.push(this.startOf(copied));
        ends.push(this.endOf(copied));
      }
    };
    for (const { 0: match, index } of this.text.matchAll(pattern)) {
      const replaced = replacement(match);
      if (replaced === match) continue;
      copyTo(index);
      copied = index + match.length;
      for (let unit = 0; unit < replaced.length; unit += 1) {
        starts.push(this.startOf(index));
        ends.push(this.endOf(copied - 1));
      }
    }
    copyTo(this.text.length);
    return { starts, ends };
  }
}
