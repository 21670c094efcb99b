import { terminateSessions } from '../../src/bulk.ts';
import { SessionTerminationManager } from '../../src/index.ts';
import { BATCH_SIZE, CONCURRENCY, TOKEN, type SignOutMany } from './program.ts';

export const signOutMany: SignOutMany = async (origin, userIds, requestsPerMinute) => {
  const sessions = new SessionTerminationManager({ auth: TOKEN, baseUrl: `${origin}/2.0` });
  const targets = userIds.map((userId) => ({ user_id: userId }));
  const options = { batchSize: BATCH_SIZE, concurrency: CONCURRENCY, requestsPerMinute };
  let accepted = 0;
  for await (const { status } of terminateSessions(sessions, targets, options)) {
    if (status === 'accepted') accepted += 1;
  }
  return accepted;
};
