const PLACEHOLDER = '[redacted]';
const MAX_CAUSE_DEPTH = 5;

/** The spellings under which a server, a proxy or a runtime may echo a value. */
function spellings(secret: string): string[] {
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

/**
 * `text` with every occurrence of a secret, in any case and usual spelling, replaced by `[redacted]`.
 *
 * @param secrets - values that must not be seen; empty ones are passed over
 */
export function redact(text: string, secrets: readonly string[]): string {
  const present = new Set(secrets.filter((secret) => secret !== '').flatMap(spellings));
  if (present.size === 0 || text === '') return text;
  // The longest first: one secret may be the beginning of another.
  const alternatives = [...present]
    .toSorted((a, b) => b.length - a.length)
    .map((secret) => secret.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`));
  return text.replaceAll(new RegExp(alternatives.join('|'), 'gi'), PLACEHOLDER);
}

/** `value` with every string in it redacted, keys included; what JSON cannot hold is left out. */
export function redactDeep<Value>(value: Value, secrets: readonly string[]): Value {
  const visit = (part: unknown): unknown => {
    if (typeof part === 'string') return redact(part, secrets);
    if (typeof part === 'number') return visitNumber(part);
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [redact(key, secrets), visit(item)]));
  };
  // A numeric id may be echoed as a JSON number.
  const visitNumber = (part: number): unknown => {
    const text = String(part);
    return secrets.includes(text) ? PLACEHOLDER : part;
  };
  return visit(value) as Value;
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
  const copy = new Error(redact(thrown.message, secrets));
  copy.name = redact(thrown.name, secrets);
  copy.stack = redact(thrown.stack ?? thrown.message, secrets);
  const { cause, code } = thrown as { cause?: unknown; code?: unknown };
  if (typeof code === 'string') Object.assign(copy, { code: redact(code, secrets) });
  if (cause !== undefined && depth < MAX_CAUSE_DEPTH) {
    Object.defineProperty(copy, 'cause', { value: safeCause(cause, secrets, depth + 1), configurable: true });
  }
  return copy;
}
