import { Credentials } from '../../client/credentials.ts';
import {
  AuthError,
  isApiError,
  isAuthError,
  isNetworkError,
  isResponseError,
  isTimeoutError,
  TimeoutError,
} from '../../errors.ts';
import { CommandError } from '../command-error.ts';
import type { EnvironmentCredentials } from './credentials.ts';
import type { Exit } from '../exit-status.ts';
import { explain } from '../network/explain.ts';
import type { Connection } from '../network/network.ts';

/**
 * The access token of the environment's credentials.
 *
 * @throws {@link CommandError} if there is none
 */
export async function obtainToken(auth: EnvironmentCredentials['auth'], connection: Connection): Promise<string> {
  const signal = AbortSignal.timeout(connection.timeoutMs);
  try {
    return (await new Credentials(auth).current(signal)).token;
  } catch (error) {
    const failure = signal.aborted
      ? new AuthError('There was no token in time.', { cause: new TimeoutError('The token request timed out.') })
      : error;
    if (!isAuthError(failure)) throw failure;
    const exit = exitOfTokenFailure(failure);
    const isReached = !isNetworkError(failure.cause) && !isTimeoutError(failure.cause);
    const lead = isReached ? '' : "The token endpoint wasn't reached. ";
    throw new CommandError(exit, `${lead}${explain(failure, connection)}`, { cause: failure, nothingSent: true });
  }
}

/** The exit status if there is no token: only a rejection is a fault of the credentials. */
export function exitOfTokenFailure({ cause }: AuthError): Exit {
  if (isNetworkError(cause) || isTimeoutError(cause)) return 'notAllAccepted';
  if (isResponseError(cause)) return 'nothingSent';
  if (isApiError(cause) && (cause.status === 429 || cause.status >= 500)) return 'notAllAccepted';
  // Without an OAuth error, something other than a token endpoint responded.
  return isApiError(cause) && cause.boxCode === undefined && cause.status !== 401 ? 'nothingSent' : 'noPermission';
}
