import { group } from '../case.ts';
import { equal, failureOf, ok } from '../expect.ts';
import { ACCEPTED, manager, script, TOKEN, type Script } from '../script.ts';
import type { SessionTerminationManagerOptions } from '../../../src/index.ts';

const REASON = new Error('the incident is over');
const USER = { user_ids: ['1'] };

/** Calls, aborts once `begun` says so, and checks that the reason comes back as it is. */
async function abortOnce(
  { baseUrl }: Script,
  options: (begun: () => void) => Partial<SessionTerminationManagerOptions>,
): Promise<void> {
  const controller = new AbortController();
  let begun = (): void => {};
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  const failing = failureOf(
    manager(baseUrl, options(begun)).createUserTerminateSession(USER, { signal: controller.signal }),
  );
  await beginning;
  controller.abort(REASON);
  ok((await failing) === REASON, 'it rejects with the reason of the signal');
}

export const ABORT_CASES = group('abort', {
  'before the call: nothing is sent': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    const signal = AbortSignal.abort(REASON);
    ok((await failureOf(manager(baseUrl).createUserTerminateSession(USER, { signal }))) === REASON, 'the reason');
    equal(await seen(), []);
  },
  'while it waits for the response': async (environment) => {
    await abortOnce(script(environment, { fault: 'silence' }), (begun) => ({
      fetch: (url, init) => {
        setTimeout(begun, 50);
        return fetch(url, init);
      },
    }));
  },
  'while it reads the response': async (environment) => {
    await abortOnce(script(environment, { status: 202, body: 'x'.repeat(2000), fault: 'stall' }), (begun) => ({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        begun();
        return response;
      },
    }));
  },
  'while it waits before a retry': async (environment) => {
    const busy = script(environment, { status: 429, headers: { 'retry-after': '50' } });
    await abortOnce(busy, (begun) => ({ onRetry: begun }));
    equal((await busy.seen()).length, 1, 'requests');
  },
  'while it waits for a token': async (environment) => {
    const unused = script(environment, ACCEPTED);
    await abortOnce(unused, (begun) => ({
      auth: () => {
        begun();
        return new Promise<never>(() => {});
      },
    }));
    equal(await unused.seen(), []);
  },
  'of one call leaves the others alone': async (environment) => {
    const { baseUrl } = script(environment, ACCEPTED);
    const controller = new AbortController();
    const sessions = manager(baseUrl, { auth: async () => TOKEN });
    const aborted = failureOf(sessions.createUserTerminateSession(USER, { signal: controller.signal }));
    const other = sessions.createUserTerminateSession(USER);
    controller.abort(REASON);
    ok((await aborted) === REASON, 'the reason');
    equal(await other, { message: 'accepted' });
  },
});
