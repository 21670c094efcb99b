import { AuthError, InvalidRequestError, isAuthError } from '../errors.ts';
import type { SessionTerminationManagerOptions, TokenFunction } from './options.ts';
import { SharedFlight } from '../abort/single-flight.ts';
import { isToken } from './option-values.ts';

/** A token, and how many times tokens had been renewed when it was handed out. */
export interface Credential {
  token: string;
  generation: number;
}

/** Where calls get their token from, whatever kind of `auth` the caller gave. */
export class Credentials {
  readonly #source: TokenFunction;
  readonly #flight = new SharedFlight<Credential>();
  #newest: Credential = { token: '', generation: 0 };
  #refused: Credential | undefined;
  /** Handed out last: what the source throws next may name it. */
  lastToken = '';
  /** Whether a refused token can be replaced. */
  readonly canRefresh: boolean;

  /** @throws {@link InvalidRequestError} when `auth` is none of the kinds that the options name */
  constructor(auth: SessionTerminationManagerOptions['auth']) {
    this.#source = tokenFunction(auth);
    this.canRefresh = typeof auth !== 'string';
  }

  /**
   * The token for the next request; another one when Box refused the last and no call was left to replace it.
   *
   * @throws {@link AuthError} when none is to be had, or when it cannot be a token; its cause is as it was thrown
   */
  async current(signal: AbortSignal): Promise<Credential> {
    if (this.#refused !== undefined) return this.renewed(this.#refused, signal);
    const { generation } = this.#newest;
    return { token: await this.#ask(false, signal), generation };
  }

  /** Box refused this token to a call that has no attempt left: the next call gets another one. */
  refused(credential: Credential): void {
    if (credential.generation === this.#newest.generation) this.#refused = credential;
  }

  /**
   * Another token, since Box refused this one. Any number of calls whose tokens were refused share one refresh.
   *
   * @param signal - ends the waiting of this call only; the refresh goes on for the others
   * @throws {@link AuthError} when none is to be had, or when it cannot be a token
   */
  async renewed(refused: Credential, signal: AbortSignal): Promise<Credential> {
    if (refused.generation < this.#newest.generation && refused.token !== this.#newest.token) return this.#newest;
    return this.#flight.join(signal, async (shared) => {
      const token = await this.#ask(true, shared);
      this.#newest = { token, generation: this.#newest.generation + 1 };
      this.#refused = undefined;
      return this.#newest;
    });
  }

  async #ask(refresh: boolean, signal: AbortSignal): Promise<string> {
    try {
      return (this.lastToken = checkToken(await this.#source({ refresh, signal })));
    } catch (error) {
      if (signal.aborted || isAuthError(error)) throw error;
      const what = refresh
        ? 'Box refused the access token, and getting a new one failed'
        : 'Getting an access token failed';
      throw new AuthError(`${what}. Check the credentials that \`auth\` uses.`, { cause: error });
    }
  }
}

function tokenFunction(auth: SessionTerminationManagerOptions['auth']): TokenFunction {
  if (typeof auth === 'string') return () => auth;
  if (typeof auth === 'function') return auth;
  if (typeof auth?.retrieveAuthorizationHeader === 'function' && typeof auth.refreshToken === 'function') {
    // It cannot be aborted: who gave up waiting left it running, and the next one joins it.
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

/** Checked here, since `Headers` would name the value in its error. */
function checkToken(token: unknown): string {
  if (typeof token !== 'string') throw new AuthError(`The access token is of type ${typeof token}, not a string.`);
  if (token === '') throw new AuthError('The access token is empty. Give one, for example from BOX_ACCESS_TOKEN.');
  if (!isToken(token)) {
    throw new AuthError(
      'The access token holds a line break, a space or another character that no token has. Give it bare.',
    );
  }
  return token;
}
