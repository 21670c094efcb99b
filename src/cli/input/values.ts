/** What a column, a flag or a line is expected to contain. */
export type Wanted = 'id' | 'login' | 'either';

/** A value as it is sent. */
export interface Value {
  is: 'id' | 'login';
  text: string;
}

/** A value that can't be sent. */
export interface Fault {
  /** Why, with the value and the way out. */
  fault: string;
  /** Whether it could be a person's name or user name, which identity systems have in columns of logins. */
  isName: boolean;
}

/** An email address is at most this long (RFC 5321, section 4.5.3.1.3). */
const MAX_LOGIN_LENGTH = 254;
const MAX_SHOWN_LENGTH = 40;
/** A longer text is no value, however it is wrapped. */
const MAX_WRAPPED_LENGTH = 1000;
/** How often one wrapper can be inside another. */
const MAX_WRAPPERS = 4;

/** Numbers with a zero in front are those of other systems, such as employee numbers. */
const ID = /^(?!0+$)\d+$/;
const LOGIN =
  /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{}~-]|\.(?![.@]))*@(?:(?!-)[\p{L}\p{N}\p{M}-]+(?<!-)\.)+(?!\d+$|-)[\p{L}\p{N}\p{M}-]+(?<!-)$/u;
/** White space and characters without a width, which come along when text is copied. */
const EDGES = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
/** One number with a comma as its decimal point, not two values. */
const COMMA_NUMBER = /^\d+,(?:0+|\d+e[+-]?\d+)$/i;
const THOUSANDS = /^\d{1,3}(?:(?<separator>[,.'’\u00a0\u202f ])\d{3})(?:\k<separator>\d{3})*$/;
/** A cell that a program fills in where it has no value, or below the last row. */
const PLACEHOLDER = /^(?:null|none|nil|nan|n\/?a|undefined|unknown|empty|true|false|[-–—?.]+|0+|\(?blank\)?)$/i;

/** What a value can be wrapped in; the group is the value. */
const WRAPPERS: readonly RegExp[] = [
  // Excel and exports for Excel mark text with a formula or an apostrophe.
  /^=\s*"(?<inner>.*)"$/s,
  /^=(?<inner>[^=].*)$/s,
  /^"(?<inner>.*)"$/s,
  /^'(?<inner>.*?)'?$/s,
  /^[“”„«](?<inner>.*)[“”»]$/s,
  /^[‘’‚](?<inner>.*)[‘’]$/s,
  /^`(?<inner>.*)`$/s,
  /^mailto:(?<inner>[^?]*)/i,
  // An address in a directory.
  /^smtp:(?<inner>.*)$/is,
  // A link in a chat, in Markdown, or in a ticket.
  /^<mailto:(?<inner>[^<>|]*)\|[^<>|]*>$/i,
  /^\[(?<inner>[^\]|]+)(?:\|mailto:[^\]]*\]|\]\(mailto:[^)]*\))$/i,
  // Ada Lovelace <ada@example.com>, as mail programs copy it. Without a name, the address is there twice.
  /^[^<>@]*<(?<inner>[^<>]*@[^<>]*)>$/,
  /^[^<>@]*?(?<![^\s<>()"'])(?<inner>[^\s<>()"'@]+@[^\s<>()"'@]+)[^<>@]*<\k<inner>>$/i,
  /^<(?<inner>[^<>\s]*)>$/,
  // The end of a sentence, and an aside.
  /^(?<inner>[^\s,;]+@[^\s,;]*[^\s.,;:])[.,;:]+$/,
  /^\((?<inner>[^()]*@[^()]*)\)$/,
  // A number that a spreadsheet wrote as a decimal.
  /^(?<inner>\d+)\.0+$/,
];

/** What else a value can be, with the way out. The first that fits is said. */
const KNOWN_FAULTS: readonly { pattern: RegExp; noun?: string; wayOut: string }[] = [
  {
    pattern: /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i,
    noun: 'an ID',
    wayOut: 'Excel has rounded the column; format it as text and export again.',
  },
  {
    // #N/A, in German #NV; #REF!, in French #REF!, in Spanish #¡REF!
    pattern: /^#(?:#+|[¡¿]?(?=\D)[\p{Lu}\d/]{2,10}[!?]?)$/u,
    wayOut: 'It is an error of the spreadsheet; correct the cell, or remove the row.',
  },
  { pattern: PLACEHOLDER, wayOut: 'It stands for an empty cell; remove the row, or clear the cell.' },
  {
    pattern: /^(?:(?:grand |sub-?)?totals?|sum|count|average)\b[^@]*$/i,
    wayOut: 'It looks like the row below a table; remove the row.',
  },
  {
    pattern: /<[/!]?[a-z][^<>]*>|&(?:lt|gt|nbsp|amp|#\d+);/i,
    wayOut: 'It is HTML; save the list as plain text or CSV.',
  },
  {
    pattern: THOUSANDS,
    noun: 'an ID',
    wayOut: 'It has thousands separators; format the column as text and export again.',
  },
  {
    pattern: /^\d+(?:\.\d+|,\d{1,2})$/,
    noun: 'an ID',
    wayOut: 'It is a decimal number; format the column as text and export again.',
  },
  {
    pattern: /^\{?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}?$/i,
    noun: 'an ID of Box',
    wayOut: 'It is the ID of another system; choose the column with the logins, with --column.',
  },
  { pattern: /@.*[\s,;|/].*@|^\d+[\s,;|/]+\d+/s, wayOut: 'It is more than one value; write one in each row.' },
  {
    pattern: /[|\t]|.[,;].*@|@.*[,;]/s,
    wayOut: 'It is more than one column; add a first line that names the columns.',
  },
];

/** Whether a text, as it is, can be a login: an email address. */
export function isLogin(text: string): boolean {
  return text.length <= MAX_LOGIN_LENGTH && LOGIN.test(text) && !hasLookalike(text);
}

/** Whether a text has full-width letters, superscript digits, and the like, which come from an input method. */
function hasLookalike(text: string): boolean {
  return /[^\0-\x7f]/.test(text) && text.normalize('NFKC') !== text.normalize('NFC');
}

/**
 * Reads one value: an ID is digits, a login is an email address. What programs wrap them in is removed.
 *
 * @param text - without white space around it
 */
export function readValue(text: string, wanted: Wanted): Value | Fault {
  const plain = match(text, wanted);
  if (plain !== undefined) return plain;
  const inner = unwrap(text);
  return match(inner, wanted) ?? faultOf(text, inner, wanted);
}

/** Several values on one line, as a flag has them or a mail program copies recipients. */
export function splitValues(text: string): string[] {
  // 11,446,498 is one number. 111,222 is more likely two.
  if (COMMA_NUMBER.test(text) || (THOUSANDS.test(text) && !/^\d{3},\d{3}$/.test(text))) return [text];
  const parts = (text.match(/(?:"[^"]*"|<[^<>]*>|[^,;])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');
  // Lovelace, Ada <ada@example.com>: the comma is within the name.
  return parts.filter((part, index) => !(isNamePart(part) && /<[^<>]*@[^<>]*>$/.test(parts[index + 1] ?? '')));
}

function isNamePart(part: string): boolean {
  return /^["'\p{L}\p{M}][\p{L}\p{M}\s.'’"-]*$/u.test(part) && !PLACEHOLDER.test(part);
}

/** A text as messages show it: one line, cut to 40 characters, without characters that steer a terminal. */
export function shown(text: string, maxLength = MAX_SHOWN_LENGTH): string {
  const line = text
    .slice(0, maxLength * 2)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '?')
    .trim();
  const characters = Array.from(line);
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}

function match(text: string, wanted: Wanted): Value | undefined {
  // A letter and its accent can be one character or two; they are the same person.
  if (wanted !== 'id' && isLogin(text)) return { is: 'login', text: text.normalize('NFC') };
  if (wanted !== 'login' && ID.test(text)) return { is: 'id', text };
  return undefined;
}

function unwrap(text: string): string {
  if (text.length > MAX_WRAPPED_LENGTH) return text;
  let inner = text.replaceAll(EDGES, '');
  for (let count = 0; count < MAX_WRAPPERS; count++) {
    const found = WRAPPERS.map((wrapper) => wrapper.exec(inner)?.groups?.['inner']).find((each) => each !== undefined);
    if (found === undefined) break;
    inner = found.replaceAll(EDGES, '');
  }
  return inner;
}

function faultOf(text: string, inner: string, wanted: Wanted): Fault {
  const value = text === '' ? 'An empty value' : shown(text);
  const known = KNOWN_FAULTS.find(({ pattern }) => pattern.test(inner) || pattern.test(text));
  if (known !== undefined) {
    return { fault: `${value} is not ${known.noun ?? nounOf(inner, wanted)}. ${known.wayOut}`, isName: false };
  }
  return { fault: `${value} is not ${nounOf(inner, wanted)}. ${wayOutOf(inner, wanted)}`, isName: !text.includes('@') };
}

function nounOf(text: string, wanted: Wanted): string {
  if (wanted === 'either') return text.includes('@') ? 'a login' : 'an ID or a login';
  return wanted === 'id' ? 'an ID' : 'a login';
}

function wayOutOf(text: string, wanted: Wanted): string {
  if (/[\p{Cc}\p{Cf}]/u.test(text)) return 'It contains an invisible character; type it again.';
  if (hasLookalike(text)) return 'It has characters that only look like those of an ID or a login; type it again.';
  if (wanted === 'id' && isLogin(text)) return 'It is a login; an ID is digits.';
  if (wanted === 'login' && ID.test(text)) return 'It is an ID; a login is an email address.';
  if (wanted === 'id') return 'An ID is digits.';
  return wanted === 'login' ? 'A login is an email address.' : 'An ID is digits, a login is an email address.';
}
