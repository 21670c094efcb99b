import { BATCH_SIZE, CONCURRENCY, type Connect, type SignOutMany } from './program.ts';

/** What one writes with a client that has no bulk sign-out: batches, some at once, each with the client's own retries. */
export function loopWith(connect: Connect): SignOutMany {
  return async (origin, userIds) => {
    const signOut = connect(origin);
    let [next, accepted] = [0, 0];
    const work = async (): Promise<void> => {
      while (next < userIds.length) {
        const batch = userIds.slice(next, next + BATCH_SIZE);
        next += BATCH_SIZE;
        await signOut(batch).then(
          () => (accepted += batch.length),
          () => {},
        );
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return accepted;
  };
}
