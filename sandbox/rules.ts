/** What the sandbox does when a token or a target begins with a certain word. */
export interface Rule {
  /** The beginning of a token or a login. */
  word: string;
  /** The beginning of an ID with the same effect: IDs are digits. */
  digits?: string;
  /** Where to look for it; `events` is the token of a request for the admin events. */
  of: 'token' | 'events' | 'target';
  /** What happens, for the help and the guide. */
  means: string;
  response: ErrorResponse | Manner;
  /** Only the first request that names the target gets this response. */
  once?: true;
}

/** An error of Box's `ClientError` shape. */
export interface ErrorResponse {
  status: number;
  code: string;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

/** What is special about the response to a request that is accepted. */
export type Manner = 'slow' | 'cut' | 'lost' | 'back';

/** How long a slow response takes, in milliseconds. */
export const SLOW_MS = 3000;

/** How long after its sign-out a user whose login begins with `back-` signs in again, in milliseconds. */
export const BACK_AFTER_MS = 200;

/** The first rule that matches decides. Everything else is accepted. */
export const RULES: readonly Rule[] = [
  {
    word: 'expired',
    of: 'token',
    means: '401: the access token has expired',
    response: {
      status: 401,
      code: 'unauthorized',
      message: 'The access token is no longer valid',
      headers: { 'www-authenticate': 'Bearer realm="sandbox", error="invalid_token"' },
    },
  },
  {
    word: 'forbidden',
    of: 'token',
    means: '403: the account that the token acts as is not an admin',
    response: insufficientScope('The account is not an admin'),
  },
  {
    word: 'scopeless',
    of: 'events',
    means: '403 for the admin events: the application lacks the scope for them',
    response: insufficientScope('The application lacks the scope for enterprise events'),
  },
  {
    word: 'invalid',
    digits: '99400',
    of: 'target',
    means: '400: the value is not valid',
    response: { status: 400, code: 'bad_request', message: 'A value in the request is not valid' },
  },
  {
    word: 'unknown',
    digits: '99404',
    of: 'target',
    means: '404: the user or group does not exist',
    response: { status: 404, code: 'not_found', message: 'A user or group in the request does not exist' },
  },
  {
    word: 'busy',
    digits: '99429',
    of: 'target',
    means: '429 with `retry-after: 1`, the first time',
    once: true,
    response: {
      status: 429,
      code: 'too_many_requests',
      message: 'Too many requests',
      headers: { 'retry-after': '1' },
    },
  },
  {
    word: 'flaky',
    digits: '99502',
    of: 'target',
    means: '503, the first time',
    once: true,
    response: { status: 503, code: 'unavailable', message: 'The service is not available' },
  },
  {
    word: 'failing',
    digits: '99500',
    of: 'target',
    means: '500, every time',
    response: { status: 500, code: 'internal_server_error', message: 'The service failed' },
  },
  {
    word: 'unavailable',
    digits: '99503',
    of: 'target',
    means: '503, every time',
    response: { status: 503, code: 'unavailable', message: 'The service is not available' },
  },
  { word: 'slow', digits: '99201', of: 'target', means: `202, after ${SLOW_MS / 1000} seconds`, response: 'slow' },
  {
    word: 'cut',
    digits: '99202',
    of: 'target',
    means: '202, but the connection closes in the middle of the response',
    response: 'cut',
  },
  {
    word: 'lost',
    digits: '99203',
    of: 'target',
    means: 'accepted, but the connection closes before the response',
    response: 'lost',
  },
  {
    word: 'back-',
    digits: '99600',
    of: 'target',
    means: '202, and the user signs in again a moment later: the admin events show it',
    response: 'back',
  },
];

/**
 * The first rule that matches one of the values.
 *
 * @param met - the values that a rule with `once` has answered before; added to here
 */
export function ruleFor(of: Rule['of'], values: readonly string[], met = new Set<string>()): Rule | undefined {
  return RULES.find((rule) => {
    if (rule.of !== of) return false;
    const named = values.filter((value) => matches(rule, value) && !(rule.once && met.has(value)));
    if (rule.once) for (const value of named) met.add(value);
    return named.length > 0;
  });
}

/** Whether a token, a login or an ID begins the way that a rule asks for. */
export function matches({ word, digits }: Rule, value: string): boolean {
  return value.startsWith(word) || (digits !== undefined && value.startsWith(digits));
}

function insufficientScope(message: string): ErrorResponse {
  const headers = { 'www-authenticate': 'Bearer realm="sandbox", error="insufficient_scope"' };
  return { status: 403, code: 'insufficient_scope', message, headers };
}
