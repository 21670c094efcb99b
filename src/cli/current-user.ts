import { Credentials } from '../client/credentials.ts';
import { AuthError } from '../errors.ts';
import { parseObject } from '../http/json-object.ts';
import { describeNetworkFailure, isCertificateError } from '../http/network-failure.ts';
import { Secrets } from '../redaction/secrets.ts';
import { readBody } from '../http/response-body.ts';
import { CommandError } from './command-error.ts';
import type { EnvironmentCredentials } from './credentials.ts';
import type { Connection } from './settings.ts';

/** Who a token acts as, as far as Box shows it. */
export interface CurrentUser {
  id: string | undefined;
  name: string | undefined;
  login: string | undefined;
  role: string | undefined;
}

/** What came of asking Box. */
export type WhoAmI =
  | { kind: 'answer'; status: number; user: CurrentUser | undefined; clockSkewMs: number | undefined }
  | { kind: 'failure'; message: string };

/**
 * Asks Box who a token belongs to. It changes nothing there.
 *
 * @param token - without one the answer tells no more than that Box is there
 * @see https://developer.box.com/reference/get-users-me/
 */
export async function fetchCurrentUser(
  { baseUrl, asUser, timeoutMs }: Connection,
  token: string | undefined,
): Promise<WhoAmI> {
  const url = `${baseUrl.replace(/\/+$/, '')}/users/me?fields=id,name,login,role`;
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(asUser === undefined ? {} : { 'as-user': asUser }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const arrivedAt = Date.now();
    const text = await readBody(response.body, (promise) => promise);
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      kind: 'answer',
      status: response.status,
      user: response.status === 200 ? readUser(text, token ?? '') : undefined,
      clockSkewMs: Number.isNaN(date) ? undefined : arrivedAt - date,
    };
  } catch (error) {
    const { host } = new URL(baseUrl);
    if (signal.aborted) return { kind: 'failure', message: `${host} did not answer within ${timeoutMs / 1000} s.` };
    const described = describeNetworkFailure(error, host);
    if (isCertificateError(error)) return { kind: 'failure', message: described };
    // Without its advice, which is about signing out.
    const [what] = described.split('. ');
    return { kind: 'failure', message: `${what}. Check --base-url, the network and the proxy.` };
  }
}

/**
 * A token, as the environment's credentials give it.
 *
 * @throws {@link AuthError} when none is to be had, or none in time
 */
export async function obtainToken(auth: EnvironmentCredentials['auth'], timeoutMs: number): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return (await new Credentials(auth).current(signal)).token;
  } catch (error) {
    if (error instanceof AuthError || !signal.aborted) throw error;
    throw new AuthError(
      `The token endpoint gave no token within ${timeoutMs / 1000} s. Check the network and --timeout.`,
    );
  }
}

/**
 * The account that a question names; whatever Box does not show of it does not keep anybody from going on.
 *
 * @throws {@link AuthError} when there is no token
 * @throws {@link CommandError} when Box refuses it
 */
export async function accountFor(token: string, connection: Connection): Promise<string> {
  const found = await fetchCurrentUser(connection, token);
  if (found.kind === 'answer' && found.status === 401) {
    throw new CommandError('noPermission', 'Box refused the access token. Get a new one. Nothing was sent.');
  }
  return found.kind === 'answer' && found.user !== undefined
    ? nameOf(found.user)
    : 'an account that could not be looked up';
}

/** In words, for a person. */
export function nameOf({ id, name, login }: CurrentUser): string {
  const who = [name, login === undefined ? undefined : `<${login}>`].filter((part) => part !== undefined).join(' ');
  return who === '' ? `the user ${id ?? 'without an id'}` : who;
}

function readUser(text: string, token: string): CurrentUser | undefined {
  const said = parseObject(text);
  if (said === undefined) return undefined;
  const secrets = new Secrets([token]);
  const line = (value: unknown): string | undefined => (typeof value === 'string' ? secrets.clean(value) : undefined);
  return { id: line(said['id']), name: line(said['name']), login: line(said['login']), role: line(said['role']) };
}
