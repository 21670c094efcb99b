const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Decodes a label of a domain name, without its `xn--` (RFC 3492, section 6.2).
 *
 * @returns `undefined` for a text that isn't Punycode
 */
export function decodePunycode(label: string): string | undefined {
  const delimiter = label.lastIndexOf('-');
  const characters = label.slice(0, Math.max(0, delimiter)).split('');
  let [codePoint, bias, insertion] = [128, 72, 0];
  for (let at = delimiter + 1; at < label.length;) {
    const before = insertion;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = DIGITS.indexOf(label.charAt(at++).toLowerCase());
      if (digit < 0 || at > label.length) return undefined;
      insertion += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = characters.length + 1;
    bias = adapt(insertion - before, length, before === 0);
    codePoint += Math.floor(insertion / length);
    insertion %= length;
    if (codePoint > 0x10ffff) return undefined;
    characters.splice(insertion++, 0, String.fromCodePoint(codePoint));
  }
  return characters.join('');
}

/** The next bias (RFC 3492, section 6.1). */
function adapt(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}
