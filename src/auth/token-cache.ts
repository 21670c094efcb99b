import type { TokenRequest } from '../client/options.ts';
import { SharedFlight } from '../abort/single-flight.ts';

/** So long before its end a token is no longer handed out: it must outlive the request that carries it. */
const MARGIN_MS = 60_000;

/** A token and its life. */
export interface IssuedToken {
  token: string;
  /** From when it was asked for, in milliseconds. */
  lifeMs: number;
}

/**
 * Keeps a token until 60 s before its end, and gets one at a time, whoever asks meanwhile.
 *
 * A token with a shorter life is not kept, but all who waited for it get it.
 */
export class TokenCache {
  readonly #obtain: (signal: AbortSignal) => Promise<IssuedToken>;
  readonly #flight = new SharedFlight<string>();
  #kept: { token: string; askedAt: number; keptMs: number } | undefined;

  /** @param obtain - gets a new token; its signal aborts when nobody waits for it any more */
  constructor(obtain: (signal: AbortSignal) => Promise<IssuedToken>) {
    this.#obtain = obtain;
  }

  /**
   * The kept token, or a new one.
   *
   * @throws what getting a new one failed with. Nothing of a failure is kept: the next call tries again
   * @throws the signal's reason, at once; the others' token is still waited for
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
    // Below 0 the clock was set back, so nothing is known of the age.
    return age >= 0 && age < keptMs ? token : undefined;
  }

  async #renew(signal: AbortSignal): Promise<string> {
    const askedAt = Date.now();
    const { token, lifeMs } = await this.#obtain(signal);
    this.#kept = { token, askedAt, keptMs: lifeMs - MARGIN_MS };
    return token;
  }
}
