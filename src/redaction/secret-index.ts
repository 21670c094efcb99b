import { Matcher } from './matcher.ts';
import { spellingsOf, viewsOf } from './spelling.ts';
import type { View } from './view.ts';

/** Replaces a secret. */
export const PLACEHOLDER = '[redacted]';
/** A shorter value, such as the ID 11, is also found by chance, for example within the ID of a request. */
const MIN_LENGTH_WITHIN_WORDS = 6;
/** Characters times spellings that are compared one by one, in all; then a matcher of all spellings is made. */
const MAX_COMPARISONS = 20_000_000;

/** Finds any number of secrets in a text, in time that grows linearly with the text and with the secrets. */
export class SecretIndex {
  readonly #values = new Set<string>();
  /** Values whose spellings are not in the list yet. */
  #pending: string[] = [];
  readonly #spellings: string[] = [];
  #matcher: Matcher | undefined;
  #comparisons = 0;

  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#pending.push(value);
    this.#matcher = undefined;
  }

  /**
   * Replaces every secret with a placeholder.
   *
   * @param cut - whether more text followed: then the beginning of a secret at the end is replaced, too
   */
  replaceIn(text: string, cut: boolean): string {
    const views = viewsOf(text);
    const matcher = this.#matcherFor(views, cut);
    if (matcher === undefined) return text;
    const ends = new Uint32Array(text.length);
    for (const view of views) {
      const begun = findIn(view, text, matcher, ends);
      if (cut && begun > 0) ends[view.startOf(view.text.length - begun)] = text.length;
    }
    return replaceFound(text, ends);
  }

  /** @returns `undefined` if no secret can be in the views */
  #matcherFor(views: readonly View[], cut: boolean): Matcher | undefined {
    const texts = views.map(({ text }) => text);
    this.#spell(cut || texts.some((text) => /\d/.test(text)));
    this.#comparisons += this.#spellings.length * texts.reduce((sum, { length }) => sum + length, 0);
    // A text that was cut can end with the beginning of any secret.
    if (cut || this.#comparisons > MAX_COMPARISONS) return (this.#matcher ??= new Matcher(this.#spellings));
    // Most texts contain no secret at all, which is cheaper to find out without a matcher.
    const chosen = this.#spellings.filter((spelling) => texts.some((text) => text.includes(spelling)));
    return chosen.length === 0 ? undefined : new Matcher(chosen);
  }

  /** Most messages contain no digit. Then an ID, which is spelled in many ways, can wait. */
  #spell(withNumbers: boolean): void {
    const isDue = (value: string): boolean => withNumbers || !/^\d+$/.test(value);
    for (const value of this.#pending.filter(isDue)) this.#spellings.push(...spellingsOf(value));
    this.#pending = this.#pending.filter((value) => !isDue(value));
  }
}

/**
 * Looks for secrets in one view of a text.
 *
 * @param ends - gets, for each place in the text where a secret begins, where the longest one ends
 * @returns how many characters at the end of the view are the beginning of a secret
 */
function findIn(view: View, text: string, matcher: Matcher, ends: Uint32Array): number {
  const spelled = view.text;
  let node = 0;
  for (let index = 0; index < spelled.length; index += 1) {
    node = matcher.step(node, spelled.charCodeAt(index));
    for (let whole = matcher.wholeAt(node); whole !== 0; whole = matcher.nextWhole(whole)) {
      const length = matcher.depthOf(whole);
      const start = index + 1 - length;
      const [from, to] = [view.startOf(start), view.endOf(index)];
      const counts =
        length >= MIN_LENGTH_WITHIN_WORDS || standsAlone(spelled, start, index + 1) || standsAlone(text, from, to);
      if (!counts) continue;
      ends[from] = Math.max(ends[from] ?? 0, to);
      break;
    }
  }
  return matcher.depthOf(node);
}

function standsAlone(text: string, from: number, to: number): boolean {
  return !/[\da-z]/i.test(text.charAt(from - 1) + text.charAt(to));
}

/** Secrets that overlap get one placeholder. */
function replaceFound(text: string, ends: Uint32Array): string {
  let safe = '';
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    let end = ends[at] ?? 0;
    if (end === 0) continue;
    safe += text.slice(copied, at) + PLACEHOLDER;
    for (let inner = at + 1; inner < end; inner += 1) end = Math.max(end, ends[inner] ?? 0);
    copied = end;
    at = end - 1;
  }
  return safe + text.slice(copied);
}
