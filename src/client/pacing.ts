/** Where `bulk` looks into a call: every request of a run, also the repeated ones, passes here. */
export interface Pacing {
  /** Whether Box might have received another request of the run. Then a message can't say that nothing was sent. */
  readonly sentBefore: boolean;
  /** Awaited before each request is sent. The time limit of the attempt starts after it. Rejects when `signal` aborts. */
  beforeRequest(signal: AbortSignal | undefined): Promise<void>;
  /**
   * An attempt failed; called before the call itself waits or ends.
   *
   * @param delayMs - how long the call waits now, in milliseconds; `undefined` when it ends
   */
  onFailedAttempt(error: unknown, delayMs: number | undefined): void;
}

/** The key of a call's option that carries the pacing. It isn't public, and every copy of this package shares it. */
export const PACING: unique symbol = Symbol.for('box-session-termination.pacing');

/** Call options of a paced call. */
export interface PacedCallOptions {
  [PACING]?: Pacing;
}
