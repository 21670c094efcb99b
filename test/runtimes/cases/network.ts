import { group } from '../case.ts';
import { equal, ok, rejects } from '../expect.ts';
import { script, signOut, type Step } from '../script.ts';

const FAULTS: Record<string, Step> = {
  'a connection that is reset is a NetworkError': { fault: 'reset' },
  'a connection that is closed without an answer is a NetworkError': { fault: 'close' },
  'an answer that is not HTTP is a NetworkError': { fault: 'garbage' },
};

async function expectNetworkError(baseUrl: string): Promise<void> {
  const error = await rejects(signOut(baseUrl, { retry: { maxAttempts: 2, minDelayMs: 1 } }), {
    name: 'NetworkError',
    attempts: 2,
  });
  equal(error['code'], 'network');
  ok(error.cause instanceof Error, 'it has a cause');
}

export const NETWORK_CASES = group('network failures', {
  'a connection that is refused is a NetworkError': ({ refusedOrigin }) => expectNetworkError(`${refusedOrigin}/2.0`),
  'a host that is not found is a NetworkError': () => expectNetworkError('https://box-session-termination.invalid/2.0'),
  ...Object.fromEntries(
    Object.entries(FAULTS).map(([title, step]) => [
      title,
      (environment) => expectNetworkError(script(environment, step).baseUrl),
    ]),
  ),
});
