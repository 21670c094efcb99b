import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, manager, script, signOut } from '../script.ts';

const FOREVER = new Promise<never>(() => {});

export const TIME_CASES = group('time limits', {
  'no answer is a TimeoutError': async (environment) => {
    const { baseUrl } = script(environment, { fault: 'silence' });
    const calling = signOut(baseUrl, { timeoutMs: 300, retry: { maxAttempts: 2, minDelayMs: 1 } });
    await rejects(calling, { name: 'TimeoutError', attempts: 2 });
  },
  'one answer that is late is tried again': async (environment) => {
    const { baseUrl } = script(environment, { fault: 'silence' }, ACCEPTED);
    equal(await signOut(baseUrl, { timeoutMs: 2000 }), { message: 'accepted' });
  },
  'a call may have a limit of its own': async (environment) => {
    const { baseUrl } = script(environment, { fault: 'silence' });
    const calling = manager(baseUrl, { retry: false }).createGroupTerminateSession(
      { group_ids: ['1'] },
      { timeoutMs: 300 },
    );
    await rejects(calling, { name: 'TimeoutError', attempts: 1 });
  },
  'a token that does not arrive is a TimeoutError, and nothing is sent': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    const calling = signOut(baseUrl, { auth: () => FOREVER, timeoutMs: 300, retry: false });
    await rejects(calling, { name: 'TimeoutError', attempts: 0 });
    equal(await seen(), []);
  },
});
