/** A value within a JSON text: where it starts and ends, and its name in an object. */
export interface Part {
  name: string;
  start: number;
  end: number;
}

/** Where a text stops being JSON. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  readonly offset: number;

  constructor(offset: number) {
    super('The text is not valid JSON.');
    this.offset = offset;
  }
}

const SPACE = /[\s\uFEFF]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const LITERAL = /[^\s"[\]{},:]+/y;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The end of the white space at an offset. */
export function skipSpace(text: string, offset: number): number {
  return endOf(SPACE, text, offset) ?? offset;
}

/**
 * The end of the value that starts at an offset. What is within an object or an array isn't checked.
 *
 * @throws {@link JsonFault} when no value starts there, or when it has no end
 */
export function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first !== '{' && first !== '[') {
    const end = endOf(first === '"' ? STRING : LITERAL, text, start);
    if (end === undefined) throw new JsonFault(start);
    return end;
  }
  let depth = 0;
  // Character by character: a pattern would make an object for each token of a long list.
  for (let offset = start; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) offset = endOfString(text, offset);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return offset + 1;
    }
  }
  throw new JsonFault(text.length);
}

/** Where the quote is that ends the string; the end of the text if none does. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) return offset;
    if (code === BACKSLASH) offset += 1;
  }
  return text.length;
}

/**
 * The values directly within an object or an array, one after another, so that a long list isn't in memory as a whole.
 *
 * @param start - of the bracket
 * @throws {@link JsonFault} when the text isn't JSON there
 */
export function* partsOf(text: string, start: number): Generator<Part, void, void> {
  const isObject = text[start] === '{';
  const close = isObject ? '}' : ']';
  let offset = skipSpace(text, start + 1);
  if (text[offset] === close) return;
  for (;;) {
    let name = '';
    if (isObject) {
      const end = endOf(STRING, text, offset);
      if (end === undefined) throw new JsonFault(offset);
      name = readString(text.slice(offset, end), offset);
      offset = skipSpace(text, end);
      if (text[offset] !== ':') throw new JsonFault(offset);
      offset = skipSpace(text, offset + 1);
    }
    const end = endOfValue(text, offset);
    yield { name, start: offset, end };
    offset = skipSpace(text, end);
    if (text[offset] === close) return;
    if (text[offset] !== ',') throw new JsonFault(offset);
    offset = skipSpace(text, offset + 1);
  }
}

function readString(json: string, offset: number): string {
  if (!json.includes('\\')) return json.slice(1, -1);
  try {
    return JSON.parse(json) as string;
  } catch {
    throw new JsonFault(offset);
  }
}

function endOf(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
