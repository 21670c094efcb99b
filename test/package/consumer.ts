/** A program that uses every export of the package, in words that the oldest supported compiler understands. */
export const CONSUMER = `
import {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  SessionTerminationError,
  SessionTerminationManager,
  TimeoutError,
  type Authentication,
  type CallOptions,
  type CreateGroupTerminateSessionRequestBodyArg,
  type CreateUserTerminateSessionRequestBodyArg,
  type ResponseEvent,
  type RetryEvent,
  type RetryOptions,
  type SessionTerminationManagerOptions,
  type SessionTerminationMessage,
  type TokenFunction,
  type TokenRequest,
} from 'box-session-termination';
import { clientCredentials, jwt, type ClientCredentialsOptions, type JwtConfig } from 'box-session-termination/auth';
import { terminateSessions, type Outcome, type Target, type TerminateSessionsOptions } from 'box-session-termination/bulk';

const application: ClientCredentialsOptions = { clientId: 'id', clientSecret: 'secret', enterpriseId: '1' };
const config: JwtConfig = {
  boxAppSettings: { clientID: 'id', clientSecret: 'secret', appAuth: { publicKeyID: 'id', privateKey: 'key' } },
};
const token: TokenFunction = async ({ refresh, signal }: TokenRequest) => (refresh ? 'b' : String(signal.aborted));
const authentication: Authentication = { retrieveAuthorizationHeader: async () => 'Bearer a', refreshToken: async () => 1 };
const retry: RetryOptions = { maxAttempts: 2 };
const options: SessionTerminationManagerOptions = {
  auth: token,
  baseUrl: 'https://api.box.com/2.0',
  fetch: (url, init) => globalThis.fetch(url, init),
  headers: new Headers({ 'box-notifications': 'off' }),
  retry,
  onRetry: ({ delayMs }: RetryEvent) => void delayMs,
  onResponse: async ({ status }: ResponseEvent) => void status,
};
const users: CreateUserTerminateSessionRequestBodyArg = { user_logins: ['ada@example.com'] };
const groups: CreateGroupTerminateSessionRequestBodyArg = { group_ids: ['27335'] };
// @ts-expect-error No target is named.
export const nobody: CreateUserTerminateSessionRequestBodyArg = {};
// @ts-expect-error The name is another one.
export const misnamed: CreateUserTerminateSessionRequestBodyArg = { userIds: ['1'] };
const call: CallOptions = { signal: new AbortController().signal, timeoutMs: 1000, headers: [['x-incident', '4711']] };

declare const maybe: undefined;
/** Every optional property accepts undefined. */
export const unset: [
  SessionTerminationManagerOptions,
  CallOptions,
  CreateUserTerminateSessionRequestBodyArg,
  TerminateSessionsOptions,
] = [
  {
    auth: 'token',
    baseUrl: maybe,
    allowInsecure: maybe,
    fetch: maybe,
    timeoutMs: maybe,
    retry: { maxAttempts: maybe, minDelayMs: maybe, maxDelayMs: maybe },
    headers: maybe,
    asUser: maybe,
    onRetry: maybe,
    onResponse: maybe,
  },
  { signal: maybe, timeoutMs: maybe, headers: maybe },
  { user_ids: ['1'], user_logins: maybe },
  {
    batchSize: maybe,
    concurrency: maybe,
    requestsPerMinute: maybe,
    giveUpAfter: maybe,
    dedupe: maybe,
    signal: maybe,
    onProgress: maybe,
  },
];
export const credentials = [
  clientCredentials({ clientId: 'a', clientSecret: 'b', enterpriseId: '1', userId: maybe, tokenUrl: maybe, fetch: maybe }),
  jwt(config, { userId: maybe, tokenUrl: maybe, fetch: maybe, timeoutMs: maybe }),
];

/** Lists that cannot change. */
const frozen = ['11446498'] as const;
const readonlyList: readonly string[] = frozen;
const constants = { user_ids: ['11446498'], user_logins: [] } as const;

type IsAny<Type> = 0 extends 1 & Type ? true : false;
const targets: Target[] = [{ user_id: '11446498' }, { group_id: '27335' }];

export async function signOut(): Promise<string | undefined> {
  for (const auth of [clientCredentials(application), jwt(config), authentication, 'token']) {
    new SessionTerminationManager({ auth });
  }
  const sessions = new SessionTerminationManager(options);
  const { message }: SessionTerminationMessage = await sessions.createUserTerminateSession(users, call);
  await sessions.createGroupTerminateSession(groups);
  await sessions.createUserTerminateSession({ user_ids: frozen, user_logins: readonlyList });
  await sessions.createUserTerminateSession(constants);
  const last = await terminateSessions(sessions, [{ user_id: '1' }] as const).next();
  const ended: boolean | undefined = last.done;
  console.log(ended);
  for await (const outcome of terminateSessions(sessions, targets)) {
    const isAny: IsAny<typeof outcome> = false;
    const { status, error } = outcome;
    const known: Outcome['status'] = status;
    console.log(isAny);
    console.log(known, error instanceof ApiError ? error.status : error?.message);
  }
  return message;
}

export function codeOf(error: unknown): number | string {
  if (error instanceof ApiError || error instanceof ResponseError) return error.status;
  if (error instanceof AuthError || error instanceof InvalidRequestError) return error.message;
  if (error instanceof NetworkError || error instanceof TimeoutError) return error.attempts;
  return error instanceof SessionTerminationError ? error.code : '';
}
`;
