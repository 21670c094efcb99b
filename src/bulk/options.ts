import { BULK_DEFAULTS } from './defaults.ts';
import type { Target } from './target.ts';
import { InvalidRequestError } from '../errors.ts';
import { checkNames } from '../client/option-values.ts';
import type { SessionTerminationManager } from '../client/session-termination-manager.ts';

/**
 * What sends the requests: a `SessionTerminationManager`, or any object with the same two methods.
 *
 * @example
 * ```ts
 * const logged: SessionTerminator = {
 *   createUserTerminateSession: (...args) => {
 *     console.log(args[0]);
 *     return sessions.createUserTerminateSession(...args);
 *   },
 *   createGroupTerminateSession: (...args) => sessions.createGroupTerminateSession(...args),
 * };
 * ```
 */
export type SessionTerminator = Pick<
  SessionTerminationManager,
  'createUserTerminateSession' | 'createGroupTerminateSession'
>;

/**
 * Where the targets come from.
 *
 * @example
 * ```ts
 * const targets: TargetSource = new Set([{ user_login: 'ada@example.com' }, { group_id: '27335' }]);
 * ```
 */
export type TargetSource = Iterable<Target> | AsyncIterable<Target>;

/**
 * The state of a run: the number of targets with each outcome, and the pause, if there is one.
 *
 * @example
 * ```ts
 * const onProgress = ({ accepted, total, pausedUntil }: BulkProgress) =>
 *   console.error(`${accepted} of ${total ?? 'unknown'}`, pausedUntil ?? '');
 * ```
 */
export interface BulkProgress {
  /** How many targets Box accepted. */
  accepted: number;
  /** How many targets Box rejected, or the run couldn't send. */
  rejected: number;
  /** How many targets Box might have accepted. */
  unknown: number;
  /** All targets, without the duplicates found so far. Only for an array or a `Set`: no other source tells its length. */
  total?: number | undefined;
  /** When the run sends again. Only while it is paused. */
  pausedUntil?: Date | undefined;
  /** Why the run is paused, in a few words for people, such as `rate limit (429)`. Only while it is paused. */
  reason?: string | undefined;
}

/**
 * Options of `terminateSessions`.
 *
 * @example
 * ```ts
 * const options: TerminateSessionsOptions = { batchSize: 50, requestsPerMinute: 300 };
 * for await (const outcome of terminateSessions(sessions, targets, options)) console.log(outcome.status);
 * ```
 */
export interface TerminateSessionsOptions {
  /** The most targets in one request, from 1. Box doesn't document a limit. Default: 100. */
  batchSize?: number | undefined;
  /** The most requests in flight at the same time, from 1. Default: 4. */
  concurrency?: number | undefined;
  /**
   * The most requests in any minute, spaced evenly. Retries and the parts of split batches count. Box allows 1,000 API calls
   * a minute for each user. `Infinity` sets no limit. Default: 900.
   */
  requestsPerMinute?: number | undefined;
  /**
   * Ends the run when Box has rejected this many targets and accepted none, since the fault is then hardly the targets'.
   * `Infinity` never does. Default: 20.
   */
  giveUpAfter?: number | undefined;
  /** Sends a target once, even if the source repeats it. The memory for that grows with the list. Default: `true`. */
  dedupe?: boolean | undefined;
  /** Ends the run at once: the loop throws the signal's reason after the outcomes already known. Default: none. */
  signal?: AbortSignal | undefined;
  /** Called when outcomes become known and when the run pauses. What it throws is ignored. Default: none. */
  onProgress?: ((progress: BulkProgress) => void | Promise<void>) | undefined;
}

/** The options, checked, with every default in place. */
export interface BulkSettings {
  batchSize: number;
  concurrency: number;
  requestsPerMinute: number;
  giveUpAfter: number;
  dedupe: boolean;
  signal: AbortSignal | undefined;
  onProgress: TerminateSessionsOptions['onProgress'];
}

/** @throws {@link InvalidRequestError} naming the option and the rule, never the value */
export function normalizeBulkOptions(options: TerminateSessionsOptions): BulkSettings {
  if (typeof options !== 'object' || options === null) fail('The options', 'must be an object');
  checkNames(options, [...Object.keys(BULK_DEFAULTS), 'signal', 'onProgress']);
  const {
    batchSize = BULK_DEFAULTS.batchSize,
    concurrency = BULK_DEFAULTS.concurrency,
    requestsPerMinute = BULK_DEFAULTS.requestsPerMinute,
    giveUpAfter = BULK_DEFAULTS.giveUpAfter,
    dedupe = BULK_DEFAULTS.dedupe,
    signal,
    onProgress,
  } = options;
  checkCount('batchSize', batchSize);
  checkCount('concurrency', concurrency);
  if (!(typeof requestsPerMinute === 'number' && requestsPerMinute > 0)) {
    fail('requestsPerMinute', 'must be a number above 0');
  }
  if (giveUpAfter !== Infinity) checkCount('giveUpAfter', giveUpAfter);
  if (typeof dedupe !== 'boolean') fail('dedupe', 'must be true or false');
  if (signal !== undefined && !hasMethods(signal, 'addEventListener')) fail('signal', 'must be an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') fail('onProgress', 'must be a function');
  return { batchSize, concurrency, requestsPerMinute, giveUpAfter, dedupe, signal, onProgress };
}

/** @throws {@link InvalidRequestError} unless it has the two methods */
export function checkTerminator(manager: SessionTerminator): void {
  if (!hasMethods(manager, 'createUserTerminateSession', 'createGroupTerminateSession')) {
    fail('The manager', 'must be a SessionTerminationManager or have its two methods');
  }
}

/** @throws {@link InvalidRequestError} unless it can be iterated */
export function checkSource(source: TargetSource): void {
  if (!hasMethods(source, Symbol.iterator) && !hasMethods(source, Symbol.asyncIterator)) {
    fail('The targets', 'must be an array or another iterable or async iterable of objects');
  }
}

function checkCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) fail(option, 'must be a whole number from 1');
}

function hasMethods(value: unknown, ...names: PropertyKey[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof (value as Record<PropertyKey, unknown>)[name] === 'function');
}

function fail(what: string, rule: string): never {
  throw new InvalidRequestError(`${what} ${rule}.`);
}
