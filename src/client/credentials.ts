import { AuthError, InvalidRequestError, isAuthError } from '../errors.ts';
import type { SessionTerminationManagerOptions, TokenFunction } from './options.ts';
import { SingleFlight } from '../abort/single-flight.ts';
import { isToken } from './option-values.ts';

/** A token, and how many times tokens had been renewed when the source returned it. */
export interface Credential {
  token: string;
  generation: number;
}

/** The source of tokens for all calls of a manager, whatever kind of `auth` the caller gave. */
export class Credentials {
  readonly #source: TokenFunction;
  readonly #flight = new SingleFlight<Credential>();
  #newest: Credential = { token: '', generation: 0 };
  #rejected: Credential | undefined;
  /** What the source throws next might contain it. */
  lastToken = '';
  /** Whether a rejected token can be replaced. */
  readonly canRefresh: boolean;

  /** @throws {@link InvalidRequestError} when `auth` is none of the kinds that the options name */
  constructor(auth: SessionTerminationManagerOptions['auth']) {
    this.#source = tokenFunction(auth);
    this.canRefresh = typeof auth !== 'string';
  }

  /**
   * The token for the next request; a new one if Box rejected the last one on the last attempt of a call.
   *
   * @throws {@link AuthError} when none is available or it can't be a token; its cause is as it was thrown
   */
  async current(signal: AbortSignal): Promise<Credential> {
    if (this.#rejected !== undefined) return this.renewed(this.#rejected, signal);
    const { generation } = this.#newest;
    return { token: await this.#ask(false, signal), generation };
  }

  /** Box rejected this token on the last attempt of a call: the next call requests another one. */
  rejected(credential: Credential): void {
    if (credential.generation === this.#newest.generation) this.#rejected = credential;
  }

  /**
   * Another token, since Box rejected this one. Any number of calls share one refresh.
   *
   * @param signal - ends the wait of this call only; the refresh continues for the others
   * @throws {@link AuthError} when none is available or it can't be a token
   */
  async renewed(rejected: Credential, signal: AbortSignal): Promise<Credential> {
    if (rejected.generation < this.#newest.generation && rejected.token !== this.#newest.token) return this.#newest;
    return this.#flight.join(signal, async (shared) => {
      const token = await this.#ask(true, shared);
      this.#newest = { token, generation: this.#newest.generation + 1 };
      this.#rejected = undefined;
      return this.#newest;
    });
  }

  async #ask(refresh: boolean, signal: AbortSignal): Promise<string> {
    try {
      return (this.lastToken = checkToken(await this.#source({ refresh, signal })));
    } catch (error) {
      if (signal.aborted || isAuthError(error)) throw error;
      const what = refresh
        ? 'Box rejected the access token, and the request for a new one failed'
        : 'The request for an access token failed';
      throw new AuthError(`${what}. Check the credentials that \`auth\` uses.`, { cause: error });
    }
  }
}

function tokenFunction(auth: SessionTerminationManagerOptions['auth']): TokenFunction {
  if (typeof auth === 'string') return () => auth;
  if (typeof auth === 'function') return auth;
  if (typeof auth?.retrieveAuthorizationHeader === 'function' && typeof auth.refreshToken === 'function') {
    // It can't be aborted: a call that stops waiting leaves it running, and the next call joins it.
    let refreshing: Promise<unknown> | undefined;
    return async ({ refresh }) => {
      if (refresh) await (refreshing ??= Promise.resolve(auth.refreshToken()).finally(() => (refreshing = undefined)));
      const header: unknown = await auth.retrieveAuthorizationHeader();
      return typeof header === 'string' ? header.replace(/^Bearer /i, '') : '';
    };
  }
  throw new InvalidRequestError(
    'auth must be an access token, a function that returns one, or an object with retrieveAuthorizationHeader() and refreshToken().',
  );
}

/** Checked here, since the error of `fetch` would show the value. */
function checkToken(token: unknown): string {
  if (typeof token !== 'string') throw new AuthError(`The access token is of type ${typeof token}, not a string.`);
  if (token === '') throw new AuthError('The access token is empty. Pass one, for example from BOX_ACCESS_TOKEN.');
  if (!isToken(token)) {
    throw new AuthError(
      'The access token contains a line break, a space or another character that no token has. Pass the token alone.',
    );
  }
  return token;
}
