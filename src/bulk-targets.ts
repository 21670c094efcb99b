import { InvalidRequestError } from './errors.ts';
import { faultOfIdentifier } from './request-body.ts';

/** Who is to be signed out: one user, by id or by login, or the members of one group. */
export type Target =
  | { user_id: string; user_login?: never; group_id?: never }
  | { user_login: string; user_id?: never; group_id?: never }
  | { group_id: string; user_id?: never; user_login?: never };

/** The properties that name somebody, and which request takes them. */
const KINDS = { user_id: 'users', user_login: 'users', group_id: 'groups' } as const;

export type Field = keyof typeof KINDS;
export type Kind = (typeof KINDS)[Field];

const FIELDS = Object.keys(KINDS) as Field[];

/** Which request takes a target, and under which name. */
export function kindOf(field: Field): Kind {
  return KINDS[field];
}

/** The one property of a target that names somebody; `undefined` when there is none, or more than one. */
export function fieldOf(target: unknown): Field | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const given = FIELDS.filter((field) => (target as Partial<Record<Field, unknown>>)[field] !== undefined);
  return given.length === 1 ? given[0] : undefined;
}

/** Why a target cannot be sent; `undefined` when it can. The same check as the manager's, and it names no value. */
export function faultOfTarget(target: unknown, field: Field | undefined): InvalidRequestError | undefined {
  if (field === undefined) {
    return new InvalidRequestError(`A target is an object with exactly one of ${FIELDS.join(', ')}.`);
  }
  const fault = faultOfIdentifier((target as Record<Field, unknown>)[field]);
  return fault === undefined ? undefined : new InvalidRequestError(`${field} ${fault}. Give a non-empty string.`);
}
