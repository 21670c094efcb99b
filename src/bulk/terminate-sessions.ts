import {
  checkSource,
  checkTerminator,
  normalizeBulkOptions,
  type SessionTerminator,
  type TargetSource,
  type TerminateSessionsOptions,
} from './options.ts';
import type { Outcome } from './target.ts';
import { BulkRun } from './run.ts';

/**
 * The outcomes of a run, in the order in which they become known.
 *
 * @example
 * ```ts
 * const run = terminateSessions(sessions, targets);
 * process.once('SIGINT', () => run.drain());
 * for await (const { status } of run) console.log(status);
 * ```
 */
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
 * Nothing is sent and nothing is taken from the source until the first outcome is asked for, and a slow consumer slows the
 * run down. The run can be iterated once. Leaving the loop ends it.
 *
 * A fault of the run is never a fault of the targets: the run waits, or it ends with an error, and the targets that aren't
 * settled by then have no outcome. Send those again.
 *
 * @param manager - sends the requests, with its own retries
 * @param targets - `{ user_id }`, `{ user_login }`, and `{ group_id }` in any mixture
 * @param options - the size of a batch, the pace, and when the run ends
 * @returns at most one outcome for each distinct target; all have one if the run ends normally without {@link TerminationRun.drain}
 * @throws {@link InvalidRequestError} at once, if an argument or an option is invalid. The loop throws everything else, after
 *   the outcomes already known:
 * @throws {@link ApiError} if Box rejects the token or the permission (401, 403); if something other than Box responds, such
 *   as with a 404, and nothing was accepted; if every target so far was rejected; if Box keeps limiting the rate or failing
 * @throws {@link AuthError} or {@link TimeoutError} if no access token is available
 * @throws {@link NetworkError} if Box can't be reached, the certificate isn't accepted, or connections keep failing
 * @throws {@link ResponseError} if the response is a redirect or another status that isn't Box's
 * @throws what the source throws, and the signal's reason
 *
 * @example
 * ```ts
 * const targets = [{ user_login: 'ada@example.com' }, { group_id: '27335' }];
 * for await (const { target, status } of terminateSessions(sessions, targets)) {
 *   console.log(status, target);
 * }
 * ```
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
    return: () => {
      // A generator would first wait for the outcome that was asked for.
      run.stop();
      return outcomes.return(undefined);
    },
    drain: () => run.drain(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
