import type { Kind } from '../../bulk/target.ts';
import { selectColumns, type Selection } from './columns.ts';
import type { InputFindings } from './findings.ts';
import { endOfValue, JsonFault, partsOf, skipSpace, type Part } from './json-parts.ts';
import { cellsOf, faultOfHeader, readRow } from './rows.ts';
import { shown } from './values.ts';

/** Where the APIs of Box and of identity systems have their lists. */
const LISTS = ['entries', 'value', 'items', 'results', 'resources', 'records', 'nodes', 'data'];
/** The lists that say who is in them. */
const LISTS_OF: Readonly<Record<Kind, readonly string[]>> = { users: ['users', 'members'], groups: ['groups'] };
/** What an API puts around a list or the object that has it. */
const ENVELOPES = new Set([...LISTS, ...LISTS_OF.users, ...LISTS_OF.groups, 'response', 'result', 'body', 'd']);
/** What says that a response is one page of several. */
const NEXT_PAGE = /^(?:next_?marker|@odata\.nextlink|next_?page_?token|next_?cursor|has_?more)$/i;
const TOTAL = /^(?:total_?count|total_?results|@odata\.count)$/i;
/** Lines of this command that name no target. */
const OTHER_LINES = /^(?:summary|plan|check|error)$/;
const MAX_DEPTH = 3;
/** An object in one line that isn't closed, above another one. */
const OPEN_LINE = /^\{[^\n]*[^\s[{,:]\s*\n\s*\{/;
/** A number that JavaScript might not keep digit for digit. */
const INEXACT = /[:[,]\s*-?(?:\d{16}|\d+[.eE])/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

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
  readonly #selections = new Map<string, Selection | undefined>();
  /** The object around the list that is read. */
  #around: readonly Part[] = [];
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
    const first = skipSpace(text, 0);
    let offset = first;
    try {
      for (let count = 1; offset < text.length; count++) {
        if (count === 2) this.#findings.setFormat('jsonl');
        const end = endOfValue(text, offset);
        const list = this.#startOfList(offset);
        if (list === undefined) this.#readElement(offset, end);
        else this.#readList(list);
        offset = skipSpace(text, end);
      }
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const isOpen = error.offset >= text.length;
      // A line of JSON Lines without its end swallows the lines below it.
      const isLine = isOpen && (offset > first || OPEN_LINE.test(text.slice(offset)));
      const end = isOpen ? ' It ends too early.' : '';
      this.#findings.reject(
        this.#lineAt(isLine ? offset : error.offset),
        `It is not valid JSON.${end} Export it again.`,
      );
    }
  }

  #readList(start: number): void {
    let size = 0;
    for (const part of partsOf(this.#text, start)) {
      this.#readElement(part.start, part.end);
      size += 1;
    }
    this.#noteOtherPages(size);
  }

  /** The start of the array that a value is, or that an object has around its entries. */
  #startOfList(start: number, depth = 1): number | undefined {
    const text = this.#text;
    const findings = this.#findings;
    if (text[start] === '[') return start;
    if (text[start] !== '{') return undefined;
    const parts = [...partsOf(text, start)];
    const selection = this.#selectionOf(parts.map(({ name }) => name));
    // A person can have lists, such as groups; then the person is the row.
    if (selection !== undefined && selection.columns[0]?.role !== 'plainId') return undefined;
    const known = [...LISTS, ...LISTS_OF[findings.kind]];
    const lists = parts.filter(({ name, start: at }) => known.includes(name.toLowerCase()) && text[at] === '[');
    const list = this.#onlyOne(lists, start);
    if (list !== undefined) {
      this.#around = parts;
      return list;
    }
    if (depth >= MAX_DEPTH) return undefined;
    const within = parts
      .filter(({ name, start: at }) => ENVELOPES.has(name.toLowerCase()) && text[at] === '{')
      .map((part) => ({ ...part, start: this.#startOfList(part.start, depth + 1) }))
      .filter((part): part is Part => part.start !== undefined);
    return this.#onlyOne(within, start);
  }

  /** Of several lists none is passed over, unless it is empty. */
  #onlyOne(lists: readonly Part[], start: number): number | undefined {
    const filled = lists.filter((list) => this.#text[skipSpace(this.#text, list.start + 1)] !== ']');
    if (filled.length > 1) {
      const which = filled.map(({ name }) => shown(name)).join(', ');
      const fault = `It has more than one list: ${which}. Put each into a file of its own.`;
      this.#findings.reject(this.#lineAt(start), fault);
    }
    return (filled[0] ?? lists[0])?.start;
  }

  /** @param size - how many elements the list has */
  #noteOtherPages(size: number): void {
    const parts = this.#around;
    this.#around = [];
    const valueOf = ({ start, end }: Part): string => this.#text.slice(start, end);
    const hasNext = parts.some((part) => NEXT_PAGE.test(part.name) && !/^(?:null|""|false)$/.test(valueOf(part)));
    const hasMore = parts.some((part) => TOTAL.test(part.name) && Number(valueOf(part)) > size);
    if (!hasNext && !hasMore) return;
    this.#findings.notes.push(
      `${this.#findings.source?.name ?? 'The file'} is one page of a longer list: the others are not in it.`,
    );
  }

  #readElement(start: number, end: number): void {
    const findings = this.#findings;
    let value: unknown;
    const json = this.#text.slice(start, end);
    try {
      value = JSON.parse(INEXACT.test(json) ? withNumbersAsStrings(json) : json);
    } catch {
      findings.reject(this.#lineAt(start), 'It is not valid JSON. Export it again.');
      return;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      this.#readObject(value as Record<string, unknown>, json, start);
      return;
    }
    if (this.#picked !== undefined) {
      findings.reject(this.#lineAt(start), faultOfHeader([shown(json)], findings.kind, this.#picked));
      return;
    }
    const read = findings.read(typeof value === 'string' ? value.trim() : shown(json), 'either');
    if ('fault' in read) findings.reject(this.#lineAt(start), read.fault);
    else findings.add(read);
  }

  #readObject(object: Record<string, unknown>, json: string, start: number): void {
    const findings = this.#findings;
    const { names, cells } = cellsOf(object);
    const type = object['type'];
    if (typeof type === 'string' && OTHER_LINES.test(type) && !('target' in object)) return;
    if (typeof object['target'] === 'object' && 'status' in object) findings.setFormat('report');
    const selection = this.#selectionOf(names);
    findings.addColumns(names);
    if (selection === undefined) {
      findings.reject(this.#lineAt(start), faultOfHeader(names, findings.kind, this.#picked));
      return;
    }
    const inner = LISTS_OF[findings.kind].find((each) => isListOfObjects(object[each]));
    if (inner !== undefined && selection.columns[0]?.role === 'plainId') {
      const fault = `The ID is not that of one of the ${findings.kind}: they are in its list ${inner}. Put that list into a file of its own.`;
      findings.reject(this.#lineAt(start), fault);
      return;
    }
    const lineOf = (index: number): number => {
      const name = names[index]?.split('.').at(-1) ?? '';
      const place = json.indexOf(JSON.stringify(name));
      return this.#lineAt(start) + (place === -1 ? 0 : json.slice(0, place).split('\n').length - 1);
    };
    readRow({ cells, lineOf }, selection, findings);
  }

  #selectionOf(names: readonly string[]): Selection | undefined {
    const key = names.join('\n');
    if (!this.#selections.has(key)) {
      this.#selections.set(key, selectColumns(names, this.#findings.kind, this.#picked));
    }
    return this.#selections.get(key);
  }

  /** Counts on from where it counted last, since faults come in order. */
  #lineAt(offset: number): number {
    if (offset < this.#counted.offset) this.#counted = { offset: 0, line: 1 };
    const between = this.#text.slice(this.#counted.offset, offset);
    this.#counted = { offset, line: this.#counted.line + between.split('\n').length - 1 };
    return this.#counted.line;
  }
}

function withNumbersAsStrings(json: string): string {
  return json.replaceAll(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`));
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'object';
}
