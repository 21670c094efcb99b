import { ASCII_NAME, spellingsOf, viewsOf } from './spelling.ts';
import { endOf, startOf, type View } from './view.ts';

/** Replaces a secret. */
export const PLACEHOLDER = '[redacted]';
/** A shorter value, such as the ID 11, is also found by chance, for example within the ID of a request. */
const MIN_LENGTH_WITHIN_WORDS = 6;
/** Characters times spellings that are compared one by one. */
const MAX_COMPARISONS = 100_000;
/** How many first characters of the patterns are compared first, if they are as long. */
const MAX_HEAD_LENGTH = 3;

/** Texts to look for. */
interface Patterns {
  /** Each once, in order. */
  sorted: readonly string[];
  /** For each pattern the index of the longest other one that it begins with; -1 if there is none. */
  shorter: readonly number[];
  /** The first characters of the patterns, and the first of those, since a text can end with them. */
  heads: ReadonlySet<string>;
  headLength: number;
  maxLength: number;
}

/** Spellings of secrets, and the patterns once a text needed them all. */
interface Search {
  spellings: readonly string[];
  patterns?: Patterns;
}

/** From where to where a secret stands in a text. */
type Place = [start: number, end: number];

/** Finds any number of secrets in a text, in time that grows linearly with the text and hardly with their number. */
export class SecretIndex {
  readonly #values = new Set<string>();
  /** What to look for in a text without digits, and in one with digits. */
  #searches: [words?: Search, all?: Search] = [];
  #hasAsciiName = false;

  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#searches = [];
    this.#hasAsciiName ||= ASCII_NAME.test(value);
  }

  /**
   * Replaces every secret with a placeholder.
   *
   * @param cut - whether more text followed: then the beginning of a secret at the end is replaced, too
   */
  replaceIn(text: string, cut: boolean): string {
    const views = viewsOf(text, this.#hasAsciiName);
    const patterns = this.#patternsFor(views, cut);
    const places = patterns === undefined ? [] : views.flatMap((view) => placesIn(view, text, patterns, cut));
    return replacePlaces(text, places);
  }

  /** @returns `undefined` if no secret can be in the views */
  #patternsFor(views: readonly View[], cut: boolean): Patterns | undefined {
    const texts = views.map(({ text }) => text);
    const withNumbers = cut || texts.some((text) => /\d/.test(text));
    const search = (this.#searches[withNumbers ? 1 : 0] ??= this.#searchFor(withNumbers));
    const { spellings } = search;
    const comparisons = texts.reduce((sum, { length }) => sum + length, 0) * spellings.length;
    // A text that was cut can end with the beginning of any secret.
    if (cut || comparisons > MAX_COMPARISONS) return (search.patterns ??= patternsOf(spellings));
    // Most texts contain no secret at all, which is cheaper to find out than to sort.
    const found = spellings.filter((spelling) => texts.some((text) => text.includes(spelling)));
    return found.length === 0 ? undefined : patternsOf(found);
  }

  /** Most messages contain no digit. Then an ID, which is spelled in many ways, can wait. */
  #searchFor(withNumbers: boolean): Search {
    const due = [...this.#values].filter((value) => withNumbers || !/^\d+$/.test(value));
    return { spellings: due.flatMap(spellingsOf) };
  }
}

function patternsOf(spellings: readonly string[]): Patterns {
  const sorted = [...new Set(spellings)].toSorted();
  const shorter: number[] = [];
  const heads = new Set<string>();
  let headLength = MAX_HEAD_LENGTH;
  let maxLength = 0;
  for (const [index, pattern] of sorted.entries()) {
    shorter.push(beginning(pattern, index - 1, sorted, shorter));
    headLength = Math.min(headLength, pattern.length);
    maxLength = Math.max(maxLength, pattern.length);
    for (let length = 1; length <= MAX_HEAD_LENGTH; length += 1) heads.add(pattern.slice(0, length));
  }
  return { sorted, shorter, heads, headLength, maxLength };
}

/** The longest pattern that a text begins with, by its index: the one before the text in the order, or a shorter one. */
function beginning(text: string, before: number, sorted: readonly string[], shorter: readonly number[]): number {
  let index = before;
  while (index >= 0 && !text.startsWith(sorted[index] ?? '')) index = shorter[index] ?? -1;
  return index;
}

/** Where secrets stand, of those with the same start the longest, as places in the original text. */
function placesIn(view: View, text: string, patterns: Patterns, cut: boolean): Place[] {
  const { sorted, shorter, heads, headLength, maxLength } = patterns;
  const spelled = view.text;
  const places: Place[] = [];
  for (let at = 0; at < spelled.length; at += 1) {
    if (!heads.has(spelled.slice(at, at + headLength))) continue;
    const rest = spelled.slice(at, at + maxLength);
    const next = firstAfter(rest, sorted);
    const start = startOf(view, at);
    if (cut && sorted[next]?.startsWith(rest)) return [...places, [start, text.length]];
    let index = beginning(rest, next - 1, sorted, shorter);
    for (; index >= 0; index = shorter[index] ?? -1) {
      const { length } = sorted[index] ?? '';
      const end = endOf(view, at + length - 1);
      if (
        length < MIN_LENGTH_WITHIN_WORDS &&
        !standsAlone(spelled, at, at + length) &&
        !standsAlone(text, start, end)
      ) {
        continue;
      }
      places.push([start, end]);
      break;
    }
  }
  return places;
}

/** The index of the first pattern that comes after a text in the order. */
function firstAfter(text: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function standsAlone(text: string, from: number, to: number): boolean {
  return !/[\da-z]/i.test(text.charAt(from - 1) + text.charAt(to));
}

/** Secrets that overlap get one placeholder. */
function replacePlaces(text: string, places: readonly Place[]): string {
  let safe = '';
  let copied = 0;
  for (const [start, end] of places.toSorted(([a], [b]) => a - b)) {
    if (start >= copied) safe += text.slice(copied, start) + PLACEHOLDER;
    copied = Math.max(copied, end);
  }
  return safe + text.slice(copied);
}
