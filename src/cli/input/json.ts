import { selectColumns, type Selection } from './columns.ts';
import type { InputFindings } from './findings.ts';
import { endOfValue, JsonFault, partsOf, skipSpace } from './json-parts.ts';
import { faultOfHeader, readRow, type Row } from './rows.ts';
import { shown } from './values.ts';

/** Where the APIs of Box and of identity systems have their lists. The first that is an array is read. */
const LISTS = ['entries', 'value', 'users', 'members', 'groups', 'items', 'results', 'resources', 'records', 'data'];
/** What says that a response is one page of several. */
const NEXT_PAGE = /^(?:next_?marker|@odata\.nextlink|next_?page_?token)$/i;
/** Lines of this command that name no target. */
const OTHER_LINES = /^(?:summary|plan|check|error)$/;
const MAX_DEPTH = 3;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

type Cell = string | string[];

/** Whether a text, whose first character isn't white space, is JSON. A link in Markdown starts with a bracket, too. */
export function isJson(text: string): boolean {
  return text.startsWith('{') || /^\[\s*(?:["{[\]\d-]|null|true|false)/.test(text);
}

/** Reads JSON: an array, an object with one, JSON Lines, or the lines of this command's report. */
export function readJson(text: string, findings: InputFindings, picked: string | undefined): void {
  new JsonReader(text, findings, picked).read();
}

class JsonReader {
  readonly #text: string;
  readonly #findings: InputFindings;
  readonly #picked: string | undefined;
  /** By the names of an object: most objects of a list have the same. */
  readonly #selections = new Map<string, Selection | { fault: string }>();
  /** Where the last line was counted up to. */
  #counted = { offset: 0, line: 1 };

  constructor(text: string, findings: InputFindings, picked: string | undefined) {
    this.#text = text;
    this.#findings = findings;
    this.#picked = picked;
  }

  read(): void {
    const text = this.#text;
    this.#findings.setFormat('json');
    try {
      let offset = skipSpace(text, 0);
      for (let count = 1; offset < text.length; count++) {
        if (count === 2) this.#findings.setFormat('jsonl');
        const end = endOfValue(text, offset);
        const list = this.#startOfList(offset);
        if (list === undefined) this.#readElement(offset, end);
        else for (const part of partsOf(text, list)) this.#readElement(part.start, part.end);
        offset = skipSpace(text, end);
      }
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const end = error.offset >= text.length ? ' It ends too early.' : '';
      this.#findings.reject(this.#lineAt(error.offset), `It is not valid JSON.${end} Export it again.`);
    }
  }

  /** The start of the array that a value is, or that an object has around its entries. */
  #startOfList(start: number): number | undefined {
    if (this.#text[start] === '[') return start;
    if (this.#text[start] !== '{') return undefined;
    const parts = [...partsOf(this.#text, start)];
    const list = LISTS.map((name) =>
      parts.find((part) => part.name.toLowerCase() === name && this.#text[part.start] === '['),
    ).find((part) => part !== undefined);
    if (list === undefined) return undefined;
    const names = parts.map(({ name }) => name);
    const selection = selectColumns(names, this.#findings.kind, this.#picked);
    // A person can have lists, such as groups; then the person is the row.
    if (selection !== undefined && selection.columns[0]?.role !== 'plainId') return undefined;
    const next = parts.find(({ name }) => NEXT_PAGE.test(name));
    const hasNext = next !== undefined && !/^(?:null|"")$/.test(this.#text.slice(next.start, next.end));
    const total = parts.find(({ name }) => name === 'total_count');
    const size = total === undefined ? 0 : Number(this.#text.slice(total.start, total.end));
    if (hasNext || size > [...partsOf(this.#text, list.start)].length) {
      this.#findings.notes.push(
        `${this.#findings.source?.name ?? 'The file'} is one page of a longer list: the others are not in it.`,
      );
    }
    return list.start;
  }

  #readElement(start: number, end: number): void {
    const findings = this.#findings;
    let value: unknown;
    const json = this.#text.slice(start, end);
    try {
      // A number is read as it is written: as a number it would lose digits.
      value = JSON.parse(json.replaceAll(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
    } catch {
      findings.reject(this.#lineAt(start), 'It is not valid JSON. Export it again.');
      return;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      this.#readObject(value as Record<string, unknown>, json, start);
      return;
    }
    const read = findings.read(typeof value === 'string' ? value.trim() : shown(json), 'either');
    if ('fault' in read) findings.reject(this.#lineAt(start), read.fault);
    else findings.add(read);
  }

  #readObject(object: Record<string, unknown>, json: string, start: number): void {
    const findings = this.#findings;
    const cells = new Map<string, Cell>();
    flatten(object, '', cells);
    const type = object['type'];
    if (typeof type === 'string' && OTHER_LINES.test(type) && !('target' in object)) return;
    if (typeof object['target'] === 'object' && 'status' in object) findings.setFormat('report');
    const names = [...cells.keys()];
    const selection = this.#selectionOf(names);
    if ('fault' in selection) {
      findings.reject(this.#lineAt(start), selection.fault);
      return;
    }
    const lineOf = (index: number): number => {
      const name = names[index]?.split('.').at(-1) ?? '';
      const place = json.indexOf(JSON.stringify(name));
      return this.#lineAt(start) + (place === -1 ? 0 : json.slice(0, place).split('\n').length - 1);
    };
    const row: Row = { cells: [...cells.values()], lineOf };
    readRow(row, selection, findings);
  }

  #selectionOf(names: readonly string[]): Selection | { fault: string } {
    const key = JSON.stringify(names);
    let selection = this.#selections.get(key);
    if (selection === undefined) {
      selection = selectColumns(names, this.#findings.kind, this.#picked) ?? {
        fault: faultOfHeader(names, this.#findings.kind, this.#picked),
      };
      this.#selections.set(key, selection);
      this.#findings.addColumns(names);
    }
    return selection;
  }

  /** Counts on from where it counted last, since faults come in order. */
  #lineAt(offset: number): number {
    if (offset < this.#counted.offset) this.#counted = { offset: 0, line: 1 };
    const between = this.#text.slice(this.#counted.offset, offset);
    this.#counted = { offset, line: this.#counted.line + between.split('\n').length - 1 };
    return this.#counted.line;
  }
}

/** An object as cells: `user.login` for an object within it. What has no value of its own is left out. */
function flatten(object: object, prefix: string, cells: Map<string, Cell>, depth = 1): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = `${prefix}${key}`;
    if (typeof value === 'string') cells.set(name, value);
    else if (value === null || typeof value === 'boolean') cells.set(name, value === null ? '' : String(value));
    else if (Array.isArray(value)) {
      if (value.every((item) => typeof item === 'string')) cells.set(name, value);
    } else if (typeof value === 'object' && depth < MAX_DEPTH) flatten(value, `${name}.`, cells, depth + 1);
  }
}
