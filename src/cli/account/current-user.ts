import { NetworkError, TimeoutError } from '../../errors.ts';
import { parseObject } from '../../http/json-object.ts';
import { readBody } from '../../http/exchange.ts';
import { networkErrorReason } from '../../http/network-failure.ts';
import { Secrets } from '../../redaction/secrets.ts';
import type { Connection } from '../network/network.ts';

/** Who a token acts as, as far as Box shows it. */
export interface CurrentUser {
  id: string | undefined;
  name: string | undefined;
  login: string | undefined;
  role: string | undefined;
}

/** What responded to the question who a token belongs to. */
export type Contact =
  | {
      /** `page`: anything but a JSON object; `empty`: no body at all. */
      kind: 'json' | 'page' | 'empty';
      status: number;
      user: CurrentUser | undefined;
      /** How far the clock of this machine is ahead, if the response has a date. */
      clockSkewMs: number | undefined;
    }
  | { kind: 'failure'; error: NetworkError | TimeoutError };

/**
 * Asks Box who a token belongs to (`GET /users/me`). It changes nothing there.
 *
 * @param token - without one, the response only tells whether it is Box that responds
 * @see https://developer.box.com/reference/get-users-me/
 */
export async function fetchCurrentUser(
  { baseUrl, asUser, timeoutMs, fetch, proxyFor }: Connection,
  token: string | undefined,
): Promise<Contact> {
  const headers = {
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(asUser === undefined ? {} : { 'as-user': asUser }),
  };
  const secrets = new Secrets(token === undefined ? [] : [token]);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${baseUrl}/users/me?fields=id,name,login,role`, {
      headers,
      redirect: 'manual',
      signal,
    });
    const arrivedAt = Date.now();
    const text = (await readBody(response.body, (promise) => promise)).trim();
    const object = parseObject(text);
    const date = Date.parse(response.headers.get('date') ?? '');
    const { status } = response;
    return {
      kind: object === undefined ? (text === '' ? 'empty' : 'page') : 'json',
      status,
      user: object !== undefined && status === 200 ? readUser(object, secrets) : undefined,
      clockSkewMs: Number.isNaN(date) ? undefined : arrivedAt - date,
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'failure', error: new TimeoutError('GET /users/me timed out.') };
    const reason = networkErrorReason(error);
    const isCutOff = reason === 'lost' && baseUrl.startsWith('https:') && proxyFor(baseUrl) === undefined;
    const cause = secrets.safeCause(isCutOff ? await reasonOfCut(error, baseUrl) : error);
    return { kind: 'failure', error: new NetworkError('GET /users/me failed.', { reason, cause }) };
  }
}

/** A handshake of its own shows why a server closed the connection, if TLS is the reason. */
async function reasonOfCut(error: unknown, baseUrl: string): Promise<unknown> {
  const { handshakeError } = await import('../network/handshake.ts');
  return (await handshakeError(new URL(baseUrl))) ?? error;
}

/** The account in words. */
export function nameOf({ id, name, login }: CurrentUser): string {
  const who = [name, login === undefined ? undefined : `<${login}>`].filter((part) => part !== undefined).join(' ');
  return who === '' ? `the user ${id ?? 'without an ID'}` : who;
}

function readUser(object: Record<string, unknown>, secrets: Secrets): CurrentUser {
  const text = (field: string): string | undefined => {
    const value = object[field];
    return typeof value === 'string' ? secrets.clean(value) : undefined;
  };
  return { id: text('id'), name: text('name'), login: text('login'), role: text('role') };
}
