import type { Field, Kind } from '../../bulk/target.ts';

/** The columns that name somebody; `id` is a user or a group, as the command says. */
const COLUMNS = {
  user_id: 'user_id',
  id: 'id',
  user_login: 'user_login',
  login: 'user_login',
  email: 'user_login',
  group_id: 'group_id',
  'user-ids': 'user_id',
  'user-logins': 'user_login',
  'group-ids': 'group_id',
} as const satisfies Record<string, Field | 'id'>;

/** The names that a header may use for a kind of target, for messages. */
export function columnNames(kind: Kind): string {
  return Object.keys(COLUMNS)
    .filter((name) => fieldOfColumn(name, kind) !== undefined && !isForOtherKind(name, kind))
    .join(', ');
}

/** What a column holds; `undefined` for one that names nobody. */
export function fieldOfColumn(name: string, kind: Kind): Field | undefined {
  const field = Object.hasOwn(COLUMNS, name) ? COLUMNS[name as keyof typeof COLUMNS] : undefined;
  if (field === 'id') return kind === 'users' ? 'user_id' : 'group_id';
  return field;
}

/** Whether a column is known, but names users where groups are wanted, or the other way round. */
export function isForOtherKind(name: string, kind: Kind): boolean {
  const field = fieldOfColumn(name, kind);
  return field !== undefined && (field === 'group_id') !== (kind === 'groups');
}

/** Whether a cell may hold several, separated by commas: Box's own command line takes such lists. */
export function holdsList(name: string): boolean {
  return name.endsWith('s');
}
