import { ApiError, ResponseError } from '../errors.ts';
import { textOf, type HttpResponse } from '../http/exchange.ts';
import { parseObject } from '../http/json-object.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { isToken } from '../client/option-values.ts';
import type { Secrets } from '../redaction/secrets.ts';
import type { IssuedToken } from './token-cache.ts';

/** What to do about the errors of OAuth 2.0 (RFC 6749, section 5.2). */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_client: 'Check the client ID and the client secret.',
  invalid_grant:
    'Check the enterprise or user ID, the key and its ID, the clock of this machine, and that an admin has authorized the application.',
  unauthorized_client:
    'Have an admin authorize the application, and check that it is set up for this way of authentication.',
};
/** Errors of the standard contain nothing of the request, whatever the IDs in it are. */
const STANDARD_ERROR =
  /^(?:invalid_(?:request|client|grant|scope)|unauthorized_client|unsupported_grant_type|temporarily_unavailable)$/;
const CLIENT_ERROR_ADVICE = 'Check the credentials and the token URL.';
const PAGE_ADVICE = 'The response is not an OAuth error, so it might come from a proxy. Check tokenUrl and the proxy.';
const RATE_LIMIT_ADVICE = 'The rate limit was reached. Try again later.';
const SERVER_ERROR_ADVICE = 'The server or a proxy failed. Try again later.';

/**
 * The token of a response (RFC 6749, section 5.1). Only `access_token` is required: a gateway can leave out the rest.
 *
 * @param secrets - what no error can show
 * @param attempts - how many requests the token endpoint might have received
 * @throws {@link ApiError} for a rejection, {@link ResponseError} for anything that is neither a rejection nor a token
 */
export function interpretTokenResponse(response: HttpResponse, secrets: Secrets, attempts: number): IssuedToken {
  const { status } = response;
  if (status >= 400) throw rejectionOf(response, secrets, attempts);
  const unusable = (what: string): ResponseError =>
    new ResponseError(`The token endpoint's response ${what}. Check tokenUrl and the proxy.`, { status, attempts });
  if (status < 200 || status >= 300) throw unusable('is a redirect, which is not followed');
  if (status !== 200) throw unusable(`has status ${status}, not 200`);
  const fields = parseObject(textOf(response));
  if (fields === undefined) throw unusable('is not a JSON object');
  const { access_token: token, token_type: type, expires_in: expiresIn } = fields;
  const isBearer = typeof type !== 'string' || type.trim() === '' || /^\s*bearer\s*$/i.test(type);
  if (!isBearer || !isToken(token)) throw unusable('does not contain a bearer token');
  return { token, lifeMs: secondsOf(expiresIn) * 1000 };
}

/** The fields `error` and `error_description` of a rejection; empty if it doesn't have them. */
export function oauthError(response: HttpResponse): { error: string; description: string } {
  const fields = parseObject(textOf(response)) ?? {};
  const string = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { error: string(fields['error']), description: string(fields['error_description']) };
}

/** A number, or a number as text; 0 for anything else, so a token of unknown life is used once. */
function secondsOf(value: unknown): number {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}

function rejectionOf(response: HttpResponse, secrets: Secrets, attempts: number): ApiError {
  const { status, headers } = response;
  const fields = oauthError(response);
  const error = STANDARD_ERROR.test(fields.error) ? fields.error : secrets.clean(fields.error);
  const description = secrets.clean(fields.description).replace(/\.$/, '');
  const wait = retryAfterMs(headers);
  const fromBox = fields.error !== '';
  const message = [
    `The token endpoint rejected the request with status ${status}`,
    error === '' ? '.' : `, error ${error}.`,
    description === '' ? '' : ` It says: ${description}.`,
    wait === undefined ? '' : ` It asks to wait: ${Math.ceil(wait / 1000)} s.`,
    ` ${adviceFor(status, fields.error)}`,
  ].join('');
  const boxCode = error === '' ? undefined : error;
  return new ApiError(message, { attempts, status, boxCode, retryAfterMs: wait, fromBox });
}

function adviceFor(status: number, error: string): string {
  if (status === 429) return RATE_LIMIT_ADVICE;
  if (status >= 500) return SERVER_ERROR_ADVICE;
  return error === '' ? PAGE_ADVICE : (ADVICE[error] ?? CLIENT_ERROR_ADVICE);
}
