import type { SessionTerminator } from '../../bulk/options.ts';
import type { CallOptions } from '../../client/options.ts';
import { PACING, type PacedCallOptions, type Pacing } from '../../client/pacing.ts';

/** A manager that can be told to begin nothing more: what is on its way ends first, and then the run does. */
export class StoppableManager implements SessionTerminator {
  readonly #manager: SessionTerminator;
  readonly #controller = new AbortController();
  readonly #waiting = new Set<() => void>();
  #inFlight = 0;
  #stopping = false;

  constructor(manager: SessionTerminator) {
    this.#manager = manager;
  }

  /** Ends the run. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    this.#stopping = true;
    for (const giveUp of this.#waiting) giveUp();
    this.#endWhenIdle();
  }

  createUserTerminateSession: SessionTerminator['createUserTerminateSession'] = (body, options) =>
    this.#call(options, (paced) => this.#manager.createUserTerminateSession(body, paced));

  createGroupTerminateSession: SessionTerminator['createGroupTerminateSession'] = (body, options) =>
    this.#call(options, (paced) => this.#manager.createGroupTerminateSession(body, paced));

  /** On its way is an attempt, not the wait before the next one: a stop ends that wait with the error of the last attempt. */
  async #call<Answer>(
    options: (CallOptions & PacedCallOptions) | undefined,
    send: (options: CallOptions & PacedCallOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const pacing = options?.[PACING];
    let giveUp = (_error: unknown): void => {};
    const stopped = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    let whileWaiting: (() => void) | undefined;
    let isUnderWay = false;
    const settle = (): void => {
      if (isUnderWay) this.#inFlight -= 1;
      isUnderWay = false;
      this.#endWhenIdle();
    };
    const beforeRequest: Pacing['beforeRequest'] = async (signal) => {
      await pacing?.beforeRequest(signal);
      if (this.#stopping) await endOf(signal);
      if (whileWaiting !== undefined) this.#waiting.delete(whileWaiting);
      isUnderWay = true;
      this.#inFlight += 1;
    };
    const onFailedAttempt: Pacing['onFailedAttempt'] = (error, delayMs) => {
      pacing?.onFailedAttempt(error, delayMs);
      settle();
      if (delayMs === undefined) return;
      whileWaiting = () => giveUp(error);
      if (this.#stopping) whileWaiting();
      else this.#waiting.add(whileWaiting);
    };
    try {
      return await Promise.race([send({ ...options, [PACING]: { beforeRequest, onFailedAttempt } }), stopped]);
    } finally {
      if (whileWaiting !== undefined) this.#waiting.delete(whileWaiting);
      settle();
    }
  }

  #endWhenIdle(): void {
    if (!this.#stopping || this.#inFlight > 0) return;
    // After the outcomes of the last call, which are noted in this turn of the event loop.
    setImmediate(() => this.#controller.abort());
  }
}

/** Rejects when the signal aborts. */
function endOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
