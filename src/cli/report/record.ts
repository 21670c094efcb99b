import type { Outcome } from '../../bulk/outcomes.ts';
import { readTarget, type Target } from '../../bulk/target.ts';
import { ApiError, InvalidRequestError } from '../../errors.ts';
import { parseObject } from '../../http/json-object.ts';
import { targetOf } from '../target-name.ts';
import { explain } from '../network/explain.ts';

/** What became of one target: a line of the report, and a line of `--json`. */
export interface OutcomeRecord {
  /** When it was known, as an ISO 8601 time in UTC. */
  at: string;
  target: Target;
  status: Outcome['status'];
  /** Box's message about the accepted job. */
  message?: string;
  /** Why it was not accepted; without logins and secrets. */
  error?: string;
  /** Names the refusal to Box's support. */
  requestId?: string;
}

/** @param at - when the outcome was known */
export function recordOf({ target, status, message, error }: Outcome, at: Date): OutcomeRecord {
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return {
    at: at.toISOString(),
    target,
    status,
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error: explain(error) }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Who a line of a report is about, and whether it was accepted; `undefined` when it is no such line. */
export function readRecord(line: string): Pick<OutcomeRecord, 'target' | 'status'> | undefined {
  const { target, status } = parseObject(line) ?? {};
  if (status !== 'accepted' && status !== 'rejected' && status !== 'unknown') return undefined;
  const item = readTarget(target as Target);
  return item instanceof InvalidRequestError ? undefined : { target: targetOf(item.field, item.value), status };
}
