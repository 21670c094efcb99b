import { Call, type CallContext } from './call.ts';
import { Credentials } from './credentials.ts';
import type { CallOptions, SessionTerminationManagerOptions } from './options.ts';
import { PACING, type PacedCallOptions } from './pacing.ts';
import { serializeRequestBody } from './request-body.ts';
import { normalizeCallOptions, normalizeOptions } from './settings.ts';
import {
  createTransport,
  type CreateGroupTerminateSessionRequestBodyArg,
  type CreateUserTerminateSessionRequestBodyArg,
  type Operation,
  type SessionTerminationMessage,
} from './transport.ts';

const USERS: Operation<'post_users_terminate_sessions'> = {
  operationId: 'post_users_terminate_sessions',
  path: '/users/terminate_sessions',
  lists: ['user_ids', 'user_logins'],
};

const GROUPS: Operation<'post_groups_terminate_sessions'> = {
  operationId: 'post_groups_terminate_sessions',
  path: '/groups/terminate_sessions',
  lists: ['group_ids'],
};

/**
 * Signs users and groups out of Box.
 *
 * A call that resolves means that Box accepted the job, not that it is done: Box gives no job id, and the outcome shows up
 * in the admin events.
 */
export class SessionTerminationManager {
  readonly #context: CallContext;

  /** @throws {@link InvalidRequestError} when an option is wrong */
  constructor(options: SessionTerminationManagerOptions) {
    const settings = normalizeOptions(options);
    this.#context = { settings, credentials: new Credentials(options.auth), send: createTransport(settings) };
  }

  /**
   * Signs users out, by id, by login, or both.
   *
   * @param requestBody - `user_ids`, `user_logins` or both; the list left out is sent as an empty one
   * @param options - a signal, a time limit and headers for this call
   * @returns Box's message: the job was accepted
   * @throws {@link InvalidRequestError} before anything is sent, when the request cannot be right
   * @throws {@link AuthError} when no access token is to be had
   * @throws {@link ApiError} when Box refuses the request, or fails until the last attempt
   * @throws {@link ResponseError} when the answer is a redirect, another 2xx, or a 202 that cannot be read
   * @throws {@link NetworkError} {@link TimeoutError} when no answer arrives until the last attempt; a job may exist all the same
   * @throws the signal's reason, when it aborts
   * @operationId post_users_terminate_sessions
   * @see https://developer.box.com/reference/post-users-terminate-sessions/
   */
  createUserTerminateSession(
    requestBody: CreateUserTerminateSessionRequestBodyArg,
    options: CallOptions = {},
  ): Promise<SessionTerminationMessage> {
    return this.#call(USERS, requestBody, options);
  }

  /**
   * Signs the members of groups out.
   *
   * @param requestBody - `group_ids`
   * @param options - a signal, a time limit and headers for this call
   * @returns Box's message: the job was accepted
   * @throws {@link InvalidRequestError} before anything is sent, when the request cannot be right
   * @throws {@link AuthError} when no access token is to be had
   * @throws {@link ApiError} when Box refuses the request, or fails until the last attempt
   * @throws {@link ResponseError} when the answer is a redirect, another 2xx, or a 202 that cannot be read
   * @throws {@link NetworkError} {@link TimeoutError} when no answer arrives until the last attempt; a job may exist all the same
   * @throws the signal's reason, when it aborts
   * @operationId post_groups_terminate_sessions
   * @see https://developer.box.com/reference/post-groups-terminate-sessions/
   */
  createGroupTerminateSession(
    requestBody: CreateGroupTerminateSessionRequestBodyArg,
    options: CallOptions = {},
  ): Promise<SessionTerminationMessage> {
    return this.#call(GROUPS, requestBody, options);
  }

  /** Asynchronous, so that a wrong argument rejects like every other failure instead of throwing. */
  async #call(
    operation: Pick<Operation, 'operationId' | 'path'> & { lists: readonly string[] },
    requestBody: unknown,
    options: CallOptions & PacedCallOptions,
  ): Promise<SessionTerminationMessage> {
    const callSettings = normalizeCallOptions(options, this.#context.settings);
    callSettings.signal?.throwIfAborted();
    const body = serializeRequestBody(requestBody, operation.lists);
    return new Call(this.#context, operation, body, callSettings, options[PACING]).run();
  }
}
