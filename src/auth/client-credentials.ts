import { fail, normalizeEndpoint, requireText, type TokenEndpointOptions } from './options.ts';
import type { TokenFunction } from '../client/options.ts';
import { TokenCache } from './token-cache.ts';
import { TokenRequester } from './token-request.ts';

/** The application, and for whom it acts: the enterprise's service account or one user. */
export type ClientCredentialsOptions = TokenEndpointOptions & {
  /** The client id of the application. */
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
 * Tokens by client credentials (RFC 6749, section 4.4), with Box's `box_subject_type` and `box_subject_id`.
 *
 * A token is kept until 60 s before its end. One is asked for at a time, for any number of calls. A token request that is
 * answered with 429, 500, 502, 503 or 504, or not at all, is sent again, up to three times in all; `Retry-After` is kept to,
 * and beyond 15 s it ends the request.
 *
 * @returns a function for the option `auth`. It rejects with {@link AuthError} when no token is to be had
 * @throws {@link AuthError} at once when an option is missing or wrong; it names the option, never its value
 * @see https://developer.box.com/reference/post-oauth2-token/
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenFunction {
  if (typeof options !== 'object' || options === null) fail('The options', 'must be an object');
  const { enterpriseId, userId } = options;
  const endpoint = normalizeEndpoint(options);
  const client = {
    clientId: requireText(options.clientId, 'clientId'),
    clientSecret: requireText(options.clientSecret, 'clientSecret'),
  };
  if (enterpriseId !== undefined && userId !== undefined) {
    fail('enterpriseId and userId', 'exclude each other: a token is for one of them');
  }
  if (enterpriseId === undefined && userId === undefined) fail('enterpriseId', 'is missing, and so is userId');
  const parameters =
    userId === undefined
      ? { box_subject_type: 'enterprise', box_subject_id: requireText(enterpriseId, 'enterpriseId') }
      : { box_subject_type: 'user', box_subject_id: requireText(userId, 'userId') };
  const requester = new TokenRequester(endpoint, client, {
    type: 'client_credentials',
    prepare: async () => ({ parameters, secrets: [] }),
  });
  const cache = new TokenCache((signal) => requester.request(signal));
  return (request) => cache.get(request);
}
