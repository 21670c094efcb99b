/** Characters that entities stand for; the pages contain none. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);
const CODE_SPAN = /(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/;
/** Not possible in code in a table: Markdown tools disagree about what it means there. */
const BACKSLASH_BEFORE_PIPE = /\\\|/;
/** What would start something else than a paragraph. */
const BLOCK_START = /^(?:[#>+=|~-]|:::|\*(?=\s)|\[(?=\[|[^\]]*\]:))|(?<=^\d+)[.)](?=\s|$)/;

/**
 * A text as Markdown that stays a paragraph, whatever it contains. Code spans, links and emphasis are kept. A blank line separates
 * paragraphs.
 */
export function paragraphs(text: string): string {
  return decodeEntities(text)
    .split(/\n\s*\n/)
    .map((paragraph) => inline(oneLine(paragraph)).replace(BLOCK_START, '\\$&'))
    .join('\n\n');
}

/** A text as the content of a table cell. */
export function cell(text: string): string {
  return inline(oneLine(decodeEntities(text)), true).replaceAll('|', '\\|');
}

/** A text as a heading without any markup, escape or link, so that every tool makes the same anchor of it. */
export function headingText(text: string): string {
  const plain = decodeEntities(text)
    .replaceAll(/[`*[\]<>\\~|{}&#]|%(?=[\da-f])/gi, '')
    .replaceAll(/:\/\/|@|\bwww\.|\bmailto:/gi, ' ')
    .replaceAll(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '');
  return oneLine(plain).replace(/^[+=-]+ */, '');
}

/** A name of Box's spec as a heading: only its words, since tools turn `https://…`, and some even `a.com`, into a link. */
export function plainName(name: string): string {
  return headingText(name.replaceAll(/[^\p{L}\p{N}_-]+/gu, ' '));
}

/** A text as code, as it stands. */
export function code(text: string): string {
  const line = oneLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = /^`|`$/.test(line) ? ' ' : '';
  return line === '' ? '' : protectBraces(`${fence}${padding}${line}${padding}${fence}`);
}

/** Code as the content of a table cell. A pipe after a backslash stands between two pieces of code. */
export function codeCell(text: string): string {
  return oneLine(text)
    .split(/(?<=\\)\|/)
    .map((piece) => code(piece).replaceAll('|', '\\|'))
    .join('\\|');
}

/** A URL as the target of a link: nothing in it ends the target. */
export function linkTarget(url: string): string {
  return url.replaceAll(
    /[()<>\s\\]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** A program as a code block. */
export function codeBlock(language: string, program: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(program) + 1));
  return `${fence}${language}\n${program.trimEnd()}\n${fence}`;
}

/** Decoded once: what an entity stands for is text, even if it looks like another entity. */
function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (entity, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES.get(String(name).toLowerCase()) ?? entity;
    const character = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return character > 31 && character <= 0x10ffff ? String.fromCodePoint(character) : ' ';
  });
}

function inline(line: string, inTable = false): string {
  const span = CODE_SPAN.exec(line);
  if (span === null) return escapeText(line);
  const [markdown, , content = ''] = span;
  const before = line.slice(0, span.index);
  const after = line.slice(span.index + markdown.length);
  const asText = inTable && BACKSLASH_BEFORE_PIPE.test(content);
  return escapeText(before) + (asText ? escapeText(content) : protectBraces(markdown)) + inline(after, inTable);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Raw HTML, an entity, half a code span or a backslash would mean something else. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\<`]|~(?=~)|&(?=#?\w+;)/g, '\\$&')
    .replaceAll(/\{+/g, (braces) => protectBraces(braces, true));
}

/** VitePress takes `{{` as an expression, even in code, and a lone `{` in a text as attributes. */
function protectBraces(markdown: string, always = false): string {
  return always || markdown.includes('{{') ? `<span v-pre>${markdown}</span>` : markdown;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
