import { isApiError, isNetworkError, isTimeoutError } from '../errors.ts';
import { wait } from '../abort/wait.ts';

/** Statuses after which the same request is sent again, since the cause might pass. */
export const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504] as const;

/** Retry options with every default in place. */
export interface RetryPolicy {
  maxAttempts: number;
  minDelayMs: number;
  maxDelayMs: number;
}

/** The next attempt: after how long, and why. */
export interface Retry {
  delayMs: number;
  reason: 'unauthorized' | 'rate_limited' | 'server_error' | 'network' | 'timeout';
}

/**
 * Makes attempts until one succeeds or its error is final.
 *
 * @param attempt - makes the attempt with that number, from 1
 * @param decide - whether and when the failed attempt is followed by another
 * @param signal - ends a wait at once
 */
export async function retry<Value>(
  attempt: (number: number) => Promise<Value>,
  decide: (error: unknown, number: number) => Retry | undefined,
  onRetry: (event: Retry & { attempt: number }) => void,
  signal: AbortSignal | undefined,
): Promise<Value> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      const next = decide(error, number);
      if (next === undefined) throw error;
      onRetry({ attempt: number, ...next });
      await wait(next.delayMs, signal);
    }
  }
}

/**
 * Decides whether a failed attempt is followed by another one, and after how long.
 *
 * @param attempt - the attempt that failed, from 1
 * @param canRefresh - whether a rejected token can be replaced
 * @returns `undefined` if the error is final
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

function reasonToRetry(error: unknown, canRefresh: boolean): Retry['reason'] | undefined {
  if (isTimeoutError(error)) return 'timeout';
  // A certificate or a proxy that rejects the client rejects it again.
  if (isNetworkError(error)) return /^(?:certificate|proxy)$/.test(error.reason) ? undefined : 'network';
  if (!isApiError(error)) return undefined;
  if (error.status === 401) return canRefresh ? 'unauthorized' : undefined;
  if (!RETRIED_STATUSES.some((status) => status === error.status)) return undefined;
  return error.status === 429 ? 'rate_limited' : 'server_error';
}

/** Exponential back-off with full jitter: clients that failed together don't come back together. */
export function backOffMs(attempt: number, { minDelayMs, maxDelayMs }: RetryPolicy): number {
  return Math.round(Math.random() * Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1)));
}
