import { SignJWT } from 'jose/jwt/sign';
import { fail, normalizeEndpoint, type TokenEndpointOptions } from './options.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { readJwtConfig, type JwtConfig, type JwtCredential } from './jwt-config.ts';
import type { TokenFunction } from '../client/options.ts';
import { importSigningKey } from './signing-key.ts';
import { oauthError } from './token-response.ts';
import { TokenCache } from './token-cache.ts';
import { TokenRequester, type Grant } from './token-request.ts';

/** What Box requires, whatever the URL of its token endpoint. */
const AUDIENCE = 'https://api.box.com/oauth2/token';
/** Box accepts up to 60 s. Half of it leaves room for a clock that is wrong in either direction. */
const LIFE_S = 30;
/** A clock that is off by more is not corrected: a wrong `Date` could make an assertion valid for years. */
const MAX_CLOCK_CORRECTION_MS = 24 * 60 * 60 * 1000;
const ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const;

/**
 * Options of `jwt`.
 *
 * @example
 * ```ts
 * const options: JwtOptions = { userId: '11446498', algorithm: 'RS512' };
 * const sessions = new SessionTerminationManager({ auth: jwt(config, options) });
 * ```
 */
export interface JwtOptions extends TokenEndpointOptions {
  /** Acts as this user. Default: as the application's service account in the enterprise of the config. */
  userId?: string | undefined;
  /** How assertions are signed (RFC 7518, section 3.3). Default: `RS256`. */
  algorithm?: (typeof ALGORITHMS)[number] | undefined;
}

/**
 * Gets tokens with signed assertions (RFC 7523, section 2.1), for the JSON file that Box's Developer Console downloads.
 *
 * An assertion is valid for 30 s and used once. If Box rejects it because of its time, the function makes one more by the clock of
 * Box's server, unless the two clocks differ by more than a day. It keeps and requests tokens as {@link clientCredentials} does.
 *
 * @param config - the content of the file, as text or parsed
 * @param options - the user to act as, the algorithm, and the token endpoint
 * @returns a function for the option `auth`. It rejects with {@link AuthError} if no token is available, or if the key can't be
 *   used: its passphrase is wrong, its cipher is too old, it is damaged, or it isn't an RSA key
 * @throws {@link AuthError} at once if a field or an option is missing or invalid; {@link InvalidRequestError} if an option is
 *   `null`. Both name the field, never its value
 * @see https://developer.box.com/guides/authentication/jwt/without-sdk/
 *
 * @example
 * ```ts
 * const config = await readFile('config.json', 'utf8');
 * const sessions = new SessionTerminationManager({ auth: jwt(config) });
 * ```
 */
export function jwt(config: JwtConfig | string, options: JwtOptions = {}): TokenFunction {
  const endpoint = normalizeEndpoint(options);
  const { algorithm = 'RS256', userId } = options;
  if (!ALGORITHMS.includes(algorithm)) fail('algorithm', `must be one of ${ALGORITHMS.join(', ')}`);
  const credential = readJwtConfig(config, userId);
  const requester = new TokenRequester(endpoint, credential, new AssertionGrant(credential, algorithm));
  const cache = new TokenCache((signal) => requester.request(signal));
  return (request) => cache.get(request);
}

/** Makes an assertion for each request, by the clock of the server if it is known. */
class AssertionGrant implements Grant {
  readonly type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  readonly #credential: JwtCredential;
  readonly #algorithm: string;
  #key: Promise<CryptoKey> | undefined;
  #clockOffsetMs = 0;

  constructor(credential: JwtCredential, algorithm: string) {
    this.#credential = credential;
    this.#algorithm = algorithm;
  }

  async prepare(): Promise<{ parameters: Record<string, string>; secrets: string[] }> {
    const { privateKey, passphrase = '', keyId, clientId, subject } = this.#credential;
    this.#key ??= importSigningKey(this.#credential, this.#algorithm);
    const expiresAt = Math.floor((Date.now() + this.#clockOffsetMs) / 1000) + LIFE_S;
    const assertion = await new SignJWT({ box_sub_type: subject.type })
      .setProtectedHeader({ alg: this.#algorithm, typ: 'JWT', kid: keyId })
      .setIssuer(clientId)
      .setSubject(subject.id)
      .setAudience(AUDIENCE)
      .setJti(crypto.randomUUID())
      .setExpirationTime(expiresAt)
      .sign(await this.#key);
    const secrets = [assertion, ...assertion.split('.'), privateKey, passphrase, keyId, subject.id];
    return { parameters: { assertion }, secrets };
  }

  /** Box names the claim, such as `exp`, in the description of its error. */
  adjust(response: HttpResponse): boolean {
    const { error, description } = oauthError(response);
    if (error !== 'invalid_grant' || !/\b(?:exp|iat|jti|nbf|expired)\b/i.test(description)) return false;
    const offsetMs = Date.parse(response.headers.get('date') ?? '') - Date.now();
    // Also if there is no date, which makes the offset NaN.
    if (!(Math.abs(offsetMs) <= MAX_CLOCK_CORRECTION_MS)) return false;
    this.#clockOffsetMs = offsetMs;
    return true;
  }
}
