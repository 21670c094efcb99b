import { foreignColumn, selectColumns, type Selection } from './columns.ts';
import type { InputFindings } from './findings.ts';
import { isListLine } from './list.ts';
import { faultOfHeader, readRow } from './rows.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
};
/** Some exports have a title above the header, and perhaps a date. */
const MAX_LINES_ABOVE = 4;
const MAX_HEADER_LENGTH = 100_000;
/** How much Papa Parse splits into rows at a time, in characters. */
const CHUNK_SIZE = 1_000_000;
/** The line below a header in Markdown, and in what programs print as a table. */
const RULE = /^[-:=+]{3,}$/;
/** The line around a table that a database prints. */
const BORDER = /^\+[-=+]+\+$/;
/** One number with separators, which is no row of cells. */
const NUMBER_LINE = /^[\d.,'’ ]+(?:e[+-]?\d+)?$/i;
/** Lines that programs write before a header: Excel's delimiter, and the type that PowerShell's `Export-Csv` adds. */
const SEP_LINE = /^\s*"?sep=(?<delimiter>[,;|\t])"?[,;|\s]*$/i;
const TYPE_LINE = /^"?#TYPE\s/i;

const NO_HEADER = 'It has several columns, but no header. Add a first line that names the columns, such as login,name.';
const OPEN_QUOTE = 'A quote has no end. Close it, or double the quotes within a cell.';

/** Where a table begins, and how its cells are separated. */
export interface Header {
  /** Of the header in the text. */
  offset: number;
  /** From 1. */
  line: number;
  delimiter: string;
  names: readonly string[];
  selection: Selection;
  /** Whether lines above it are not read. */
  isBelowTitle: boolean;
}

/** What the start of a text shows: a table, a list, nothing, or why it is none of them. */
export type Start = Header | 'list' | 'empty' | { line: number; fault: string };

interface Line {
  offset: number;
  number: number;
  content: string;
}

/** Looks for a header in the first lines of a text that isn't JSON. */
export async function readStart(text: string, findings: InputFindings, picked: string | undefined): Promise<Start> {
  const { default: papa } = await import('papaparse');
  const { lines, delimiters, isTable } = firstLines(text);
  const [first] = lines;
  if (first === undefined) return 'empty';
  /** The names in a line for each delimiter, most names first. */
  const splitsOf = ({ offset }: Line): { delimiter: string; names: string[] }[] => {
    const rest = text.slice(offset, offset + MAX_HEADER_LENGTH);
    return delimiters
      .map((delimiter) => {
        const [cells = []] = papa.parse<string[]>(rest, { delimiter, newline: '\n', preview: 1 }).data;
        return { delimiter, names: cells.map((name) => name.trim()) };
      })
      .toSorted((one, other) => other.names.length - one.names.length);
  };
  for (const line of lines) {
    for (const { delimiter, names } of splitsOf(line)) {
      const selection = selectColumns(names, findings.kind, picked);
      if (selection === undefined) continue;
      const { offset, number } = line;
      return { offset, line: number, delimiter, names, selection, isBelowTitle: line !== first };
    }
    // What could be a target is not passed over as a title.
    if (isListLine(line.content, true, findings)) break;
  }
  const widest = splitsOf(first)[0]?.names ?? [];
  const isList =
    widest.length === 1 || NUMBER_LINE.test(first.content) || isListLine(first.content, lines.length === 1, findings);
  if (picked === undefined && !isTable && isList && foreignColumn(widest, findings.kind) === undefined) return 'list';
  const hasValue = widest.some((cell) => 'is' in findings.read(cell, 'either'));
  return {
    line: first.number,
    fault: hasValue && picked === undefined ? NO_HEADER : faultOfHeader(widest, findings.kind, picked),
  };
}

/** Reads the rows below a header. */
export async function readCsv(text: string, header: Header, findings: InputFindings): Promise<void> {
  const { default: papa } = await import('papaparse');
  const { delimiter, names } = header;
  findings.setFormat('csv', DELIMITER_NAMES[delimiter]);
  findings.addColumns(names);
  if (header.isBelowTitle) findings.notes.push(`The lines above the header in line ${header.line} are not read.`);
  let nextLine = header.line;
  let rows = 0;
  papa.parse<string[]>(text.slice(header.offset), {
    delimiter,
    newline: '\n',
    chunkSize: CHUNK_SIZE,
    step: ({ data: cells, errors }, parser) => {
      const line = nextLine;
      nextLine += 1 + lineBreaks(cells);
      rows += 1;
      if (errors.length > 0) {
        const isQuote = errors.some(({ type }) => type === 'Quotes');
        findings.reject(line, isQuote ? OPEN_QUOTE : 'It is not valid CSV.');
        parser.abort();
        return;
      }
      const filled = cells.filter((cell) => cell.trim() !== '');
      const isRule = filled.every((cell) => (rows === 2 ? RULE : BORDER).test(cell.trim()));
      if (rows === 1 || filled.length === 0 || isRule) return;
      if (!readCells(cells, line, header, findings)) parser.abort();
    },
  });
}

/** @returns whether the next row can be read as well */
function readCells(cells: string[], line: number, header: Header, findings: InputFindings): boolean {
  const { names, delimiter, selection } = header;
  // One cell too many, such as from a name with a comma, moves the others into columns that aren't theirs.
  if (cells.slice(names.length).some((cell) => cell.trim() !== '')) {
    const what = `It has ${cells.length} cells, but the header has ${names.length}.`;
    findings.reject(line, `${what} Put a cell that contains ${DELIMITER_NAMES[delimiter] ?? 'a delimiter'} in quotes.`);
    return true;
  }
  const lineOf = (index: number): number => line + lineBreaks(cells.slice(0, index));
  return readRow({ cells, lineOf }, selection, findings);
}

function firstLines(text: string): { lines: Line[]; delimiters: readonly string[]; isTable: boolean } {
  const lines: Line[] = [];
  let delimiters: readonly string[] = DELIMITERS;
  let isTable = false;
  let number = 0;
  for (let offset = 0; offset < text.length && lines.length <= MAX_LINES_ABOVE;) {
    const end = text.indexOf('\n', offset);
    const whole = text.slice(offset, end === -1 ? text.length : end);
    const content = whole.trim();
    number += 1;
    // Untrimmed: the delimiter can be a tab.
    const delimiter = lines.length === 0 ? SEP_LINE.exec(whole)?.groups?.['delimiter'] : undefined;
    if (delimiter !== undefined) delimiters = [delimiter];
    const isPreamble = lines.length === 0 && (delimiter !== undefined || TYPE_LINE.test(content));
    isTable ||= isPreamble;
    if (!isPreamble && content !== '') lines.push({ offset, number, content });
    if (end === -1) break;
    offset = end + 1;
  }
  return { lines, delimiters, isTable };
}

function lineBreaks(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}
