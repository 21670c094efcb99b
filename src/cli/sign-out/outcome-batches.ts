import type { Outcome } from '../../bulk/target.ts';

/**
 * Collects the outcomes that become known at the same time: the targets of a batch share one write to the disk.
 *
 * @throws what `outcomes` throws, after the last batch
 */
export async function* inBatches(outcomes: AsyncIterableIterator<Outcome>): AsyncGenerator<Outcome[], void, void> {
  let next = outcomes.next();
  try {
    for (let result = await next; result.done !== true; result = await next) {
      const batch = [result.value];
      next = outcomes.next();
      // The loop above meets a failure. Until then it must not count as unhandled.
      next.catch(() => {});
      const turnEnds = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
      for (;;) {
        const another = await Promise.race([next, turnEnds]).catch(() => undefined);
        if (another === undefined || another.done === true) break;
        batch.push(another.value);
        next = outcomes.next();
        next.catch(() => {});
      }
      yield batch;
    }
  } finally {
    await outcomes.return?.();
  }
}
