import { isApiError, isNetworkError, isTimeoutError } from '../errors.ts';
import { isCertificateError } from './network-failure.ts';
import type { RetryEvent } from '../client/options.ts';

/** Statuses that may end by themselves, so the same request is sent again. */
export const RETRIED_STATUSES = [429, 500, 502, 503, 504] as const;

/** Retry options with every default in place. */
export interface RetryPolicy {
  maxAttempts: number;
  minDelayMs: number;
  maxDelayMs: number;
}

/** To send again after `delayMs`. */
export interface Retry {
  delayMs: number;
  reason: RetryEvent['reason'];
}

/**
 * Whether a failed attempt is worth another one, and after how long.
 *
 * @param attempt - the attempt that failed, from 1
 * @param canRefresh - whether a refused token can be replaced by a new one
 * @returns `undefined` when the error is final
 */
export function decideRetry(
  error: unknown,
  attempt: number,
  policy: RetryPolicy,
  canRefresh: boolean,
): Retry | undefined {
  if (attempt >= policy.maxAttempts) return undefined;
  const reason = reasonToRetry(error, canRefresh);
  if (reason === undefined) return undefined;
  if (reason === 'unauthorized') return { delayMs: 0, reason };
  const asked = isApiError(error) ? error.retryAfterMs : undefined;
  if (asked !== undefined) return asked <= policy.maxDelayMs ? { delayMs: asked, reason } : undefined;
  return { delayMs: backOffMs(attempt, policy), reason };
}

function reasonToRetry(error: unknown, canRefresh: boolean): RetryEvent['reason'] | undefined {
  if (isTimeoutError(error)) return 'timeout';
  if (isNetworkError(error)) return isCertificateError(error) ? undefined : 'network';
  if (!isApiError(error)) return undefined;
  if (error.status === 401) return canRefresh ? 'unauthorized' : undefined;
  if (!(RETRIED_STATUSES as readonly number[]).includes(error.status)) return undefined;
  return error.status === 429 ? 'rate_limited' : 'server_error';
}

/** Exponential back-off with full jitter: many clients that failed together do not come back together. */
export function backOffMs(attempt: number, { minDelayMs, maxDelayMs }: RetryPolicy): number {
  return Math.round(Math.random() * Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1)));
}
