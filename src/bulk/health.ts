import { isRejectedElsewhere, meaningOf, type Meaning } from './outcomes.ts';
import type { Item } from './target.ts';
import { ApiError, isApiError, type SessionTerminationError } from '../errors.ts';

/** How many pauses in a row a run makes when it is told to wait. */
const MAX_WAITS = 10;
/** How many batches in a row can become unknown. */
const MAX_UNKNOWN = 5;
const MAX_BACK_OFF_MS = 60_000;
/** The last moment that a `Date` can show. */
const MAX_DATE_MS = 8.64e15;

/** A time in which a run sends nothing. */
export interface Pause {
  until: Date;
  /** What it is for. */
  error: SessionTerminationError;
}

interface HealthEvents {
  onPause: () => void;
  onEnd: (reason: unknown) => void;
}

/** Whether a run can send: it is open, paused until a moment, limited to one batch at a time, or ended. */
export class Health {
  readonly #giveUpAfter: number;
  readonly #events: HealthEvents;
  #ended = false;
  #oneAtATime = false;
  #pausedUntilMs = -Infinity;
  #pause: Pause | undefined;
  /** Requests so far. Their numbers tell which of them went out before a pause. */
  #requests = 0;
  #requestsBeforePause = 0;
  #lastAccepted = 0;
  #sent = false;
  #responded = false;
  #waits = 0;
  #unknown = 0;
  #rejected = 0;
  readonly #waysOfRejection = new Set<string>();

  constructor(giveUpAfter: number, events: HealthEvents) {
    this.#giveUpAfter = giveUpAfter;
    this.#events = events;
  }

  /** Whether no second batch must start while one is in flight. */
  get oneAtATime(): boolean {
    return this.#oneAtATime;
  }

  /** Whether Box might have received a request of this run. */
  get sent(): boolean {
    return this.#sent;
  }

  /** The pause that isn't over yet. */
  get pause(): Pause | undefined {
    return performance.now() < this.#pausedUntilMs ? this.#pause : undefined;
  }

  /**
   * What an error says about its batch, after all that this run has seen.
   *
   * @param noToken - whether no access token arrived in time
   */
  meaningOf(items: readonly Item[], error: SessionTerminationError, noToken: boolean): Meaning {
    const alone = items.length === 1 ? items[0] : undefined;
    if (isRejectedElsewhere(error)) {
      for (const item of items) item.rejectedElsewhereAt ??= this.#requests;
      if (alone !== undefined) alone.rejectedElsewhereAlone += 1;
    }
    const isProven = (item: Item): boolean =>
      item.rejectedElsewhereAlone > 1 && this.#lastAccepted > (item.rejectedElsewhereAt ?? 0);
    return meaningOf(error, {
      accepted: this.#lastAccepted > 0,
      responded: this.#responded,
      noToken,
      unproven: alone !== undefined && !isProven(alone),
    });
  }

  /** @returns for how many milliseconds no request can go out; `Infinity` until something else happens */
  delayMs(inFlight: number): number {
    if (this.#ended || (this.#oneAtATime && inFlight > 0)) return Infinity;
    return this.#pausedUntilMs - performance.now();
  }

  /** @returns the number of the request that goes out now */
  onRequest(): number {
    this.#requests += 1;
    return this.#requests;
  }

  onSent(): void {
    this.#sent = true;
  }

  onResponse(): void {
    this.#responded = true;
  }

  /** @param request - the number of the request that Box accepted */
  onAccepted(request: number): void {
    this.#sent = true;
    this.#responded = true;
    this.#lastAccepted = Math.max(this.#lastAccepted, request);
    this.#recover(request);
  }

  /** @param request - the number of the request that failed with this error */
  onError(request: number, error: SessionTerminationError, meaning: Meaning): void {
    switch (meaning) {
      case 'ends the run':
        return this.#end(error);
      case 'wait':
        return this.#pauseFor(request, error, () => {
          this.#waits += 1;
          return this.#waits > MAX_WAITS ? undefined : this.#waits;
        });
      case 'unknown':
        this.#oneAtATime = true;
        return this.#pauseFor(request, error, () => {
          this.#unknown += 1;
          return this.#unknown >= MAX_UNKNOWN ? undefined : this.#unknown;
        });
      default:
        if (!isRejectedElsewhere(error)) this.#recover(request);
    }
  }

  /** The response asks for a pause, and the call continues after it. */
  onAskedToWait(error: SessionTerminationError): void {
    const askedMs = askedDelayMs(error);
    if (askedMs !== undefined) this.#extend(askedMs, error);
  }

  /** Box rejected a target standing alone. */
  onRejected(error: SessionTerminationError): void {
    if (!isApiError(error) || this.#lastAccepted > 0) return;
    this.#rejected += 1;
    this.#waysOfRejection.add(`${error.status} ${error.boxCode}`);
    if (this.#rejected >= this.#giveUpAfter) this.#end(gaveUp(error, this.#rejected, this.#waysOfRejection.size === 1));
  }

  #end(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.onEnd(reason);
  }

  /** A response to an earlier request says nothing about the time since the pause began. */
  #recover(request: number): void {
    if (request <= this.#requestsBeforePause) return;
    this.#waits = 0;
    this.#unknown = 0;
    this.#oneAtATime = false;
  }

  /** @param count - counts the failure and returns how many there were in a row; `undefined` if that is too many */
  #pauseFor(request: number, error: SessionTerminationError, count: () => number | undefined): void {
    const askedMs = askedDelayMs(error);
    if (request <= this.#requestsBeforePause) return this.#extend(askedMs ?? 0, error);
    const inARow = count();
    if (inARow === undefined) return this.#end(error);
    this.#requestsBeforePause = this.#requests;
    // A server that keeps asking for no wait can't mean it: from the second time in a row, the wait grows anyway.
    const delayMs =
      askedMs === undefined ? backOffMs(inARow) : Math.max(askedMs, inARow > 1 ? backOffMs(inARow - 1) : 0);
    this.#extend(delayMs, error);
  }

  #extend(delayMs: number, error: SessionTerminationError): void {
    const untilMs = performance.now() + delayMs;
    if (delayMs <= 0 || untilMs <= this.#pausedUntilMs) return;
    this.#pausedUntilMs = untilMs;
    this.#pause = { until: new Date(Math.min(Date.now() + delayMs, MAX_DATE_MS)), error };
    this.#events.onPause();
  }
}

/** 1, 2, 4 … 60 seconds. */
function backOffMs(count: number): number {
  return Math.min(MAX_BACK_OFF_MS, 1000 * 2 ** (count - 1));
}

function askedDelayMs(error: SessionTerminationError): number | undefined {
  return isApiError(error) ? error.retryAfterMs : undefined;
}

function gaveUp(last: ApiError, count: number, inOneWay: boolean): ApiError {
  const { attempts, status, boxCode, requestId, helpUrl, contextInfo, fromBox } = last;
  return new ApiError(
    `The run ended because every target so far was rejected${inOneWay ? ' the same way' : ''} (${count}). Check the account behind the token, and the list. The last error: ${last.message}`,
    { cause: last, attempts, status, boxCode, requestId, helpUrl, contextInfo, fromBox },
  );
}
