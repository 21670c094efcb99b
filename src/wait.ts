import { onAbort } from './abort-listeners.ts';

/**
 * Waits, unless the signal aborts first.
 *
 * @throws the signal's reason, at once
 */
export async function wait(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
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
