import createClient, { type Client } from 'openapi-fetch';
import type { operations, paths } from '../../generated/schema.ts';
import { Call, type CallContext } from './call.ts';
import { Credentials } from './credentials.ts';
import type { CallOptions, SessionTerminationManagerOptions } from './options.ts';
import { PACING, type PacedCallOptions } from './pacing.ts';
import type {
  CreateGroupTerminateSessionRequestBodyArg,
  CreateUserTerminateSessionRequestBodyArg,
  ListOf,
  SessionTerminationMessage,
} from './operation-types.ts';
import { checkRequestBody, type RequestBody } from './request-body.ts';
import { acceptedMessage } from './response.ts';
import { normalizeCallOptions, normalizeOptions } from './settings.ts';

/** What the generated client gets in addition to the operation. */
type ClientInit<List extends string> = {
  body: RequestBody<List>['body'];
  bodySerializer: () => undefined;
  fetch: (request: Request) => Promise<Response>;
};

/**
 * Signs users and groups out of Box.
 *
 * A call that resolves means that Box accepted the job, not that it is done: Box gives no job ID, and the outcome shows up
 * in the admin events. Methods never throw; they return promises that reject.
 *
 * @example
 * ```ts
 * const sessions = new SessionTerminationManager({ auth: process.env.BOX_ACCESS_TOKEN ?? '' });
 * await sessions.createUserTerminateSession({ user_logins: ['ada@example.com'] });
 * ```
 */
export class SessionTerminationManager {
  readonly #context: CallContext;
  readonly #client: Client<paths>;

  /**
   * Signs users and groups out of Box, with one token source, base URL, and retry policy for all calls.
   *
   * @throws {@link InvalidRequestError} when an option is invalid
   */
  constructor(options: SessionTerminationManagerOptions) {
    const settings = normalizeOptions(options);
    this.#context = { settings, credentials: new Credentials(options.auth) };
    this.#client = createClient<paths>({ baseUrl: settings.baseUrl });
  }

  /**
   * Signs users out, by ID, by login, or both.
   *
   * @param requestBody - `user_ids`, `user_logins`, or both; the library sends an empty list for the one left out
   * @param options - a signal, a timeout, and headers for this call
   * @returns Box's message: the job was accepted
   * @throws {@link InvalidRequestError} when the request can't be right; nothing was sent
   * @throws {@link AuthError} when no access token is available
   * @throws {@link ApiError} when Box rejects the request, or fails until the last attempt
   * @throws {@link ResponseError} when the response is a redirect, another 2xx, or a 202 that isn't Box's
   * @throws {@link NetworkError} or {@link TimeoutError} when no response arrives until the last attempt; with `attempts` above 0, a job might exist
   * @throws the signal's reason, when it aborts
   * @operationId post_users_terminate_sessions
   * @see https://developer.box.com/reference/post-users-terminate-sessions/
   */
  createUserTerminateSession(
    requestBody: CreateUserTerminateSessionRequestBodyArg,
    options: CallOptions = {},
  ): Promise<SessionTerminationMessage> {
    return this.#send('post_users_terminate_sessions', ['user_ids', 'user_logins'], requestBody, options, (init) =>
      this.#client.POST('/users/terminate_sessions', init),
    );
  }

  /**
   * Signs the members of groups out.
   *
   * @param requestBody - `group_ids`
   * @param options - a signal, a timeout, and headers for this call
   * @returns Box's message: the job was accepted
   * @throws {@link InvalidRequestError} when the request can't be right; nothing was sent
   * @throws {@link AuthError} when no access token is available
   * @throws {@link ApiError} when Box rejects the request, or fails until the last attempt
   * @throws {@link ResponseError} when the response is a redirect, another 2xx, or a 202 that isn't Box's
   * @throws {@link NetworkError} or {@link TimeoutError} when no response arrives until the last attempt; with `attempts` above 0, a job might exist
   * @throws the signal's reason, when it aborts
   * @operationId post_groups_terminate_sessions
   * @see https://developer.box.com/reference/post-groups-terminate-sessions/
   */
  createGroupTerminateSession(
    requestBody: CreateGroupTerminateSessionRequestBodyArg,
    options: CallOptions = {},
  ): Promise<SessionTerminationMessage> {
    return this.#send('post_groups_terminate_sessions', ['group_ids'], requestBody, options, (init) =>
      this.#client.POST('/groups/terminate_sessions', init),
    );
  }

  /**
   * Checks the request, then has the generated client send it with a `fetch` that makes the attempts of this call.
   *
   * Asynchronous, so that an invalid argument rejects like every other failure instead of throwing.
   */
  async #send<OperationId extends keyof operations, List extends ListOf<OperationId>, Message>(
    operationId: OperationId,
    lists: readonly List[],
    requestBody: unknown,
    options: CallOptions & PacedCallOptions,
    post: (init: ClientInit<List>) => Promise<{ data?: Message; error?: unknown }>,
  ): Promise<Message> {
    const settings = normalizeCallOptions(options, this.#context.settings);
    const { signal } = settings;
    signal?.throwIfAborted();
    const { body, json, identifiers } = checkRequestBody(requestBody, lists);
    const fetch = async ({ url }: Request): Promise<Response> => {
      const request = {
        operationId,
        method: 'POST',
        url,
        json,
        secrets: identifiers,
        interpret: acceptedMessage,
      } as const;
      const message = await new Call(this.#context, request, settings, options[PACING]).run();
      return new Response(JSON.stringify(message));
    };
    try {
      // Each attempt sends the text itself. A `Request` with a body would build a stream that is never read.
      const { data, error } = await post({ body, bodySerializer: () => undefined, fetch });
      if (data === undefined) throw error;
      return data;
    } catch (error) {
      // The generated client doesn't pass on a falsy reason, such as that of `abort(0)`.
      throw signal?.aborted ? signal.reason : error;
    }
  }
}
