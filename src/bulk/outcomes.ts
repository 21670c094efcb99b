import type { Batch } from './batches.ts';
import type { Item, Target } from './target.ts';
import { ApiError, AuthError, InvalidRequestError, TimeoutError, type SessionTerminationError } from '../errors.ts';

/** How often a batch is sent when each call of it ends with a 429 that says how long to wait. */
const MAX_RATE_LIMITED_CALLS = 5;

/** What became of one target. */
export interface Outcome {
  /** The object that the source gave. */
  target: Target;
  /**
   * - `accepted`: Box accepted a job that names it, which does not mean that the job is done
   * - `rejected`: Box refused it, or it cannot be sent
   * - `unknown`: the answer was lost, could not be read, or was a server error to the end, so a job may exist
   */
  status: 'accepted' | 'rejected' | 'unknown';
  /** Box's message about the accepted job. */
  message?: string;
  /** Why it was not accepted. */
  error?: SessionTerminationError;
  /** How many requests named it, the ones for batches that were split counted; 0 when it was never sent. */
  attempts: number;
}

/** What follows from the end of a batch's call. */
export interface Consequence {
  outcomes?: Outcome[];
  /** To be sent next, each as it is. */
  batches?: Batch[];
  /** Nothing is known about these any more: they go out together with others. */
  backToPool?: readonly Item[];
  /** Whether Box refused a target that stood alone. */
  foundBad?: boolean;
  /** The size of a batch that was refused for no fault of one target: it was too large, or each of them was accepted. */
  refusedWithoutFault?: number;
  /** Ends the run. */
  failure?: SessionTerminationError;
}

/** What follows when Box accepted a batch. */
export function onAccepted(batch: Batch, message: unknown): Consequence {
  const said = typeof message === 'string' ? { message } : {};
  const outcomes = batch.items.map(({ target, attempts }): Outcome => ({
    target,
    status: 'accepted',
    ...said,
    attempts,
  }));
  const { search } = batch;
  if (search === undefined) return { outcomes };
  if (search.rest.length === 0) return { outcomes, backToPool: search.aside, refusedWithoutFault: search.size };
  // Together they were refused, so the fault is in the rest: it need not be sent whole to learn that.
  return { outcomes, batches: [narrow(batch, search.rest, search.aside, search.size)] };
}

/** What follows when Box did not accept a batch, as far as anybody knows. */
export function onFailed(batch: Batch, error: SessionTerminationError): Consequence {
  const status = error instanceof ApiError ? error.status : undefined;
  if (error instanceof AuthError || status === 401 || status === 403) return { failure: error };
  const backToPool = batch.search === undefined ? [] : [...batch.search.rest, ...batch.search.aside];
  if (error instanceof InvalidRequestError || status === 400 || status === 404 || status === 413) {
    if (batch.items.length === 1) return { outcomes: refused(batch, error), backToPool, foundBad: true };
    // Size is a fault of the whole: each half of a batch that was too large may be sound.
    if (status === 413) return { batches: halve(batch), backToPool, refusedWithoutFault: batch.items.length };
    return { batches: [narrow(batch, batch.items, backToPool, batch.items.length)] };
  }
  const nothingSent = error instanceof TimeoutError && error.attempts === 0;
  if ((status === undefined && !nothingSent) || (status ?? 0) >= 500) {
    return { outcomes: outcomesOf(batch, () => 'unknown', error), backToPool };
  }
  const rateLimitedCalls = batch.rateLimitedCalls + 1;
  if (status === 429 && (error as ApiError).retryAfterMs !== undefined && rateLimitedCalls < MAX_RATE_LIMITED_CALLS) {
    return { batches: [{ ...batch, rateLimitedCalls }] };
  }
  // Such an end is not about the targets, so it says nothing about an earlier request that was left open.
  const outcomes = outcomesOf(batch, ({ lost, failed }) => (lost || failed ? 'unknown' : 'rejected'), error);
  return { outcomes, backToPool };
}

/**
 * The outcome of a target that was refused standing alone. After a server error that is Box's word on it; a request without
 * an answer may have been accepted all the same.
 */
function refused(batch: Batch, error: SessionTerminationError): Outcome[] {
  return outcomesOf(batch, ({ lost }) => (lost ? 'unknown' : 'rejected'), error);
}

function outcomesOf(
  batch: Batch,
  statusOf: (item: Item) => Outcome['status'],
  error: SessionTerminationError,
): Outcome[] {
  return batch.items.map((item) => ({ target: item.target, status: statusOf(item), error, attempts: item.attempts }));
}

/** The next step of a search: the first half of targets of which one is bad. */
function narrow(batch: Batch, items: readonly Item[], aside: readonly Item[], size: number): Batch {
  const [first, rest] = split(items);
  return { kind: batch.kind, items: first, rateLimitedCalls: 0, search: { size, rest, aside } };
}

function halve({ kind, items }: Batch): Batch[] {
  return split(items).map((half) => ({ kind, items: half, rateLimitedCalls: 0 }));
}

function split(items: readonly Item[]): [first: readonly Item[], rest: readonly Item[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
