import { fail, normalizeEndpoint, requireText, type TokenEndpointOptions } from './options.ts';
import type { TokenFunction } from '../client/options.ts';
import { TokenCache } from './token-cache.ts';
import { TokenRequester } from './token-request.ts';

/**
 * The application, and who it acts as: the service account of an enterprise, or one user.
 *
 * @example
 * ```ts
 * const options: ClientCredentialsOptions = {
 *   clientId: process.env.BOX_CLIENT_ID ?? '',
 *   clientSecret: process.env.BOX_CLIENT_SECRET ?? '',
 *   userId: '11446498',
 * };
 * ```
 */
export type ClientCredentialsOptions = TokenEndpointOptions & {
  /** The client ID of the application. */
  clientId: string;
  /** The client secret of the application. */
  clientSecret: string;
} & (
    | {
        /** Acts as the application's service account in this enterprise. */
        enterpriseId: string;
        userId?: undefined;
      }
    | {
        /** Acts as this user. */
        userId: string;
        enterpriseId?: undefined;
      }
  );

/**
 * Gets tokens with client credentials (RFC 6749, section 4.4), with Box's `box_subject_type` and `box_subject_id`.
 *
 * The function keeps a token until 60 s before it expires. Any number of calls share one token request. If the token endpoint
 * responds with 408, 429, 500, 502, 503, or 504, or doesn't respond, the function sends the request again, up to three times in
 * all. It honors `Retry-After` up to 15 s; a longer one ends the request.
 *
 * @param options - the application, who it acts as, and the token endpoint
 * @returns a function for the option `auth`. It rejects with {@link AuthError} if no token is available; the cause says whether
 *   the token endpoint rejected the request or wasn't reached
 * @throws {@link AuthError} at once if an option is missing or invalid; {@link InvalidRequestError} if one is `null`. Both name
 *   the option, never its value
 * @see https://developer.box.com/reference/post-oauth2-token/
 *
 * @example
 * ```ts
 * const auth = clientCredentials({
 *   clientId: process.env.BOX_CLIENT_ID ?? '',
 *   clientSecret: process.env.BOX_CLIENT_SECRET ?? '',
 *   enterpriseId: process.env.BOX_ENTERPRISE_ID ?? '',
 * });
 * const sessions = new SessionTerminationManager({ auth });
 * ```
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenFunction {
  const endpoint = normalizeEndpoint(options);
  const { enterpriseId, userId } = options;
  const client = {
    clientId: requireText(options.clientId, 'clientId'),
    clientSecret: requireText(options.clientSecret, 'clientSecret'),
  };
  if (enterpriseId !== undefined && userId !== undefined) {
    fail('enterpriseId and userId', 'exclude each other: a token is for one of them');
  }
  if (enterpriseId === undefined && userId === undefined) fail('enterpriseId', 'is missing, and so is userId');
  const subject =
    userId === undefined
      ? { box_subject_type: 'enterprise', box_subject_id: requireText(enterpriseId, 'enterpriseId') }
      : { box_subject_type: 'user', box_subject_id: requireText(userId, 'userId') };
  const requester = new TokenRequester(endpoint, client, {
    type: 'client_credentials',
    prepare: async () => ({ parameters: subject, secrets: [subject.box_subject_id] }),
  });
  const cache = new TokenCache((signal) => requester.request(signal));
  return (request) => cache.get(request);
}
