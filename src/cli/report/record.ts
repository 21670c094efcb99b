import { readTarget, type Outcome, type Target } from '../../bulk/target.ts';
import { isInvalidRequestError } from '../../errors.ts';
import { parseObject } from '../../http/json-object.ts';
import { errorObjectOf, type ErrorObject } from '../error-object.ts';
import { targetOf } from '../target-name.ts';

/** The outcome of one target: a line of the report, and a line of `--json`. */
export interface OutcomeRecord {
  type: 'outcome';
  /** When the outcome became known, as an ISO 8601 time in UTC. */
  at: string;
  target: Target;
  status: Outcome['status'];
  /** Box's message about the accepted job, or a note that its response couldn't be read. */
  message?: string;
  /** Why it wasn't accepted. Contains no login and no secret. */
  error?: ErrorObject;
  /** How many requests named the target. */
  attempts: number;
}

/** What a line of a report says. */
export type ReportLine = Pick<OutcomeRecord, 'at' | 'target' | 'status'>;

const NO_MESSAGE = '(Box accepted the job with status 202, but sent no readable message.)';

/** @param at - when the outcome became known */
export function recordOf(outcome: Outcome, at: Date): OutcomeRecord {
  const { target, status, error, attempts } = outcome;
  const message = status === 'accepted' ? (outcome.message ?? NO_MESSAGE) : undefined;
  return {
    type: 'outcome',
    at: at.toISOString(),
    target,
    status,
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error: errorObjectOf(error) }),
    attempts,
  };
}

/** Reads a line of a report; `undefined` when it isn't one. */
export function readReportLine(line: string): ReportLine | undefined {
  const { type = 'outcome', at, target, status } = parseObject(line) ?? {};
  if (type !== 'outcome') return undefined;
  if (status !== 'accepted' && status !== 'rejected' && status !== 'unknown') return undefined;
  const item = readTarget(target as Target);
  if (isInvalidRequestError(item)) return undefined;
  return { at: typeof at === 'string' ? at : '', target: targetOf(item.field, item.value), status };
}
