import { CommandError } from '../command-error.ts';
import { credentialsFromEnvironment, type EnvironmentCredentials } from './credentials.ts';
import type { Exit } from '../exit-status.ts';
import { explain, routeToBox } from '../network/explain.ts';
import type { Connection } from '../network/network.ts';
import { fetchCurrentUser, nameOf, type Contact } from './current-user.ts';
import { obtainToken } from './token.ts';

/** Why nothing is sent: what a person reads, and the exit status. */
export interface Obstacle {
  exit: Exit;
  message: string;
}

/** Credentials that Box didn't reject, and whose they are. */
export interface Identity {
  auth: EnvironmentCredentials['auth'];
  /** In words. */
  account: string;
}

/**
 * Makes sure that there is a token and that Box responds, before the first target is sent.
 *
 * @throws {@link CommandError} otherwise; it says that nothing was sent
 */
export async function identify(connection: Connection, environment: NodeJS.ProcessEnv): Promise<Identity> {
  const { auth } = await credentialsFromEnvironment(environment, connection);
  const contact = await fetchCurrentUser(connection, await obtainToken(auth, connection));
  const obstacle = obstacleIn(contact, connection);
  if (obstacle !== undefined) {
    const cause = contact.kind === 'failure' ? contact.error : undefined;
    throw new CommandError(obstacle.exit, obstacle.message, { cause, nothingSent: true });
  }
  const user = contact.kind === 'failure' ? undefined : contact.user;
  return { auth, account: user === undefined ? "an account that Box doesn't show" : nameOf(user) };
}

/** Why a sign-out can't start; `undefined` when Box responded, whatever it said about the account. */
export function obstacleIn(contact: Contact, connection: Connection): Obstacle | undefined {
  const { host, proxy } = routeToBox(connection);
  const check = `Check --base-url${proxy === undefined ? ' and the network' : ` and the proxy ${proxy.address}`}`;
  if (contact.kind === 'failure') {
    return { exit: 'notAllAccepted', message: `Box wasn't reached. ${explain(contact.error, connection)}` };
  }
  const { kind, status } = contact;
  if (kind === 'page') {
    const message = `${host} responded with something other than Box's JSON (status ${status}), such as the page of a proxy or a captive portal. ${check}.`;
    return { exit: 'nothingSent', message };
  }
  if (status >= 300 && status < 400) {
    const message = `${host} responded with status ${status}, a redirect, which the command never follows. ${check}.`;
    return { exit: 'nothingSent', message };
  }
  if (status === 401) {
    return {
      exit: 'noPermission',
      message: 'Box rejected the access token. Get a new one: it might have expired or been revoked.',
    };
  }
  if (status === 404) {
    return {
      exit: 'nothingSent',
      message: `${host} responded with status 404, so the API isn't there. ${check}: the address of the API ends in /2.0.`,
    };
  }
  if (kind === 'json' || status === 403) return undefined;
  return status === 429 || status >= 500
    ? { exit: 'notAllAccepted', message: `${host} responded with status ${status} and nothing else. Try again later.` }
    : {
        exit: 'nothingSent',
        message: `${host} responded with status ${status}, which isn't how Box responds. ${check}.`,
      };
}
