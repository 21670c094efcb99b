import { InvalidRequestError } from '../errors.ts';
import { faultOfIdentifier } from '../client/request-body.ts';

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

/** A target on its way, and what its requests have shown so far. */
export interface Item {
  /** The object that the source gave. */
  readonly target: Target;
  readonly field: Field;
  readonly value: string;
  /** How many requests named it. */
  attempts: number;
  /** Whether a request that named it had no answer: Box may have accepted that one. */
  lost: boolean;
  /** Whether a request that named it was answered with a server error. */
  failed: boolean;
}

/** Which request takes a target. */
export function kindOf(field: Field): Kind {
  return KINDS[field];
}

/**
 * Reads one value of the source.
 *
 * @returns why it cannot be sent, where it cannot: the same check as the manager's. The error names no value
 */
export function readTarget(target: Target): Item | InvalidRequestError {
  const field = fieldOf(target);
  if (field === undefined) {
    return new InvalidRequestError(`A target is an object with exactly one of ${FIELDS.join(', ')}.`);
  }
  const value: unknown = target[field];
  const fault = faultOfIdentifier(value);
  if (fault !== undefined) return new InvalidRequestError(`${field} ${fault}. Give a non-empty string.`);
  return { target, field, value: value as string, attempts: 0, lost: false, failed: false };
}

/** The one property of a target that names somebody; `undefined` when there is none, or more than one. */
function fieldOf(target: unknown): Field | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const given = FIELDS.filter((field) => (target as Partial<Record<Field, unknown>>)[field] !== undefined);
  return given.length === 1 ? given[0] : undefined;
}
