import { group } from '../case.ts';
import { equal, ok, rejects } from '../expect.ts';
import { script, signOut, type Step } from '../script.ts';

const FAULTS: Record<string, Step> = {
  'a connection that is reset is a NetworkError': { fault: 'reset' },
  'a connection that is closed without a response is a NetworkError': { fault: 'close' },
  'a response that is not HTTP is a NetworkError': { fault: 'garbage' },
};

/** Browsers and workerd tell no reasons. */
const TELLS_REASONS = !/Mozilla|Cloudflare-Workers/.test(globalThis.navigator?.userAgent ?? '');

async function expectNetworkError(baseUrl: string, reason: string): Promise<void> {
  const told = TELLS_REASONS ? reason : 'lost';
  const error = await rejects(signOut(baseUrl, { retry: { maxAttempts: 2, minDelayMs: 1 } }), {
    name: 'NetworkError',
    attempts: told === 'lost' ? 2 : 0,
  });
  equal([error['code'], error['reason']], ['network', told], String(error.cause));
  equal(error.message.endsWith('Nothing was sent.'), told !== 'lost');
  ok(error.cause instanceof Error, 'it has a cause');
}

export const NETWORK_CASES = group('network failures', {
  'a connection that is refused is a NetworkError, and nothing was sent': ({ refusedOrigin }) =>
    expectNetworkError(`${refusedOrigin}/2.0`, 'refused'),
  'a host that is not found is a NetworkError, and nothing was sent': () =>
    expectNetworkError('https://box-session-termination.invalid/2.0', 'not_found'),
  ...Object.fromEntries(
    Object.entries(FAULTS).map(([title, step]) => [
      title,
      (environment) => expectNetworkError(script(environment, step).baseUrl, 'lost'),
    ]),
  ),
});
