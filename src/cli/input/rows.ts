import type { Kind } from '../../bulk/target.ts';
import { columnNames, foreignColumn, isSameName, type Column, type Selection } from './columns.ts';
import type { InputFindings } from './findings.ts';
import { isLogin, shown, type Fault, type Value } from './values.ts';

const MAX_NAMES_SHOWN = 30;
const MAX_LIST_LENGTH = 600;
/** How deep an object within an object is read. */
const MAX_DEPTH = 3;
/** What the objects of Box that have an `id` of their own are called. */
const TYPES = /^(?:user|group|group_membership|event|collaboration|file|folder|email_alias|enterprise)$/i;

/** A cell of the row that a program adds below a table. */
const TOTAL = /^(?:(?:grand|sub)[ -]?)?totals?:?$/i;

/** One row: a person or a group. */
export interface Row {
  /** In the order of the header; a list where the format has lists. */
  cells: readonly (string | readonly string[])[];
  /** Where a cell is, from 1. */
  lineOf(index: number): number;
}

/** Why a header can't be used, with the way out. */
export function faultOfHeader(names: readonly string[], kind: Kind, picked: string | undefined): string {
  const list = shown(
    names
      .slice(0, MAX_NAMES_SHOWN)
      .map((name) => shown(name))
      .join(', '),
    MAX_LIST_LENGTH,
  );
  if (names.length === 0) return `It has no field that names the ${kind}.`;
  const isThere = picked !== undefined && names.some((name) => isSameName(name, picked));
  if (picked !== undefined && !isThere) return `There is no column ${shown(picked)}. The columns are: ${list}.`;
  const foreign = foreignColumn(isThere ? [picked] : names, kind);
  if (foreign !== undefined) {
    const other = kind === 'users' ? 'groups' : 'users';
    return `The column ${shown(foreign)} is for \`${other}\`, not for \`${kind}\`. The columns are: ${list}.`;
  }
  const known = columnNames(kind).join(', ');
  return `No column names the ${kind}. The columns are: ${list}. Choose one with --column NAME, or rename it to one of: ${known}.`;
}

/**
 * Adds the target of a row: the first column that isn't empty, or each value of the columns that are lists.
 *
 * @returns whether the next row can be read as well
 */
export function readRow(row: Row, selection: Selection, findings: InputFindings): boolean {
  if (selection.columns[0]?.role === 'list') {
    readLists(row, selection.columns, findings);
    return true;
  }
  return readOne(row, selection, findings);
}

function readOne(row: Row, selection: Selection, findings: InputFindings): boolean {
  const { columns } = selection;
  let passedOver: { column: Column; fault: Fault } | undefined;
  for (const column of columns) {
    // Where a column contains names of people, another login counts. An ID counts only beside names in `username`.
    if (passedOver !== undefined && column.role !== 'login' && !(passedOver.column.mayBeName && column.role === 'id'))
      break;
    const text = textOf(row.cells[column.index]);
    if (text === '') continue;
    const value = findings.read(text, column.wanted);
    if (!('fault' in value)) {
      const doubt = doubtOf(value, column, row, selection, findings);
      if (doubt !== undefined) {
        findings.reject(row.lineOf(column.index), doubt);
        return true;
      }
      if (column.role === 'plainId' && findings.kind === 'users' && hasLogin(row)) {
        findings.reject(
          row.lineOf(column.index),
          `The column ${shown(column.name)} might not be Box's ID: another column has a login. Choose one with --column NAME.`,
        );
        return false;
      }
      findings.add(value, column.name);
      return true;
    }
    passedOver ??= { column, fault: value };
    if (!value.isName || column.role !== 'login') break;
  }
  if (passedOver === undefined) {
    const names = columns.map(({ name }) => shown(name)).join(', ');
    findings.reject(
      row.lineOf(columns[0]?.index ?? 0),
      `The row names no one: ${names} is empty. Remove the row, or fill the cell.`,
    );
  } else {
    findings.reject(row.lineOf(passedOver.column.index), passedOver.fault.fault);
  }
  return true;
}

function readLists(row: Row, columns: readonly Column[], findings: InputFindings): void {
  let isEmpty = true;
  for (const { index, name, wanted } of columns) {
    const cell = row.cells[index] ?? '';
    for (const part of typeof cell === 'string' ? cell.split(/[,;]/) : cell) {
      const text = part.trim();
      if (text === '') continue;
      isEmpty = false;
      const value = findings.read(text, wanted);
      if ('fault' in value) findings.reject(row.lineOf(index), value.fault);
      else findings.add(value, name);
    }
  }
  if (isEmpty) findings.reject(row.lineOf(columns[0]?.index ?? 0), 'The row names no one: its cells are empty.');
}

/** A cell with a list is the list's one value; several are shown as they would be in a cell. */
function textOf(cell: string | readonly string[] = ''): string {
  return (typeof cell === 'string' ? cell : cell.join(', ')).trim();
}

function hasLogin({ cells }: Row): boolean {
  return cells.some((cell) => isLogin(textOf(cell)));
}

/** Why a value isn't sent although it could be: the row is no person, or names two. */
function doubtOf(
  { is }: Value,
  { role, index, name, twins }: Column,
  { cells }: Row,
  { typeIndex }: Selection,
  { kind }: InputFindings,
): string | undefined {
  const type = typeIndex === undefined ? '' : textOf(cells[typeIndex]).toLowerCase().replace(/^.*\./, '');
  const wanted = kind === 'users' ? 'user' : 'group';
  // Beside a login, other types say what the row is about: a membership, an event.
  if (role === 'plainId' ? TYPES.test(type) && type !== wanted : kind === 'users' && type === 'group') {
    return `The ${is === 'id' ? 'ID' : 'login'} is that of a ${type.replace('_', ' ')}, not of a ${wanted}. Remove the row.`;
  }
  if (is === 'id' && cells.some((cell) => TOTAL.test(textOf(cell)))) {
    return 'It looks like the row below a table; remove the row.';
  }
  const value = textOf(cells[index]);
  const other = twins
    .map((twin) => textOf(cells[twin]))
    .find((text) => text !== '' && text.toLowerCase() !== value.toLowerCase());
  if (other === undefined) return undefined;
  return `Two columns are called ${shown(name)}, with ${shown(value)} and ${shown(other)}. Rename one of them.`;
}

/** An object as a row: `user.login` for an object within it. What has no value of its own is left out. */
export function cellsOf(object: object): { names: string[]; cells: Row['cells'] } {
  const names: string[] = [];
  const cells: (string | readonly string[])[] = [];
  const addAll = (within: object, prefix: string, depth: number): void => {
    for (const [key, value] of Object.entries(within) as [string, unknown][]) {
      const cell = cellOf(value);
      if (cell !== undefined) {
        names.push(prefix + key);
        cells.push(cell);
      } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MAX_DEPTH) {
        addAll(value, `${prefix}${key}.`, depth + 1);
      }
    }
  };
  addAll(object, '', 1);
  return { names, cells };
}

function cellOf(value: unknown): string | readonly string[] | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value.some((item) => typeof item === 'object')) return undefined;
  return value.map(String);
}
