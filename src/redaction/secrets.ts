import { isSessionTerminationError } from '../errors.ts';
import { PLACEHOLDER, SecretIndex } from './secret-index.ts';

/** How many links of a chain of causes are read: a chain can be endless. */
export const MAX_CAUSE_DEPTH = 5;
/** Deeper values are left out: they have no meaning to a person and could exhaust the stack. */
const MAX_VALUE_DEPTH = 100;
/** A text of a server is one line for a person. */
const MAX_LENGTH = 300;

/** Values that no text, error or cause may show. */
export class Secrets {
  readonly #values: Set<string>;
  #index: SecretIndex | undefined;

  /** @param values - empty ones are ignored */
  constructor(values: Iterable<string> = []) {
    this.#values = new Set(values);
  }

  /** Adds a value that became known later, such as a token. */
  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#index = undefined;
  }

  /**
   * Replaces every secret in a text, in any case and usual spelling, with `[redacted]`.
   *
   * A secret of fewer than six characters is replaced only where no letter or digit stands beside it.
   */
  redact(text: string): string {
    this.#index ??= new SecretIndex([...this.#values]);
    return this.#index.replaceIn(text);
  }

  /** Makes one short line, without secrets, of a text that someone else wrote. */
  clean(text: string): string {
    // Redacted twice: a line break can hide a secret that contains a space, and a space one that contains a line break.
    const line = this.redact(this.redact(text).replaceAll(/[\p{Cc}\s]+/gu, ' ')).trim();
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
  }

  /** A copy of a JSON object in which every string, keys included, is a short line without secrets. */
  cleanObject(value: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.clean(key), this.#cleanValue(item, 1)]));
  }

  /**
   * A copy of something thrown that is safe to pass on as a `cause`.
   *
   * An error of this library is returned as it is. Of any other error the copy has the name, message, stack, `code` and
   * causes, redacted; other libraries attach requests and configurations to their errors.
   */
  safeCause(error: unknown): unknown {
    return isSessionTerminationError(error) ? error : this.#copyOf(error, 0);
  }

  #cleanValue(value: unknown, depth: number): unknown {
    if (depth > MAX_VALUE_DEPTH) return PLACEHOLDER;
    if (typeof value === 'string') return this.clean(value);
    // A server can echo a numeric ID as a JSON number.
    if (typeof value === 'number') return this.redact(String(value)) === PLACEHOLDER ? PLACEHOLDER : value;
    if (Array.isArray(value)) return value.map((item) => this.#cleanValue(item, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.clean(key), this.#cleanValue(item, depth + 1)]),
    );
  }

  #copyOf(error: unknown, depth: number): Error {
    if (!(error instanceof Error)) {
      return new Error(typeof error === 'string' ? this.redact(error) : `A value of type ${typeof error} was thrown.`);
    }
    const { name, message, stack, cause } = error;
    const code = 'code' in error ? error.code : undefined;
    const safe = (value: unknown): string => this.redact(typeof value === 'string' ? value : '');
    const copy = new Error(safe(message));
    copy.name = safe(name);
    copy.stack = safe(stack ?? message);
    if (typeof code === 'string') Object.assign(copy, { code: safe(code) });
    if (cause !== undefined && depth < MAX_CAUSE_DEPTH) {
      Object.defineProperty(copy, 'cause', { value: this.#copyOf(cause, depth + 1), configurable: true });
    }
    return copy;
  }
}
