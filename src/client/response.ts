import { ApiError, ResponseError, type SessionTerminationError } from '../errors.ts';
import { textOf, type HttpResponse } from '../http/exchange.ts';
import { isObject, parseObject } from '../http/json-object.ts';
import type { Secrets } from '../redaction/secrets.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** What a status means and what to do about it, where there is more to say than for its class. */
const ADVICE: Readonly<Record<number, string>> = {
  400: 'Box found the request invalid. Check the IDs and logins.',
  401: 'Box rejected the access token. Get a new one: it might have expired or been revoked.',
  403: 'Box denied permission. Use the token of an admin or co-admin whose application is allowed to do this.',
  404: 'Box could not find what the request names. Check the IDs and logins.',
  407: 'A proxy requires authentication. Check the proxy settings.',
  413: 'The request is too large. Send fewer IDs or logins at once.',
  429: 'The rate limit was reached. Send again later.',
};
/** For a 400 or a 404 that isn't an error of Box's: the IDs and logins are hardly to blame. */
const ELSEWHERE_ADVICE = 'Something other than Box seems to have responded. Check the base URL and the proxy.';
const CLIENT_ERROR_ADVICE = 'The request was rejected. Check the base URL and the request.';
const SERVER_ERROR_ADVICE = 'Box or a proxy failed, and whether a job exists is unknown. Send again later.';

/** How Box spells its codes. Gateways use numbers or other spellings. */
const CODE_OF_BOX = /^[a-z]+(?:_[a-z]+)*$/;

/**
 * What the response to a sign-out means: only a 202 says that Box accepted the job.
 *
 * @param secrets - what no text can show
 * @param attempts - how many requests Box might have received
 * @returns Box's message; an empty object if it was lost, since the status counts
 * @throws {@link ApiError} {@link ResponseError} for anything else
 */
export function acceptedMessage(response: HttpResponse, secrets: Secrets, attempts: number): Record<string, unknown> {
  const { status, headers, body } = response;
  if (status !== 202) throw errorOf(response, 202, secrets, attempts);
  if ('fault' in body || body.text.trim() === '') return {};
  const message = parseObject(body.text);
  if (message !== undefined) return secrets.cleanObject(message);
  // Node's `fetch` decompresses a body that was cut off as far as it goes, without an error.
  if (headers.has('content-encoding') && /^\s*\{/.test(body.text)) return {};
  const what = "The response says 202, but it isn't Box's: its body is not a JSON object.";
  throw new ResponseError(`${what} Check the base URL and the proxy, and the admin events before you send again.`, {
    status,
    attempts,
  });
}

/**
 * The error for a response without the one status that means success.
 *
 * @param expected - that status
 */
export function errorOf(
  response: HttpResponse,
  expected: number,
  secrets: Secrets,
  attempts: number,
): SessionTerminationError {
  const { status } = response;
  if (status >= 400) return apiError(response, secrets, attempts);
  const what =
    status < 200 || status >= 300
      ? `The response is a redirect${status === 0 ? '' : ` (${status})`}. It was not followed, since it would receive the token.`
      : `The response has status ${status}, but only ${expected} means success.`;
  return new ResponseError(`${what} Check the base URL and the proxy.`, { status, attempts });
}

function apiError(response: HttpResponse, secrets: Secrets, attempts: number): ApiError {
  const { status, headers } = response;
  const text = textOf(response);
  const fields = parseObject(text) ?? {};
  const string = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? secrets.clean(value) : undefined;
  const boxCode = string(fields['code']);
  const wait = retryAfterMs(headers);
  const fromBox =
    fields['type'] === 'error' || (typeof fields['code'] === 'string' && CODE_OF_BOX.test(fields['code']));
  const message = [
    `${adviceOn(status, fromBox)} Status ${status}`,
    boxCode === undefined ? '' : `, code ${boxCode}`,
    '.',
    ...sentences({
      [fromBox ? 'Box says' : 'The response says']: string(fields['message']),
      'It asks for': status === 403 ? string(requestedPermission(headers)) : undefined,
      'It asks to wait': wait === undefined ? undefined : `${Math.ceil(wait / 1000)} s`,
    }),
    /^\s*</.test(text) ? ' The response is a page, not JSON, so it might come from a proxy.' : '',
  ].join('');
  const contextInfo = fields['context_info'];
  return new ApiError(message, {
    attempts,
    status,
    boxCode,
    requestId: string(fields['request_id']),
    helpUrl: string(fields['help_url']),
    contextInfo: isObject(contextInfo) ? secrets.cleanObject(contextInfo) : undefined,
    retryAfterMs: wait,
    fromBox,
  });
}

function adviceOn(status: number, fromBox: boolean): string {
  if (!fromBox && (status === 400 || status === 404)) return ELSEWHERE_ADVICE;
  return ADVICE[status] ?? (status < 500 ? CLIENT_ERROR_ADVICE : SERVER_ERROR_ADVICE);
}

function sentences(parts: Record<string, string | undefined>): string[] {
  return Object.entries(parts).map(([lead, value]) =>
    value === undefined ? '' : ` ${lead}: ${value.replace(/\.$/, '')}.`,
  );
}

/** The scope, or else the description, that a bearer challenge names (RFC 6750, section 3). */
function requestedPermission(headers: Headers): string | undefined {
  const challenge = headers.get('www-authenticate') ?? '';
  return /\bscope="([^"]*)"/i.exec(challenge)?.[1] ?? /\berror_description="([^"]*)"/i.exec(challenge)?.[1];
}
