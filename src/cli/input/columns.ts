import type { Kind } from '../../bulk/target.ts';
import type { Wanted } from './values.ts';

/** What a column is to a command: `list` for the columns of Box CLI's bulk files, in which every value is a target. */
type Role = 'login' | 'id' | 'plainId' | 'picked' | 'list';

/** A column that is read. */
export interface Column {
  index: number;
  /** As the file has it. */
  name: string;
  role: Role;
  wanted: Wanted;
  /** Whether it might contain names of people instead of logins. */
  mayBeName: boolean;
  /** The other columns of the same name. */
  twins: readonly number[];
}

/** Which columns of a header are read, in the order in which they count. */
export interface Selection {
  columns: readonly Column[];
  /** Where the objects say what they are. */
  typeIndex: number | undefined;
}

interface KnownColumn {
  kind: Kind;
  role: Role;
  wanted: Wanted;
  name: string;
}

const known = (kind: Kind, role: Role, wanted: Wanted, names: readonly string[]): KnownColumn[] =>
  names.map((name) => ({ kind, role, wanted, name }));

/**
 * The one table of names. Of two columns the earlier one wins in each row where it isn't empty, so a login wins over an ID.
 * A plain `id` can be the ID of another system, so it comes last, and counts only where nothing contradicts it.
 */
const COLUMNS: readonly KnownColumn[] = [
  ...known('users', 'list', 'login', ['user-logins']),
  ...known('users', 'list', 'id', ['user-ids']),
  ...known('groups', 'list', 'id', ['group-ids']),
  ...known('users', 'login', 'login', [
    'user_login',
    'login',
    'email',
    'email address',
    'primary email',
    'user email',
    'mail',
    'user principal name',
    'upn',
    'username',
    'work email',
    'user email address',
    'member email',
    'e-mail-adresse',
    'adresse e-mail',
    'メールアドレス',
  ]),
  ...known('users', 'id', 'id', ['user_id', 'box user id']),
  ...known('users', 'plainId', 'id', ['id']),
  ...known('groups', 'id', 'id', ['group_id', 'box group id']),
  ...known('groups', 'plainId', 'id', ['id']),
];

const RANKS = new Map(COLUMNS.map((column, rank) => [`${column.kind} ${lettersOf(column.name)}`, { column, rank }]));

/** What JSON of other systems puts around a person. */
const PARENTS = /^(?:profile|target|attributes|additionalproperties|user|member)\s*[.:/]\s*/i;
/** Columns that say what a row is. */
const TYPES = new Set(['type', 'odatatype', 'additionalpropertiesodatatype', 'membertype', 'objecttype']);
/** Columns that only lists of groups have: the plain `id` beside one is that of a group. */
const OF_GROUPS = new Set(['grouptype', 'groupname']);

/** The names that a command knows, for messages and the guide. */
export function columnNames(kind: Kind): string[] {
  return COLUMNS.filter((column) => column.kind === kind).map(({ name }) => name);
}

/**
 * Chooses the columns that name the targets.
 *
 * @param picked - the name that `--column` gives
 * @returns `undefined` when no name is known
 */
export function selectColumns(names: readonly string[], kind: Kind, picked?: string): Selection | undefined {
  const found = picked === undefined ? knownColumns(names, kind) : pickColumns(names, kind, picked);
  if (found.length === 0) return undefined;
  const columns = found.map((column) => ({ ...column, twins: twinsOf(column, found) }));
  const type = names.findIndex((name) => TYPES.has(lettersOf(name)));
  return { columns, typeIndex: type === -1 ? undefined : type };
}

/** The name of a column that is for the other command, when there is one: `users` for `groups`, and the other way round. */
export function foreignColumn(names: readonly string[], kind: Kind): string | undefined {
  const other = kind === 'users' ? 'groups' : 'users';
  return names.find((name) => {
    const role = lookUp(name, other)?.column.role;
    return role !== undefined && role !== 'plainId';
  });
}

function knownColumns(names: readonly string[], kind: Kind): Omit<Column, 'twins'>[] {
  const found = names
    .map((name, index) => ({ name, index, known: lookUp(name, kind) }))
    .filter((each) => each.known !== undefined)
    .toSorted((one, other) => (one.known?.rank ?? 0) - (other.known?.rank ?? 0));
  const columns = found.map(({ name, index, known: entry }) => ({
    index,
    name,
    role: entry?.column.role ?? ('id' as const),
    wanted: entry?.column.wanted ?? ('id' as const),
    mayBeName: entry?.column.name === 'username',
  }));
  const lists = columns.filter(({ role }) => role === 'list');
  if (lists.length > 0) return lists.toSorted((one, other) => one.index - other.index);
  // The plain `id` of a file of groups is no user's, and the other way round.
  const isForeign =
    foreignColumn(names, kind) !== undefined ||
    (kind === 'users' && names.some((name) => OF_GROUPS.has(lettersOf(name))));
  return isForeign ? columns.filter(({ role }) => role !== 'plainId') : columns;
}

function pickColumns(names: readonly string[], kind: Kind, picked: string): Omit<Column, 'twins'>[] {
  const all = names.map((name, index) => ({ name, index }));
  const exact = all.filter(({ name }) => name === picked);
  const found = exact.length > 0 ? exact : all.filter(({ name }) => isSameName(name, picked));
  // The ID of a group is not that of a user, even if the column is chosen.
  if (kind === 'users' && foreignColumn([picked], kind) !== undefined) return [];
  return found.map((column) => ({
    ...column,
    role: lookUp(column.name, kind)?.column.role === 'list' ? 'list' : 'picked',
    wanted: kind === 'groups' ? 'id' : 'either',
    mayBeName: false,
  }));
}

function twinsOf({ name, index }: Pick<Column, 'name' | 'index'>, columns: readonly Omit<Column, 'twins'>[]): number[] {
  return columns.filter((other) => other.index !== index && isSameName(other.name, name)).map((other) => other.index);
}

function lookUp(name: string, kind: Kind): { column: KnownColumn; rank: number } | undefined {
  // Box CLI numbers a repeated column: user-ids_1.
  const numbered = /^(?<base>.*)_\d+$/.exec(name.trim())?.groups?.['base'];
  if (numbered !== undefined) {
    const entry = RANKS.get(`${kind} ${lettersOf(numbered)}`);
    if (entry?.column.role === 'list') return entry;
  }
  return RANKS.get(`${kind} ${lettersOf(name)}`) ?? RANKS.get(`${kind} ${lettersOf(name.replace(PARENTS, ''))}`);
}

/** Whether two columns have the same name, as names are compared. */
export function isSameName(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}

/** A name as names are compared: its letters and digits, without a suffix in brackets such as `[Required]`. */
function lettersOf(name: string): string {
  const short = name.replace(/(?<=[^\s[(])\s*[[(].*$/s, '');
  return short.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
