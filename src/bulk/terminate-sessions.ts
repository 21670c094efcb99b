import {
  checkSource,
  checkTerminator,
  normalizeBulkOptions,
  type SessionTerminator,
  type TargetSource,
  type TerminateSessionsOptions,
} from './options.ts';
import type { Outcome } from './outcomes.ts';
import { BulkRun } from './run.ts';

/** The outcomes of a run, one after the other, as they become known. */
export interface TerminationRun extends AsyncIterableIterator<Outcome> {
  next(): Promise<IteratorResult<Outcome, undefined>>;
  /** Ends the run at once, as leaving the loop does. It doesn't wait for requests that are in flight. */
  return(): Promise<IteratorResult<Outcome, undefined>>;
  [Symbol.asyncIterator](): TerminationRun;
  /**
   * Lets the run finish early: it starts no request, waits for the requests in flight, and ends every other wait at once. The
   * iteration then ends normally, after the outcomes of those requests. Targets that aren't settled have no outcome.
   */
  drain(): void;
}

/**
 * Signs any number of users and groups out of Box.
 *
 * Nothing is sent, and nothing is taken from the source, until the first outcome is asked for; a consumer that is slow slows
 * the sending down. It can be iterated once. Leaving the loop ends the run.
 *
 * @param manager - sends the requests, with its own retries
 * @param targets - `{ user_id }`, `{ user_login }` and `{ group_id }`, in any mixture
 * @returns one outcome for each distinct target, in the order in which they become known
 * @throws {@link InvalidRequestError} at once, when an argument or an option is wrong; the rest is thrown by the loop, after the
 *   outcomes already known:
 * @throws {@link ApiError} when Box refuses the token or the permission (401, 403), {@link AuthError} when there is no token
 * @throws what the source throws, and the signal's reason
 */
export function terminateSessions(
  manager: SessionTerminator,
  targets: TargetSource,
  options: TerminateSessionsOptions = {},
): TerminationRun {
  checkTerminator(manager);
  checkSource(targets);
  const run = new BulkRun(manager, targets, normalizeBulkOptions(options));
  const outcomes = run.outcomes();
  return {
    next: () => outcomes.next(),
    drain: () => run.drain(),
    return: () => {
      // A generator would first wait for the outcome that is asked for.
      run.stop();
      return outcomes.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
