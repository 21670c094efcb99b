/** A program that uses every export of the package, for a strict type check. */
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
import { terminateSessions, type Outcome, type Target } from 'box-session-termination/bulk';

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
  fetch: (request: Request) => globalThis.fetch(request),
  headers: new Headers({ 'box-notifications': 'off' }),
  retry,
  onRetry: ({ delayMs }: RetryEvent) => void delayMs,
  onResponse: async ({ status }: ResponseEvent) => void status,
};
const users: CreateUserTerminateSessionRequestBodyArg = { user_logins: ['ada@example.com'] };
const groups: CreateGroupTerminateSessionRequestBodyArg = { group_ids: ['27335'] };
// @ts-expect-error Nobody is named.
export const nobody: CreateUserTerminateSessionRequestBodyArg = {};
const call: CallOptions = { signal: AbortSignal.timeout(1000), timeoutMs: 1000 };
const targets: Target[] = [{ user_id: '11446498' }, { group_id: '27335' }];

export async function signOut(): Promise<string | undefined> {
  for (const auth of [clientCredentials(application), jwt(config), authentication, 'token']) {
    new SessionTerminationManager({ auth });
  }
  const sessions = new SessionTerminationManager(options);
  const { message }: SessionTerminationMessage = await sessions.createUserTerminateSession(users, call);
  await sessions.createGroupTerminateSession(groups);
  for await (const { status, error } of terminateSessions(sessions, targets)) {
    const known: Outcome['status'] = status;
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
