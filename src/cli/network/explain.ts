import {
  type AuthError,
  isApiError,
  isAuthError,
  isNetworkError,
  isResponseError,
  isTimeoutError,
  type SessionTerminationError,
} from '../../errors.ts';
import type { Connection } from './network.ts';
import { describeFailure, hostVia, type Route } from './failure.ts';

/** The way to Box. */
export function routeToBox({ baseUrl, proxyFor }: Pick<Connection, 'baseUrl' | 'proxyFor'>): Route {
  return { host: new URL(baseUrl).host, option: '--base-url', proxy: proxyFor(baseUrl) };
}

/** The way to the token endpoint. */
function routeToTokens({ tokenUrl, proxyFor }: Connection): Route {
  return { host: new URL(tokenUrl).host, option: '--token-url', proxy: proxyFor(tokenUrl) };
}

/**
 * An error of the library in terms of the command: what went wrong, and which option, variable or person can change it.
 *
 * @param route - where the request was to go
 */
export function explain(
  error: SessionTerminationError,
  connection?: Connection,
  route: Route | undefined = connection && routeToBox(connection),
): string {
  if (isAuthError(error)) return explainTokenFailure(error, connection);
  if (isTimeoutError(error) && connection === undefined) {
    return withDoubt('No response arrived in time. Check the network, or raise --timeout.', error);
  }
  if (connection === undefined || route === undefined) return error.message;
  if (isNetworkError(error)) return withDoubt(describeFailure(error, route), error);
  if (isTimeoutError(error)) return withDoubt(explainTimeout(route, connection), error);
  if (isResponseError(error) && error.status !== 202) {
    const { status } = error;
    const what = status >= 300 && status < 400 ? 'a redirect, which the command never follows' : 'not the way Box does';
    return `${route.host} responded with status ${status}, ${what}. Check ${route.option} and the proxy.`;
  }
  return error.message;
}

function explainTokenFailure(error: AuthError, connection: Connection | undefined): string {
  const { cause } = error;
  if (connection === undefined) return error.message;
  const route = routeToTokens(connection);
  if (isNetworkError(cause)) return describeFailure(cause, route);
  if (isTimeoutError(cause)) return explainTimeout(route, connection);
  if (isResponseError(cause)) return explain(cause, connection, route);
  if (!isApiError(cause) || cause.boxCode !== undefined) return error.message;
  const advice =
    cause.status === 429 || cause.status >= 500 ? 'Try again later.' : `Check ${route.option} and the proxy.`;
  return `${route.host} responded with status ${cause.status} and no OAuth error. ${advice}`;
}

/** What a person reads when no response arrived in time. */
export function explainTimeout(route: Route, { timeoutMs }: Connection): string {
  return `${hostVia(route)} didn't respond within ${timeoutMs / 1000} s. Check the network, or raise --timeout.`;
}

function withDoubt(sentence: string, { attempts }: SessionTerminationError): string {
  return attempts === 0 ? sentence : `${sentence} Box might have received the request and created a job.`;
}
