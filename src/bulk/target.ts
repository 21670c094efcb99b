import { InvalidRequestError, type SessionTerminationError } from '../errors.ts';
import { faultOfIdentifier } from '../client/request-body.ts';

/**
 * What to sign out: one user, by ID or by login, or the members of one group.
 *
 * @example
 * ```ts
 * const targets: Target[] = [{ user_login: 'ada@example.com' }, { group_id: '27335' }];
 * ```
 */
export type Target =
  | { user_id: string; user_login?: never; group_id?: never }
  | { user_login: string; user_id?: never; group_id?: never }
  | { group_id: string; user_id?: never; user_login?: never };

/**
 * What happened to one target.
 *
 * @example
 * ```ts
 * const log = ({ target, status, error }: Outcome) => console.log(status, target, error?.message ?? '');
 * ```
 */
export interface Outcome {
  /** The object that the source returned. */
  target: Target;
  /**
   * - `accepted`: Box accepted a job for it, which doesn't mean that the job is done
   * - `rejected`: Box rejected it standing alone, or it can't be sent
   * - `unknown`: the response was lost, wasn't Box's, or was a server error to the end, so a job might exist
   */
  status: 'accepted' | 'rejected' | 'unknown';
  /** Box's message about the accepted job. */
  message?: string | undefined;
  /** Why it wasn't accepted. */
  error?: SessionTerminationError | undefined;
  /** How many requests with this target Box might have received, retries and split batches included. 0: it was never sent. */
  attempts: number;
}

/** The properties of a target, and which of the two requests takes each. */
const KINDS = { user_id: 'users', user_login: 'users', group_id: 'groups' } as const;

export type Field = keyof typeof KINDS;
export type Kind = (typeof KINDS)[Field];

const FIELDS = Object.keys(KINDS) as Field[];

/** A target on its way, and what its requests have shown so far. */
export interface Item {
  /** The object that the source returned. */
  readonly target: Target;
  readonly field: Field;
  readonly value: string;
  /** How many requests with this target Box might have received. */
  attempts: number;
  /** Whether one of those requests got no response: Box might have accepted it. */
  lost: boolean;
  /** The number of requests in the run when something other than Box first rejected it; `undefined` if that never happened. */
  rejectedElsewhereAt: number | undefined;
  /** How often something other than Box rejected it standing alone. */
  rejectedElsewhereAlone: number;
}

/** Which of the two requests takes a target. */
export function kindOf(field: Field): Kind {
  return KINDS[field];
}

/**
 * Reads one value of the source.
 *
 * @returns an error if it can't be sent, by the same check as the manager's. The error doesn't contain the value
 */
export function readTarget(target: Target): Item | InvalidRequestError {
  const property = propertyOf(target);
  if (property === undefined) {
    return new InvalidRequestError(`A target is an object with exactly one of ${FIELDS.join(', ')}.`);
  }
  const { field, value } = property;
  const fault = faultOfIdentifier(value);
  if (fault !== undefined) return new InvalidRequestError(`${field} ${fault}. Use a non-empty string.`);
  return {
    target,
    field,
    value: value as string,
    attempts: 0,
    lost: false,
    rejectedElsewhereAt: undefined,
    rejectedElsewhereAlone: 0,
  };
}

/** The one property that says what to sign out; `undefined` if there is none or more than one. */
function propertyOf(target: unknown): { field: Field; value: unknown } | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  try {
    const properties = FIELDS.map((field) => ({ field, value: (target as Partial<Record<Field, unknown>>)[field] }));
    const present = properties.filter(({ value }) => value !== undefined);
    return present.length === 1 ? present[0] : undefined;
  } catch {
    // A getter that throws is a fault of this target, not of the others.
    return undefined;
  }
}
