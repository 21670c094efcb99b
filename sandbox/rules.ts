/** What the sandbox does when a token, an id or a login begins with a word. */
export interface Rule {
  word: string;
  /** Where the word is looked for. */
  of: 'token' | 'target';
  /** For people: what happens. */
  means: string;
  answer: Refusal | Manner;
  /** Only the first request that names a target is answered so. */
  once?: true;
}

/** An error of Box's `ClientError` shape. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

/** How a request that is accepted is answered instead of at once and whole. */
export type Manner = 'slow' | 'cut' | 'lost';

/** How long a slow answer takes, in milliseconds. */
export const SLOW_MS = 3000;

/** The first rule that fits decides. What no rule names is accepted. */
export const RULES: readonly Rule[] = [
  {
    word: 'expired',
    of: 'token',
    means: '401: the access token has expired',
    answer: {
      status: 401,
      code: 'unauthorized',
      message: 'The access token is no longer valid',
      headers: { 'www-authenticate': 'Bearer realm="sandbox", error="invalid_token"' },
    },
  },
  {
    word: 'forbidden',
    of: 'token',
    means: '403: the account behind the token is no admin',
    answer: {
      status: 403,
      code: 'insufficient_scope',
      message: 'The account is no admin',
      headers: {
        'www-authenticate': 'Bearer realm="sandbox", error="insufficient_scope"',
      },
    },
  },
  {
    word: 'invalid',
    of: 'target',
    means: '400: the value is not what Box takes',
    answer: { status: 400, code: 'bad_request', message: 'A value of the request is not valid' },
  },
  {
    word: 'unknown',
    of: 'target',
    means: '404: there is nobody of that name',
    answer: { status: 404, code: 'not_found', message: 'Somebody whom the request names does not exist' },
  },
  {
    word: 'busy',
    of: 'target',
    means: '429 with `retry-after: 1`, the first time',
    once: true,
    answer: {
      status: 429,
      code: 'too_many_requests',
      message: 'Too many requests',
      headers: { 'retry-after': '1' },
    },
  },
  {
    word: 'flaky',
    of: 'target',
    means: '503, the first time',
    once: true,
    answer: { status: 503, code: 'unavailable', message: 'The request timed out' },
  },
  {
    word: 'failing',
    of: 'target',
    means: '500, each time',
    answer: { status: 500, code: 'internal_server_error', message: 'Something failed' },
  },
  {
    word: 'unavailable',
    of: 'target',
    means: '503, each time',
    answer: { status: 503, code: 'unavailable', message: 'The request timed out' },
  },
  { word: 'slow', of: 'target', means: `202, after ${SLOW_MS / 1000} seconds`, answer: 'slow' },
  { word: 'cut', of: 'target', means: '202, but the connection is cut within the answer', answer: 'cut' },
  {
    word: 'lost',
    of: 'target',
    means: 'accepted, but the connection is cut before the answer',
    answer: 'lost',
  },
];

/** How Box words the faults of a request, by the operation. */
export const FAULTS: Readonly<Record<string, { nobody: string; format: string }>> = {
  post_users_terminate_sessions: { nobody: 'Users can not be NULL or EMPTY', format: 'User id format is string' },
  post_groups_terminate_sessions: { nobody: 'Groups can not be NULL or EMPTY', format: 'group id format is string' },
};
export const NOT_JSON = 'Supported payload format is JSON';

/** The first rule that fits one of the values. */
export function ruleFor(of: Rule['of'], values: readonly string[], met = new Set<string>()): Rule | undefined {
  return RULES.find((rule) => {
    if (rule.of !== of) return false;
    const named = values.filter((value) => value.startsWith(rule.word) && !(rule.once && met.has(value)));
    if (rule.once) for (const value of named) met.add(value);
    return named.length > 0;
  });
}
