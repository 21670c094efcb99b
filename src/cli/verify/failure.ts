import { isApiError, isAuthError, isNetworkError, isResponseError, isTimeoutError } from '../../errors.ts';
import { exitOfTokenFailure } from '../account/token.ts';
import { CommandError } from '../command-error.ts';
import type { Exit } from '../exit-status.ts';
import { explain, explainTimeout, routeToBox } from '../network/explain.ts';
import { describeFailure } from '../network/failure.ts';
import type { Connection } from '../network/network.ts';

/** Why the admin events can't be read, with the exit status; anything but an error of the library is returned as it is. */
export function eventsFailure(error: unknown, connection: Connection): unknown {
  const end = (exit: Exit, message: string): CommandError =>
    new CommandError(exit, message, { cause: error, nothingSent: false });
  if (isAuthError(error)) return end(exitOfTokenFailure(error), explain(error, connection));
  const route = routeToBox(connection);
  if (isNetworkError(error)) return end('notAllAccepted', describeFailure(error, route));
  if (isTimeoutError(error)) return end('notAllAccepted', explainTimeout(route, connection));
  if (isResponseError(error)) return end('nothingSent', explain(error, connection));
  if (!isApiError(error)) return error;
  const { status, boxCode, fromBox } = error;
  if (status === 401) return end('noPermission', explain(error, connection));
  if (status === 403) {
    return end(
      'noPermission',
      "Box doesn't show the admin events to these credentials (status 403). The account must be an administrator, and the application needs the scope manage_enterprise_properties.",
    );
  }
  // What the library says about these is about a sign-out.
  const what = `${route.host} responded with status ${status}${boxCode === undefined ? '' : `, code ${boxCode}`}`;
  if (status === 404) return end('nothingSent', `${what}, so the admin events aren't there. Check --base-url.`);
  if (status === 429 || status >= 500) return end('notAllAccepted', `${what}. Try again later.`);
  if (fromBox) return end('notAllAccepted', `${what}: it rejected the request for the admin events. Check --since.`);
  return end('nothingSent', `${what}. Check --base-url and the proxy.`);
}
