import { processClientCredentialsResponse, type AuthorizationServer, type Client } from 'oauth4webapi';
import { ApiError, ResponseError } from '../errors.ts';
import { textOf, type HttpResponse } from '../http/exchange.ts';
import { parseObject } from '../http/json-object.ts';
import type { Secrets } from '../redaction/secrets.ts';
import { isToken } from '../client/option-values.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { IssuedToken } from './token-cache.ts';

/** What to do about the errors of OAuth 2.0 (RFC 6749, section 5.2). */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_client: 'Check the client id and the client secret.',
  invalid_grant:
    'Check the enterprise or user id, the key and its id, the clock of this machine, and that an admin has authorized the application.',
  unauthorized_client:
    'Have an admin authorize the application, and check that it is set up for this way of authentication.',
};
const CLIENT_ERROR_ADVICE = 'Check the credentials and tokenUrl.';
const RATE_LIMIT_ADVICE = 'The rate limit was reached. Try again later.';
const SERVER_ERROR_ADVICE = 'The server or a proxy failed. Try again later.';

/**
 * The token of an answer.
 *
 * @param secrets - not to be seen in an error
 * @param attempts - token requests sent so far
 * @throws {@link ApiError} for a refusal, {@link ResponseError} for what is neither a refusal nor a token
 */
export async function interpretTokenAnswer(
  answer: HttpResponse,
  [server, client]: [AuthorizationServer, Client],
  secrets: Secrets,
  attempts: number,
): Promise<IssuedToken> {
  const { status } = answer;
  if (status >= 400) throw refusal(answer, secrets, attempts);
  const unusable = (what: string): ResponseError =>
    new ResponseError(`The token endpoint's answer ${what}. Check tokenUrl and the proxy.`, { status, attempts });
  if (status < 200 || status >= 300) throw unusable('is a redirect, which is not followed');
  if (status !== 200) throw unusable(`has status ${status}, not 200`);
  const text = textOf(answer);
  // Before it is handed on: the error of a JSON parser may quote a piece of a token.
  if (parseObject(text) === undefined) throw unusable('is not a JSON object');
  const response = new Response(text, { headers: { 'content-type': 'application/json' } });
  const issued = await processClientCredentialsResponse(server, client, response).catch(() => undefined);
  if (issued?.token_type !== 'bearer' || !isToken(issued.access_token)) throw unusable('holds no bearer token');
  return { token: issued.access_token, lifeMs: (issued.expires_in ?? 0) * 1000 };
}

/** `error` and `error_description` of a refusal, as far as it has them. */
export function oauthError(answer: HttpResponse): { error: string; description: string } {
  const said = parseObject(textOf(answer)) ?? {};
  const string = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { error: string(said['error']), description: string(said['error_description']) };
}

function refusal(answer: HttpResponse, secrets: Secrets, attempts: number): ApiError {
  const { status, headers } = answer;
  const said = oauthError(answer);
  const error = secrets.clean(said.error);
  const description = secrets.clean(said.description);
  const wait = retryAfterMs(headers);
  const message = [
    `The token endpoint refused with status ${status}`,
    error === '' ? '.' : `, error ${error}.`,
    description === '' ? '' : ` It says: ${description.replace(/\.$/, '')}.`,
    wait === undefined ? '' : ` It asks to wait: ${Math.ceil(wait / 1000)} s.`,
    ` ${advice(status, said.error)}`,
  ].join('');
  return new ApiError(message, { attempts, status, boxCode: error === '' ? undefined : error, retryAfterMs: wait });
}

function advice(status: number, error: string): string {
  if (status === 429) return RATE_LIMIT_ADVICE;
  if (status >= 500) return SERVER_ERROR_ADVICE;
  return ADVICE[error] ?? CLIENT_ERROR_ADVICE;
}
