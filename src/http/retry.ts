import type { RetryEvent } from '../client/options.ts';
import type { Retry } from './retry-decision.ts';
import { wait } from '../abort/wait.ts';

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
  onRetry: (event: RetryEvent) => void,
  signal: AbortSignal | undefined,
): Promise<Value> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      const again = decide(error, number);
      if (again === undefined) throw error;
      onRetry({ attempt: number, ...again });
      await wait(again.delayMs, signal);
    }
  }
}
