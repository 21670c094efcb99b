import { ApiError } from '../errors.ts';
import { textOf, type Answer } from '../http/exchange.ts';
import { isObject, parseObject } from '../http/json-object.ts';
import type { Secrets } from '../redaction/secrets.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** What a refusal means and what to do about it, for each status that has more to say than its class. */
const ADVICE: Readonly<Record<number, string>> = {
  400: 'Box found the request invalid. Check the ids and logins.',
  401: 'Box refused the access token. Get a new one: it may have expired or been revoked.',
  403: 'Box refused permission. Use the token of an admin or co-admin whose application may do this.',
  404: 'Box could not find what the request names. Check the ids and logins.',
  407: 'A proxy asks for authentication. Check the proxy settings.',
  413: 'The request is too large. Send fewer ids or logins at once.',
  429: 'The rate limit was reached. Send again later.',
};
const CLIENT_ERROR_ADVICE = 'The request was refused. Check the base URL and the request.';
const SERVER_ERROR_ADVICE = 'Box or a proxy failed, and whether a job exists is not known. Send again later.';

/** How Box spells its codes. Gateways use numbers or other spellings. */
const CODE_OF_BOX = /^[a-z]+(?:_[a-z]+)*$/;

/** The error for an answer with a status from 400 on, with what Box says about it as far as it can be read. */
export function refusal(answer: Answer, secrets: Secrets, attempts: number): ApiError {
  const { status, headers } = answer;
  const text = textOf(answer);
  const said = parseObject(text) ?? {};
  const string = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? secrets.clean(value) : undefined;
  const boxCode = string(said['code']);
  const wait = retryAfterMs(headers);
  const message = [
    `${ADVICE[status] ?? (status < 500 ? CLIENT_ERROR_ADVICE : SERVER_ERROR_ADVICE)} Status ${status}`,
    boxCode === undefined ? '' : `, code ${boxCode}`,
    '.',
    ...sentences({
      'Box says': string(said['message']),
      'It asks for': status === 403 ? string(askedPermission(headers)) : undefined,
      'It asks to wait': wait === undefined ? undefined : `${Math.ceil(wait / 1000)} s`,
    }),
    /^\s*</.test(text) ? ' The answer is a page, not JSON, so it may come from a proxy.' : '',
  ].join('');
  const contextInfo = said['context_info'];
  return new ApiError(message, {
    attempts,
    status,
    boxCode,
    requestId: string(said['request_id']),
    helpUrl: string(said['help_url']),
    contextInfo: isObject(contextInfo) ? secrets.cleanObject(contextInfo) : undefined,
    retryAfterMs: wait,
    fromBox: said['type'] === 'error' || CODE_OF_BOX.test(typeof said['code'] === 'string' ? said['code'] : ''),
  });
}

function sentences(parts: Record<string, string | undefined>): string[] {
  return Object.entries(parts).map(([lead, value]) =>
    value === undefined ? '' : ` ${lead}: ${value.replace(/\.$/, '')}.`,
  );
}

/** The scope, or else the description, that a bearer challenge names (RFC 6750, section 3). */
function askedPermission(headers: Headers): string | undefined {
  const challenge = headers.get('www-authenticate') ?? '';
  return /\bscope="([^"]*)"/i.exec(challenge)?.[1] ?? /\berror_description="([^"]*)"/i.exec(challenge)?.[1];
}
