import type { Outcome } from '../../bulk/outcomes.ts';

/**
 * Outcomes that become known at the same time, together: the targets of a batch share one write to the disk.
 *
 * @throws what `outcomes` throws, after the last group
 */
export async function* together(outcomes: AsyncIterableIterator<Outcome>): AsyncGenerator<Outcome[], void, void> {
  let next = outcomes.next();
  try {
    for (let result = await next; result.done !== true; result = await next) {
      const group = [result.value];
      next = outcomes.next();
      // A failure is met by the loop; until then nobody waits for it.
      next.catch(() => {});
      const turnEnds = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
      for (;;) {
        const also = await Promise.race([next, turnEnds]).catch(() => undefined);
        if (also === undefined || also.done === true) break;
        group.push(also.value);
        next = outcomes.next();
        next.catch(() => {});
      }
      yield group;
    }
  } finally {
    await outcomes.return?.();
  }
}
