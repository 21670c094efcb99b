import { lowerCase, rewrite, type View } from './view.ts';

/** Software encodes what is encoded already, as in a JSON text within a JSON text; each level is decoded in turn. */
const MAX_LEVELS = 6;

/** What ordinary software writes in place of a character, and UTF-8 that was read as Latin-1. */
const ESCAPE = new RegExp(
  [
    String.raw`%u[\da-fA-F]{4}|%[\da-fA-F]{2}`,
    String.raw`\\u\{[\da-fA-F]{1,6}\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\[bfnrt!-$'-/:-@[-^\x60{-~]`,
    String.raw`&#[xX][\da-fA-F]{1,6};?|&#\d{1,7};?|&[a-zA-Z]{2,8};`,
    String.raw`[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}`,
    `''|""`,
  ].join('|'),
  'g',
);
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  bsol: '\\',
  colon: ':',
  commat: '@',
  equals: '=',
  gt: '>',
  lowbar: '_',
  lt: '<',
  nbsp: ' ',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quot: '"',
  sol: '/',
  szlig: 'ß',
};
/** The ends of names such as `eacute`. */
const ACCENTS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  caron: '\u030C',
  cedil: '\u0327',
  circ: '\u0302',
  grave: '\u0300',
  ring: '\u030A',
  tilde: '\u0303',
  uml: '\u0308',
};

/** A text that has one spelling only, such as most tokens and IDs: it ends soon what would cost more. */
const PLAIN = /^[\w.@~-]*$/;
/** Begins a label of a domain name that stands for one beyond ASCII. */
export const ASCII_NAME = /xn--/i;
/** A label of a domain name with characters beyond ASCII. */
const DOMAIN_LABEL = /(?<=[@.])(?=[\w-]*[^ -~])[^\s!-,./:-@[-^`{-~]{1,63}/gu;
/** Characters that no reader sees, or that stand for a space in a form; and each character beyond ASCII with its marks. */
const UNSEEN_OR_BEYOND_ASCII = /[\s\p{Cc}\p{Cf}\p{DI}+]+|[^ -~]\p{M}*/gu;
const UNSEEN = /^[\s\p{Cc}\p{Cf}\p{DI}+]/u;

/**
 * Every spelling of a text in which a secret is looked for: as it is, and decoded level by level, each time once in lower
 * case and once without the differences between Unicode's forms, white space and invisible characters.
 *
 * @param withNames - whether domain names count in ASCII as well, even if none of the text is in ASCII
 */
export function viewsOf(text: string, withNames: boolean): View[] {
  if (PLAIN.test(text)) return [lowerCase({ text })];
  const views = new Set<View>();
  let view: View = { text };
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const named = withNames || ASCII_NAME.test(view.text) ? rewrite(view, DOMAIN_LABEL, toAscii) : view;
    for (const lower of new Set([view, named].map(lowerCase))) {
      views.add(lower).add(rewrite(lower, UNSEEN_OR_BEYOND_ASCII, fold));
    }
    const decoded = rewrite(view, ESCAPE, decode);
    if (decoded === view) break;
    view = decoded;
  }
  return [...views];
}

/** The texts that show a secret if they stand in one of the views of a text. */
export function spellingsOf(secret: string): string[] {
  if (secret.trim() === '') return [];
  const written = new Set([
    secret,
    // Without its accents, a letter can complete an escape: "%9é" then begins with "%9e".
    secret.normalize('NFD'),
    // Older software writes it so before it writes a domain name in ASCII.
    secret.replaceAll('ß', 'ss'),
    ...numberSpellings(secret),
  ]);
  const texts = [...written].flatMap((text) => viewsOf(text, true)).map(({ text }) => text);
  return texts.filter((text) => text !== '');
}

function fold(match: string): string {
  if (UNSEEN.test(match)) return '';
  // In upper case first: that of "ß" is "SS". A half of a surrogate pair becomes U+FFFD when it is encoded.
  return match
    .replace(/\p{Surrogate}/u, '\uFFFD')
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase();
}

/** The label as DNS knows it (UTS 46). */
function toAscii(label: string): string {
  try {
    return new URL(`http://${label}`).hostname;
  } catch {
    return label;
  }
}

function decode(escape: string): string {
  if (/^['"]/.test(escape)) return escape.charAt(0);
  // Where a line breaks is no difference.
  if (/^\\[bfnrt]/.test(escape)) return ' ';
  // Regular expressions and shells put a backslash before punctuation. "%" and "&" can begin an escape of their own.
  if (/^\\[!-$'-/:-@[-^`{-~]/.test(escape)) return escape.charAt(1);
  if (/^&[a-z]/i.test(escape)) return namedCharacter(escape.slice(1, -1)) ?? escape;
  if (/^[^ -~]/.test(escape)) return decodeBytes(escape);
  const code = /^&#\d/.test(escape)
    ? Number.parseInt(escape.slice(2), 10)
    : Number.parseInt(escape.replace(/^(?:%u?|\\[ux]\{?|&#x)/i, ''), 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}

function namedCharacter(name: string): string | undefined {
  const accent = ACCENTS[name.slice(1)];
  return accent === undefined ? ENTITIES[name.toLowerCase()] : name.charAt(0) + accent;
}

function decodeBytes(bytes: string): string {
  try {
    return decodeURIComponent(bytes.replaceAll(/./g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
  } catch {
    return bytes;
  }
}

/** A number of many digits as JSON parsers print it: without leading zeros, rounded, with an exponent. */
function numberSpellings(secret: string): string[] {
  if (!/^\d{1,100}$/.test(secret)) return [];
  const number = Number(secret);
  const printed = [String(number), BigInt(number).toString()];
  if (secret.length < 7) return printed;
  const scientific = [number.toExponential(), ...[14, 15, 17].map((digits) => number.toPrecision(digits))]
    .filter((text) => text.includes('e'))
    .flatMap((text) => [text, text.replace(/\+(\d)$/, '+0$1')]);
  return [...printed, ...scientific];
}
