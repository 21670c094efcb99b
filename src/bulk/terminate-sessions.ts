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
): AsyncIterableIterator<Outcome, void, void> {
  checkTerminator(manager);
  checkSource(targets);
  const run = new BulkRun(manager, targets, normalizeBulkOptions(options));
  const outcomes = run.outcomes();
  return {
    next: () => outcomes.next(),
    return: () => {
      // A generator would first wait for the outcome that is asked for.
      run.stop();
      return outcomes.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
