import { halve, type Batch } from './bulk-batches.ts';
import type { Target } from './bulk-targets.ts';
import { ApiError, AuthError, InvalidRequestError, NetworkError, SessionTerminationError } from './errors.ts';

/** How often a batch is sent when each call of it ends with a 429 that says how long to wait. */
const MAX_RATE_LIMITED_CALLS = 5;

/** What became of one target. */
export interface Outcome {
  /** The object that the source gave. */
  target: Target;
  /**
   * - `accepted`: Box accepted a job that names it, which does not mean that the job is done
   * - `rejected`: no job names it
   * - `unknown`: the answer was lost, could not be read, or was a server error to the end, so a job may exist
   */
  status: 'accepted' | 'rejected' | 'unknown';
  /** Box's message about the accepted job. */
  message?: string;
  /** Why it was not accepted. */
  error?: SessionTerminationError;
  /** How many requests named it, the ones for the batches that were split counted; 0 when it was never sent. */
  attempts: number;
}

/** What follows from the end of a batch's call. */
export interface Consequence {
  outcomes?: Outcome[];
  /** To be sent next. */
  batches?: Batch[];
  /** Ends the run. */
  failure?: SessionTerminationError;
}

/** What follows when Box accepted a batch. */
export function onAccepted(batch: Batch, message: unknown): Consequence {
  const said = typeof message === 'string' ? { message } : {};
  const outcomes = batch.targets.map((target) => ({
    target,
    status: 'accepted' as const,
    ...said,
    attempts: batch.attempts,
  }));
  const { sibling } = batch;
  if (sibling === undefined) return { outcomes };
  // Together they were refused, so the fault is in the other half: it need not be sent whole to learn that.
  return { outcomes, batches: sibling.targets.length > 1 ? oneHalfFirst(sibling) : [sibling] };
}

/** What follows when Box did not accept a batch, as far as anybody knows. */
export function onFailed(batch: Batch, error: SessionTerminationError): Consequence {
  const sibling = batch.sibling === undefined ? [] : [batch.sibling];
  const status = error instanceof ApiError ? error.status : undefined;
  if (error instanceof AuthError || status === 401 || status === 403) return { failure: error };
  if (error instanceof InvalidRequestError || status === 400 || status === 404 || status === 413) {
    if (batch.targets.length === 1) return { outcomes: outcomesOf(batch, 'rejected', error), batches: sibling };
    // Size is a fault of the whole, so of a batch that was too large each half may be sound.
    return { batches: [...sibling, ...(status === 413 ? halve(batch) : oneHalfFirst(batch))] };
  }
  if (status === undefined || status >= 500) {
    return { outcomes: outcomesOf(batch, 'unknown', error), batches: sibling };
  }
  const rateLimitedCalls = batch.rateLimitedCalls + 1;
  if (status === 429 && (error as ApiError).retryAfterMs !== undefined && rateLimitedCalls < MAX_RATE_LIMITED_CALLS) {
    return { batches: [{ ...batch, rateLimitedCalls }] };
  }
  return { outcomes: outcomesOf(batch, batch.doubtful ? 'unknown' : 'rejected', error), batches: sibling };
}

/** The outcomes of a batch that was not accepted. */
export function outcomesOf(batch: Batch, status: 'rejected' | 'unknown', error: SessionTerminationError): Outcome[] {
  return batch.targets.map((target) => ({ target, status, error, attempts: batch.attempts }));
}

/** A manager other than ours may throw anything: then nobody knows what became of the request. */
export function asOurs(error: unknown, attempts: number): SessionTerminationError {
  if (error instanceof SessionTerminationError) return error;
  return new NetworkError('The manager failed in a way of its own: see the cause. Box may have got the request.', {
    cause: error,
    attempts,
  });
}

function oneHalfFirst(batch: Batch): Batch[] {
  const [first, sibling] = halve(batch);
  return [{ ...first, sibling }];
}
