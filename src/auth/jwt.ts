import { SignJWT } from 'jose/jwt/sign';
import { fail, normalizeEndpoint, type TokenEndpointOptions } from './options.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { readJwtConfig, type JwtConfig, type JwtCredential } from './jwt-config.ts';
import type { TokenFunction } from '../client/options.ts';
import { importSigningKey } from './signing-key.ts';
import { oauthError } from './token-response.ts';
import { TokenCache } from './token-cache.ts';
import { TokenRequester, type Grant } from './token-request.ts';

/** What Box asks for, whatever URL its token endpoint is reached by. */
const AUDIENCE = 'https://api.box.com/oauth2/token';
/** Box takes up to 60 s. Half of it leaves room for a clock that is wrong either way. */
const LIFE_S = 30;
const ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const;

/** Options of `jwt`. */
export interface JwtOptions extends TokenEndpointOptions {
  /** Acts as this user. Default: as the application's service account in the enterprise of the config. */
  userId?: string;
  /** How assertions are signed (RFC 7518, section 3.3). Default: `RS256`. */
  algorithm?: (typeof ALGORITHMS)[number];
}

/**
 * Tokens by signed assertions (RFC 7523, section 2.1), for the JSON file that Box's Developer Console downloads.
 *
 * An assertion lives 30 s and is used once. When Box refuses it for its time, one more is made by the clock of Box's
 * server. Tokens are kept and asked for again as with {@link clientCredentials}.
 *
 * @param config - the file's content, as text or parsed
 * @returns a function for the option `auth`. It rejects with {@link AuthError} when no token is to be had, or when the key
 *   cannot be used: wrong passphrase, damaged, no RSA key
 * @throws {@link AuthError} at once when a field or an option is missing or wrong; it names the field, never its value
 * @see https://developer.box.com/guides/authentication/jwt/without-sdk/
 */
export function jwt(config: JwtConfig | string, options: JwtOptions = {}): TokenFunction {
  if (typeof options !== 'object' || options === null) fail('The options', 'must be an object');
  const { algorithm = 'RS256', userId } = options;
  if (!ALGORITHMS.includes(algorithm)) fail('algorithm', `must be one of ${ALGORITHMS.join(', ')}`);
  const endpoint = normalizeEndpoint(options);
  const credential = readJwtConfig(config, userId);
  const requester = new TokenRequester(endpoint, credential, new AssertionGrant(credential, algorithm));
  const cache = new TokenCache((signal) => requester.request(signal));
  return (request) => cache.get(request);
}

/** Makes an assertion for each request, by the clock of the server as far as it is known. */
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
    return { parameters: { assertion }, secrets: [assertion, ...assertion.split('.'), privateKey, passphrase] };
  }

  /** Box names the claim, such as `exp`, in the description of its error. */
  adjust(answer: HttpResponse): boolean {
    const { error, description } = oauthError(answer);
    const serverNow = Date.parse(answer.headers.get('date') ?? '');
    if (error !== 'invalid_grant' || !/\b(?:exp|iat|jti|nbf|expired)\b/i.test(description) || Number.isNaN(serverNow))
      return false;
    this.#clockOffsetMs = serverNow - Date.now();
    return true;
  }
}
