import { PLACEHOLDER, SecretIndex } from './secret-index.ts';

const MAX_CAUSE_DEPTH = 5;
/** Nothing that means something is deeper; what is could exhaust the stack. */
const MAX_VALUE_DEPTH = 100;
/** Longer texts of the other side are cut: a message is one line for a person. */
const MAX_QUOTED_LENGTH = 300;
/** Made once for all texts of an error. A list of secrets may grow meanwhile, by the tokens that a call uses. */
const indexes = new WeakMap<readonly string[], { size: number; index: SecretIndex }>();

/**
 * `text` with every occurrence of a secret, in any case and usual spelling, replaced by `[redacted]`. One of fewer than six
 * characters is replaced where no other letter or digit stands beside it.
 *
 * @param secrets - values that must not be seen; empty ones are passed over
 */
export function redact(text: string, secrets: readonly string[]): string {
  let made = indexes.get(secrets);
  if (made?.size !== secrets.length) {
    made = { size: secrets.length, index: new SecretIndex(secrets) };
    indexes.set(secrets, made);
  }
  return made.index.replaceIn(text);
}

/**
 * A text of the other side on one line, without secrets, not too long. Redacted before and after it is one line: a break may
 * hide a secret with a space, and a space that takes the place of others one with them.
 */
export function quote(text: string, secrets: readonly string[]): string {
  const line = redact(redact(text, secrets).replaceAll(/[\p{Cc}\s]+/gu, ' '), secrets)
    .trim()
    .replace(/\.$/, '');
  return line.length > MAX_QUOTED_LENGTH ? `${line.slice(0, MAX_QUOTED_LENGTH)}…` : line;
}

/** `value` with every string in it redacted, keys included; what JSON cannot hold is left out. */
export function redactDeep<Value>(value: Value, secrets: readonly string[]): Value {
  const visit = (part: unknown, depth: number): unknown => {
    if (depth > MAX_VALUE_DEPTH) return PLACEHOLDER;
    if (typeof part === 'string') return redact(part, secrets);
    // A numeric id may be echoed as a JSON number.
    if (typeof part === 'number') return redact(String(part), secrets) === PLACEHOLDER ? PLACEHOLDER : part;
    if (Array.isArray(part)) return part.map((item) => visit(item, depth + 1));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [redact(key, secrets), visit(item, depth + 1)]),
    );
  };
  return visit(value, 0) as Value;
}

/**
 * A copy of what was thrown that is safe to hand on as a `cause`: name, message, stack, `code` and causes, all redacted.
 * Everything else is left out, since other libraries hang requests and configurations on their errors.
 */
export function safeCause(thrown: unknown, secrets: readonly string[], depth = 0): Error {
  if (!(thrown instanceof Error)) {
    return new Error(
      typeof thrown === 'string' ? redact(thrown, secrets) : `something of type ${typeof thrown} was thrown`,
    );
  }
  const { name, message, stack, cause, code } = thrown as unknown as Record<string, unknown>;
  // Whoever throws may have put anything there.
  const safe = (value: unknown): string => redact(typeof value === 'string' ? value : '', secrets);
  const copy = new Error(safe(message));
  copy.name = safe(name);
  copy.stack = safe(stack ?? message);
  if (typeof code === 'string') Object.assign(copy, { code: safe(code) });
  if (cause !== undefined && depth < MAX_CAUSE_DEPTH) {
    Object.defineProperty(copy, 'cause', { value: safeCause(cause, secrets, depth + 1), configurable: true });
  }
  return copy;
}
