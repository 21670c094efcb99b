const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts, which must not have happened yet.
 *
 * All callbacks of a signal share one listener, since runtimes warn of a leak from the eleventh listener on.
 *
 * @returns a function that removes the callback, and the listener with the last callback
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  let waiting = callbacks.get(signal);
  if (waiting === undefined) {
    waiting = new Set();
    callbacks.set(signal, waiting);
    signal.addEventListener('abort', callAll);
  }
  waiting.add(callback);
  return () => {
    if (!waiting.delete(callback) || waiting.size > 0) return;
    signal.removeEventListener('abort', callAll);
    callbacks.delete(signal);
  };
}

function callAll(this: AbortSignal): void {
  for (const callback of callbacks.get(this) ?? []) callback();
}
