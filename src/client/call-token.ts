import type { Credential, Credentials } from './credentials.ts';

/** The token of one call: requested anew for each attempt until Box rejects it; then renewed once, and kept. */
export class CallToken {
  readonly #credentials: Credentials;
  #credential: Credential | undefined;
  #state: 'fresh' | 'due' | 'renewed' = 'fresh';

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** Whether a rejected token can still be replaced. */
  get canRenew(): boolean {
    return this.#credentials.canRefresh && this.#state === 'fresh';
  }

  /** @throws {@link AuthError} when no token is available, or the signal's reason */
  async next(signal: AbortSignal): Promise<string> {
    this.#credential = await this.#obtain(this.#credential, signal);
    return this.#credential.token;
  }

  /** Box rejected the token: the next attempt renews it or, if there is none, the next call. */
  rejected(hasNextAttempt: boolean): void {
    if (!this.canRenew || this.#credential === undefined) return;
    if (hasNextAttempt) this.#state = 'due';
    else this.#credentials.rejected(this.#credential);
  }

  async #obtain(last: Credential | undefined, signal: AbortSignal): Promise<Credential> {
    if (last === undefined || this.#state === 'fresh') return this.#credentials.current(signal);
    // Kept from now on: the source might return the rejected token again.
    if (this.#state === 'renewed') return last;
    const renewed = await this.#credentials.renewed(last, signal);
    this.#state = 'renewed';
    return renewed;
  }
}
