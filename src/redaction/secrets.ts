import { CauseCopier } from './safe-cause.ts';
import { PLACEHOLDER, SecretIndex } from './secret-index.ts';

export { MAX_CAUSE_DEPTH } from './safe-cause.ts';

/** A text of a server is one line for a person. */
const MAX_LENGTH = 300;
/** How much of a longer text is read: what is replaced in it makes room for what follows. */
const MAX_LENGTH_READ = 4096;
/** An object of a server is for a person, too. */
const MAX_VALUES = 200;
/** A deeper value could exhaust the stack. */
const MAX_DEPTH = 100;

const ESC = '\u001B';
/** Sequences that move the cursor, change colors or set a title (ECMA-48, section 5.4, and the OSC of xterm). */
const TERMINAL_SEQUENCE = new RegExp(
  `(?:${ESC}\\[|\u009B)[0-?]*[ -/]*[@-~]?|(?:${ESC}\\]|\u009D)[^\u0007${ESC}\u009C]*(?:\u0007|${ESC}\\\\|\u009C)?`,
  'g',
);
/** Escapes at the end of a text that was cut: the last one can be half of one. */
const LAST_ESCAPES = /(?:[%\\&][^\s%\\&]{0,11}){1,8}$/;

/** Values that no text, error or cause may show. */
export class Secrets {
  readonly #index = new SecretIndex();

  /** @param values - blank ones are ignored */
  constructor(values: Iterable<string> = []) {
    for (const value of values) this.add(value);
  }

  /** Adds a value that became known later, such as a token. */
  add(value: string): void {
    this.#index.add(value);
  }

  /**
   * Replaces every secret in a text with `[redacted]`: in any case, in the spellings of JSON, HTML, URLs, forms, Unicode and
   * domain names, and encoded several times.
   *
   * A secret of fewer than six characters is replaced only where no letter or digit stands beside it.
   */
  redact(text: string): string {
    return this.#index.replaceIn(text, false);
  }

  /** Makes one short line of a text that someone else wrote, without secrets and without characters that no reader sees. */
  clean(text: string): string {
    const cut = text.length > MAX_LENGTH_READ;
    // All of these can split a secret, so they go first.
    const line = (cut ? text.slice(0, MAX_LENGTH_READ).replace(LAST_ESCAPES, '') : text)
      .replaceAll(TERMINAL_SEQUENCE, '')
      .replaceAll(/[\p{Cf}\p{DI}]+/gu, '')
      .replaceAll(/[\s\p{Cc}]+/gu, ' ');
    const safe = this.#index.replaceIn(line, cut).trim();
    if (!cut && safe.length <= MAX_LENGTH) return safe;
    return `${safe.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`;
  }

  /** A copy of a JSON object in which every string, keys included, is clean. What is too much for a person is left out. */
  cleanObject(object: Record<string, unknown>): Record<string, unknown> {
    let values = 0;
    const fits = (): boolean => (values += 1) <= MAX_VALUES;
    const cleanValue = (value: unknown, depth: number): unknown => {
      if (depth > MAX_DEPTH) return PLACEHOLDER;
      if (typeof value === 'string') return this.clean(value);
      // A server can echo a numeric ID as a JSON number.
      if (typeof value === 'number') return this.redact(String(value)) === String(value) ? value : PLACEHOLDER;
      if (Array.isArray(value)) return value.filter(fits).map((item) => cleanValue(item, depth + 1));
      return typeof value === 'object' && value !== null ? cleanEntries(value, depth) : value;
    };
    const cleanEntries = (part: object, depth: number): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(part)
          .filter(fits)
          .map(([key, value]) => [this.clean(key), cleanValue(value, depth + 1)]),
      );
    return cleanEntries(object, 0);
  }

  /**
   * Copies something thrown so that it is safe to pass on as a `cause`: of a foreign error the name, the code, the frames of
   * the stack and the causes, never the message. Never throws, whatever was thrown.
   */
  safeCause(thrown: unknown): unknown {
    return new CauseCopier(this).copy(thrown);
  }
}
