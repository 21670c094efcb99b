import { continueSearch, halve, leftOpen, searchIn, type Batch } from './binary-splitting.ts';
import type { Item, Outcome } from './target.ts';
import {
  isApiError,
  isAuthError,
  isInvalidRequestError,
  isNetworkError,
  isResponseError,
  type NetworkError,
  type NetworkErrorReason,
  type SessionTerminationError,
} from '../errors.ts';

/**
 * What an error says about the batch and the run.
 *
 * - `ends the run`: no target can be signed out this way
 * - `bad target`: Box rejects at least one target of the batch
 * - `too large`: the batch has too many targets
 * - `unknown`: a job might exist for the targets of the batch
 * - `wait`: no job exists, and the same request can succeed later
 */
export type Meaning = 'ends the run' | 'bad target' | 'too large' | 'unknown' | 'wait';

/** What the meaning of an error depends on, apart from the error. */
export interface Circumstances {
  /** Whether Box has accepted a batch in this run. */
  accepted: boolean;
  /** Whether any response has arrived in this run. */
  responded: boolean;
  /** Whether the call ended because no access token arrived in time. */
  noToken: boolean;
  /**
   * Whether the batch is one target whose rejection by something other than Box can still be a fault of the run: it was
   * rejected alone once only, or nothing was accepted since its first rejection.
   */
  unproven: boolean;
}

/** Why nothing was sent, and whether that will last. */
const NOTHING_SENT: Readonly<Record<Exclude<NetworkErrorReason, 'lost'>, Meaning>> = {
  certificate: 'ends the run',
  proxy: 'ends the run',
  tls: 'wait',
  not_found: 'wait',
  refused: 'wait',
  unreachable: 'wait',
  connect_timeout: 'wait',
};

export function meaningOf(error: SessionTerminationError, circumstances: Circumstances): Meaning {
  if (isAuthError(error) || circumstances.noToken) return 'ends the run';
  if (isInvalidRequestError(error)) return 'bad target';
  if (isApiError(error)) return meaningOfStatus(error.status, isRejectedElsewhere(error), circumstances);
  // A 202 that isn't Box's: whatever sent it might have passed the request on. Everything else is a redirect or the wrong URL.
  if (isResponseError(error)) return error.status === 202 ? 'unknown' : 'ends the run';
  if (!isNetworkError(error)) return 'unknown';
  const meaning = meaningOfNetworkError(error);
  return meaning === 'wait' && !circumstances.responded ? 'ends the run' : meaning;
}

/** Without a request that Box might have received, nothing was sent, whatever the reason. */
function meaningOfNetworkError({ reason, attempts }: NetworkError): Meaning {
  if (reason in NOTHING_SENT) return NOTHING_SENT[reason as keyof typeof NOTHING_SENT];
  return attempts === 0 ? 'wait' : 'unknown';
}

/** Statuses that can be about a target. */
const STATUSES_OF_TARGETS: readonly number[] = [400, 404, 409, 413, 422];

/** Whether something other than Box says that the request is wrong: a gateway, or the server at a wrong base URL. */
export function isRejectedElsewhere(error: SessionTerminationError): boolean {
  if (!isApiError(error) || !STATUSES_OF_TARGETS.includes(error.status)) return false;
  // An error of an earlier version of this package doesn't say who responded.
  return 'fromBox' in error && !error.fromBox;
}

function meaningOfStatus(status: number, elsewhere: boolean, { accepted, unproven }: Circumstances): Meaning {
  if (status >= 500 || status === 408) return 'unknown';
  if (status === 429) return 'wait';
  if (!STATUSES_OF_TARGETS.includes(status)) return 'ends the run';
  // A gateway can have its own limit, so the run also halves a batch that something other than Box rejects.
  if (status === 413 && !(elsewhere && unproven)) return 'too large';
  if (!elsewhere) return 'bad target';
  if (!accepted) return 'ends the run';
  return unproven ? 'wait' : 'bad target';
}

/** What follows for the targets when the call of a batch ends. */
export interface Consequence {
  outcomes?: Outcome[];
  /** To be sent next, each as it is. */
  batches?: Batch[];
  /** Open again: to be sent together with others, next. */
  backToPool?: readonly Item[];
  /** To be sent together with others, after everything else that is open. */
  postponed?: readonly Item[];
  /** How many targets turned out to be bad. */
  bad?: number;
  /** The size of a batch that was rejected through no fault of a target: it was too large, or each target was accepted. */
  rejectedWithoutFault?: number | undefined;
}

/** What follows when Box accepted the batch. */
export function afterSuccess(batch: Batch, message: unknown): Consequence {
  const text = typeof message === 'string' ? { message } : {};
  const outcomes = batch.items.map(({ target, attempts }): Outcome => ({
    target,
    status: 'accepted',
    ...text,
    attempts,
  }));
  const { search } = batch;
  if (search === undefined) return { outcomes };
  if (search.rest.length > 0) return { outcomes, batches: [continueSearch(batch.kind, search)] };
  return { outcomes, backToPool: search.aside, rejectedWithoutFault: search.size };
}

/** What follows when the call of the batch failed. */
export function afterError(batch: Batch, error: SessionTerminationError, meaning: Meaning): Consequence {
  switch (meaning) {
    case 'ends the run':
      return {};
    case 'wait':
      // What something other than Box rejects must not keep the others waiting.
      if (isRejectedElsewhere(error)) return { backToPool: leftOpen(batch), postponed: batch.items };
      return { batches: [batch] };
    case 'unknown':
      return { outcomes: outcomesOf(batch, error, () => 'unknown'), backToPool: leftOpen(batch) };
    default:
      if (batch.items.length === 1) return { outcomes: rejected(batch, error), backToPool: leftOpen(batch), bad: 1 };
      if (meaning === 'bad target') return { batches: [searchIn(batch, !isRejectedElsewhere(error))] };
      return { batches: halve(batch), backToPool: leftOpen(batch), rejectedWithoutFault: batch.items.length };
  }
}

/** Rejected standing alone. But if an earlier response was lost, Box might have accepted that request. */
function rejected(batch: Batch, error: SessionTerminationError): Outcome[] {
  return outcomesOf(batch, error, ({ lost }) => (lost ? 'unknown' : 'rejected'));
}

function outcomesOf(
  { items }: Batch,
  error: SessionTerminationError,
  statusOf: (item: Item) => Outcome['status'],
): Outcome[] {
  return items.map((item) => ({ target: item.target, status: statusOf(item), error, attempts: item.attempts }));
}
