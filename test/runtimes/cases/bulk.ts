import { terminateSessions, type Outcome, type Target } from '../../../src/bulk.ts';
import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, manager, script } from '../script.ts';

const FAST = { requestsPerMinute: 60_000 };

async function outcomesOf(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

function users(count: number): Target[] {
  return Array.from({ length: count }, (_, index) => ({ user_id: `${index}` }));
}

export const BULK_CASES = group('many targets', {
  'go out in batches, each target once': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    const targets = [...users(250), { user_id: '7' }, { group_id: '7' }];
    const outcomes = await outcomesOf(terminateSessions(manager(baseUrl), targets, FAST));
    equal(outcomes.map(({ status }) => status).filter((status) => status === 'accepted').length, 251, 'accepted');
    equal((await seen()).length, 4, 'requests');
  },
  'a bad one is found and the others are accepted': async ({ origin }) => {
    const targets = [...users(20), { user_login: 'unknown@example.com' }];
    const outcomes = await outcomesOf(terminateSessions(manager(`${origin}/2.0`), targets, FAST));
    const bad = outcomes.filter(({ status }) => status !== 'accepted');
    equal(outcomes.length, 21, 'outcomes');
    equal(
      bad.map(({ target, status }) => [target, status]),
      [[{ user_login: 'unknown@example.com' }, 'rejected']],
    );
  },
  'a lost answer leaves its batch unknown': async (environment) => {
    const { baseUrl } = script(environment, { fault: 'close' });
    const outcomes = await outcomesOf(terminateSessions(manager(baseUrl, { retry: false }), users(3), FAST));
    equal(
      outcomes.map(({ status }) => status),
      ['unknown', 'unknown', 'unknown'],
    );
  },
  'no permission ends the run': async ({ origin }) => {
    const running = outcomesOf(terminateSessions(manager(`${origin}/2.0`, { auth: 'forbidden' }), users(3), FAST));
    await rejects(running, { name: 'ApiError', status: 403 });
  },
});
