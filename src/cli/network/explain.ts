import {
  isAuthError,
  isNetworkError,
  isResponseError,
  isTimeoutError,
  type SessionTerminationError,
} from '../../errors.ts';
import type { Connection } from '../settings.ts';
import { describeFailure, type Route } from './failure.ts';

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
  if (isAuthError(error)) {
    const { cause } = error;
    return isNetworkError(cause) || isTimeoutError(cause) || isResponseError(cause)
      ? explain(cause, connection, connection && routeToTokens(connection))
      : error.message;
  }
  if (isTimeoutError(error) && connection === undefined) {
    return withDoubt('No response arrived in time. Check the network, or raise --timeout.', error);
  }
  if (connection === undefined || route === undefined) return error.message;
  if (isNetworkError(error)) return withDoubt(describeFailure(error, route), error);
  if (isTimeoutError(error)) {
    const seconds = connection.timeoutMs / 1000;
    return withDoubt(`${route.host} didn't respond within ${seconds} s. Check the network, or raise --timeout.`, error);
  }
  if (isResponseError(error) && error.status !== 202) {
    const { status } = error;
    const what = status >= 300 && status < 400 ? 'a redirect, which the command never follows' : 'not the way Box does';
    return `${route.host} responded with status ${status}, ${what}. Check ${route.option} and the proxy.`;
  }
  return error.message;
}

function withDoubt(sentence: string, { attempts }: SessionTerminationError): string {
  return attempts === 0 ? sentence : `${sentence} Box might have received the request and created a job.`;
}
