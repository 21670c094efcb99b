import type { Target } from './target.ts';
import { InvalidRequestError } from '../errors.ts';
import type { SessionTerminationManager } from '../client/session-termination-manager.ts';

/** What sends the requests: a `SessionTerminationManager`, or any object with the same two methods. */
export type SessionTerminator = Pick<
  SessionTerminationManager,
  'createUserTerminateSession' | 'createGroupTerminateSession'
>;

/** Where the targets come from. */
export type TargetSource = Iterable<Target> | AsyncIterable<Target>;

/** How far a run has come: the number of targets with each outcome. */
export interface BulkProgress {
  accepted: number;
  rejected: number;
  unknown: number;
  /** All targets, without the duplicates found so far. Only for an array or a `Set`: no other source says its length. */
  total?: number | undefined;
}

/** Options of `terminateSessions`. */
export interface TerminateSessionsOptions {
  /** Targets in one request, at most. Default: 100. Box does not say how many it takes. */
  batchSize?: number | undefined;
  /** Requests under way at the same time, at most. Default: 4. */
  concurrency?: number | undefined;
  /**
   * Requests in a minute, at most, spaced evenly; repeated ones and those for parts of a batch are counted. Default: 900,
   * since Box allows 1,000 API calls a minute for each user. `Infinity` sets no limit.
   */
  requestsPerMinute?: number | undefined;
  /** Sends each target once, however often the source gives it. The set for it grows with the list. Default: `true`. */
  dedupe?: boolean | undefined;
  /** Ends the run at once: the loop throws the signal's reason after the outcomes already known. Default: none. */
  signal?: AbortSignal | undefined;
  /** Called whenever outcomes become known. What it throws is ignored. Default: none. */
  onProgress?: ((progress: BulkProgress) => void | Promise<void>) | undefined;
}

/** The options, checked, with every default in place. */
export interface BulkSettings {
  batchSize: number;
  concurrency: number;
  requestsPerMinute: number;
  dedupe: boolean;
  signal: AbortSignal | undefined;
  onProgress: TerminateSessionsOptions['onProgress'];
}

/** @throws {@link InvalidRequestError} naming what is wrong, never its value */
export function normalizeBulkOptions(options: TerminateSessionsOptions): BulkSettings {
  if (typeof options !== 'object' || options === null) fail('The options', 'must be an object');
  const { batchSize = 100, concurrency = 4, requestsPerMinute = 900, dedupe = true, signal, onProgress } = options;
  checkCount('batchSize', batchSize);
  checkCount('concurrency', concurrency);
  if (!(typeof requestsPerMinute === 'number' && requestsPerMinute > 0)) {
    fail('requestsPerMinute', 'must be a number above 0');
  }
  if (typeof dedupe !== 'boolean') fail('dedupe', 'must be true or false');
  if (signal !== undefined && !hasMethods(signal, 'addEventListener')) fail('signal', 'must be an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') fail('onProgress', 'must be a function');
  return { batchSize, concurrency, requestsPerMinute, dedupe, signal, onProgress };
}

/** @throws {@link InvalidRequestError} when it lacks one of the two methods */
export function checkTerminator(manager: SessionTerminator): void {
  if (!hasMethods(manager, 'createUserTerminateSession', 'createGroupTerminateSession')) {
    fail('The manager', 'must be a SessionTerminationManager or have its two methods');
  }
}

/** @throws {@link InvalidRequestError} when nothing can be taken from it */
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
