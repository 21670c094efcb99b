import { onAbort } from './listeners.ts';

/**
 * Waits at least as long as asked, unless the signal aborts first.
 *
 * @throws the signal's reason, at once
 */
export async function wait(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  const until = performance.now() + delayMs;
  // A timer can fire up to a millisecond early.
  for (let left = delayMs; left > 0; left = until - performance.now()) await sleep(left, signal);
  signal?.throwIfAborted();
}

async function sleep(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      ignoreAbort();
      resolve();
    }, delayMs);
    const ignoreAbort = onAbort(signal, () => {
      clearTimeout(timer);
      ignoreAbort();
      reject(signal?.reason as Error);
    });
  });
}
