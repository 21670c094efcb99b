import type { TokenRequest } from '../client/options.ts';
import { SingleFlight } from '../abort/single-flight.ts';

/** How long before it expires the library stops using a token: it must outlive the request that carries it. */
const MARGIN_MS = 60_000;

/** A token and its life. */
export interface IssuedToken {
  token: string;
  /** Since it was requested, in milliseconds. */
  lifeMs: number;
}

/**
 * Keeps a token until 60 s before it expires, and requests one at a time for any number of callers.
 *
 * A token with a shorter life is not kept, but every caller that waited for it gets it.
 */
export class TokenCache {
  readonly #obtain: (signal: AbortSignal) => Promise<IssuedToken>;
  readonly #flight = new SingleFlight<string>();
  #kept: { token: string; askedAt: number; keptMs: number } | undefined;

  /** @param obtain - requests a new token; its signal aborts when no caller waits for it anymore */
  constructor(obtain: (signal: AbortSignal) => Promise<IssuedToken>) {
    this.#obtain = obtain;
  }

  /**
   * The kept token, or a new one.
   *
   * @throws the error of the token request. No failure is kept: the next call requests a token again
   * @throws the signal's reason, at once; the request continues for the other callers
   */
  async get({ refresh, signal }: TokenRequest): Promise<string> {
    signal?.throwIfAborted();
    if (refresh) this.#kept = undefined;
    return this.#valid() ?? this.#flight.join(signal, (shared) => this.#renew(shared));
  }

  #valid(): string | undefined {
    if (this.#kept === undefined) return undefined;
    const { token, askedAt, keptMs } = this.#kept;
    const age = Date.now() - askedAt;
    // Below 0 the clock was set back, so the age is unknown.
    return age >= 0 && age < keptMs ? token : undefined;
  }

  async #renew(signal: AbortSignal): Promise<string> {
    const askedAt = Date.now();
    const { token, lifeMs } = await this.#obtain(signal);
    this.#kept = { token, askedAt, keptMs: lifeMs - MARGIN_MS };
    return token;
  }
}
