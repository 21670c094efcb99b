/** What stands in the place of a secret. */
export const PLACEHOLDER = '[redacted]';
/** A shorter value, such as the id 11, is also found by chance, for one inside the id of a request. */
const MIN_LENGTH_WITHIN_WORDS = 6;

/**
 * Finds any number of values in a text in one pass: a request may name a hundred thousand users, and each of them counts.
 */
export class SecretIndex {
  readonly #spellings = new Set<string>();
  /** The lengths of the spellings that begin with a character, the longest first: one may be the beginning of another. */
  readonly #lengths = new Map<string, number[]>();

  /** @param secrets - empty ones are passed over */
  constructor(secrets: readonly string[]) {
    const lengths = new Map<string, Set<number>>();
    for (const spelling of secrets.flatMap(spellings).map(fold)) {
      const [first] = spelling.split('', 1);
      if (first === undefined) continue;
      this.#spellings.add(spelling);
      const ofFirst = lengths.get(first) ?? new Set();
      lengths.set(first, ofFirst.add(spelling.length));
    }
    for (const [first, ofFirst] of lengths) {
      this.#lengths.set(
        first,
        [...ofFirst].toSorted((a, b) => b - a),
      );
    }
  }

  /** The text with each value, in any case and usual spelling, replaced by `[redacted]`. */
  replaceIn(text: string): string {
    const folded = fold(text);
    let safe = '';
    let from = 0;
    for (let at = 0; at < folded.length;) {
      const length = this.#lengthAt(folded, at);
      if (length === undefined) {
        at += 1;
        continue;
      }
      safe += text.slice(from, at) + PLACEHOLDER;
      at += length;
      from = at;
    }
    return safe + text.slice(from);
  }

  #lengthAt(folded: string, at: number): number | undefined {
    const fits = (length: number): boolean =>
      this.#spellings.has(folded.slice(at, at + length)) &&
      (length >= MIN_LENGTH_WITHIN_WORDS || standsAlone(folded, at, at + length));
    return this.#lengths.get(folded.charAt(at))?.find(fits);
  }
}

/** The spellings under which a server, a proxy or a runtime may echo a value. */
function spellings(secret: string): string[] {
  if (/^[\w.-]*$/.test(secret)) return [secret];
  const wellFormed = secret.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  return [secret, wellFormed, json, json.replaceAll('/', String.raw`\/`), encodeURIComponent(wellFormed), html];
}

/** In lower case, each character at its place: that of a few takes more room, and they stay. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replaceAll(/\p{Lu}/gu, (letter) => {
    const folded = letter.toLowerCase();
    return folded.length === letter.length ? folded : letter;
  });
}

function standsAlone(text: string, from: number, to: number): boolean {
  return !/[\da-z]/.test(text.charAt(from - 1) + text.charAt(to));
}
