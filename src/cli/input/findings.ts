import type { Field, Kind, Target } from '../../bulk/target.ts';
import { CommandError } from '../command-error.ts';
import { keyOf, targetOf } from '../target-name.ts';
import type { Encoding } from './encoding.ts';
import { readValue, shown, type Fault, type Value, type Wanted } from './values.ts';

/** More errors than that are only counted. */
const MAX_ERRORS_SHOWN = 10;

/** How a list was read. */
export interface Source {
  /** Of the file, as messages show it. */
  name: string;
  format: 'list' | 'csv' | 'json' | 'jsonl' | 'report';
  /** Between the cells of CSV. */
  delimiter?: string;
  encoding: Encoding;
  columns: {
    /** Each with the number of targets that came from it. */
    used: { name: string; targets: number }[];
    unused: string[];
  };
}

/** Collects the distinct targets of an input, what is wrong with it, and how it was read. */
export class InputFindings {
  readonly kind: Kind;
  readonly targets: Target[] = [];
  /** How often a target was named again. */
  duplicates = 0;
  /** What a person should know before anything is sent; sentences. */
  readonly notes: string[] = [];
  source: Source | undefined;
  /** The numbers of the lines with the errors that are shown. */
  readonly wrongLines: number[] = [];
  readonly #keys = new Set<string>();
  readonly #used = new Map<string, number>();
  readonly #columns = new Set<string>();
  readonly #errors: string[] = [];
  #errorCount = 0;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  /** Says that a list is being read. What follows is about it. */
  startSource(source: Omit<Source, 'columns'>): void {
    this.source = { ...source, columns: { used: [], unused: [] } };
  }

  /** Says how the list turned out to be written. */
  setFormat(format: Source['format'], delimiter?: string): void {
    if (this.source !== undefined)
      Object.assign(this.source, { format, ...(delimiter === undefined ? {} : { delimiter }) });
  }

  /** Says which columns there are; those that no target comes from are not used. */
  addColumns(names: readonly string[]): void {
    for (const name of names) if (name !== '') this.#columns.add(name);
  }

  /**
   * Reads a value for this command: groups have IDs only.
   *
   * @param text - without white space around it
   */
  read(text: string, wanted: Wanted): Value | Fault {
    const value = readValue(text, this.kind === 'groups' ? 'id' : wanted);
    if ('fault' in value && this.kind === 'groups' && text.includes('@')) {
      return { ...value, fault: `${value.fault} Groups have no logins: use the ID of the group.` };
    }
    if ('fault' in value || this.source?.encoding !== 'windows-1252' || !/[^\0-\x7f]/.test(value.text)) return value;
    const fault = `${shown(value.text)} has a character outside ASCII, and the file is not in UTF-8. Save it as UTF-8.`;
    return { fault, isName: false };
  }

  /** @param column - which it came from */
  add({ is, text }: Value, column?: string): void {
    const field: Field = this.kind === 'groups' ? 'group_id' : is === 'id' ? 'user_id' : 'user_login';
    const target = targetOf(field, text);
    const key = keyOf(target);
    if (column !== undefined) this.#used.set(column, (this.#used.get(column) ?? 0) + 1);
    if (this.#keys.has(key)) {
      this.duplicates += 1;
      return;
    }
    this.#keys.add(key);
    this.targets.push(target);
  }

  /** @param key - as `keyOf` makes it */
  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /**
   * Says that a line is wrong.
   *
   * @param line - from 1, as in the file
   * @param fault - a sentence or more
   */
  reject(line: number, fault: string): void {
    this.#errorCount += 1;
    if (this.#errors.length >= MAX_ERRORS_SHOWN) return;
    this.#errors.push(`line ${line}: ${fault}`);
    this.wrongLines.push(line);
  }

  /**
   * Ends the reading of a list.
   *
   * @throws {@link CommandError} when a line was rejected: a line for each error, at most ten
   */
  endSource(): void {
    const { source } = this;
    if (source === undefined) return;
    if (this.#errorCount > 0) throw this.#error(source.name);
    source.columns.used = Array.from(this.#used, ([name, targets]) => ({ name: shown(name), targets }));
    source.columns.unused = [...this.#columns].filter((name) => !this.#used.has(name)).map((name) => shown(name));
    if (source.columns.unused.some((name) => /^as[-_ ]?user$/i.test(name))) {
      this.notes.push('The column as-user is not used. To act on behalf of a user, use --as-user.');
    }
  }

  #error(name: string): CommandError {
    const [first = '', ...rest] = this.#errors;
    if (rest.length === 0) return new CommandError('nothingSent', `${name}, ${first}`);
    const more = this.#errorCount - this.#errors.length;
    const last = more === 0 ? [] : [`${more.toLocaleString('en-US')} more ${more === 1 ? 'error' : 'errors'}.`];
    const count = this.#errorCount.toLocaleString('en-US');
    return new CommandError('nothingSent', `${name} has ${count} errors.`, { details: [...this.#errors, ...last] });
  }
}
