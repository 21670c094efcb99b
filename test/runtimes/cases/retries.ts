import type { RetryEvent } from '../../../src/index.ts';
import { group } from '../case.ts';
import { equal, ok, rejects } from '../expect.ts';
import { ACCEPTED, script, signOut } from '../script.ts';

export const RETRY_CASES = group('retries', {
  'a server error is tried again': async (environment) => {
    const { baseUrl, seen } = script(environment, { status: 503 }, { status: 500 }, ACCEPTED);
    equal(await signOut(baseUrl), { message: 'accepted' });
    equal((await seen()).length, 3, 'requests');
  },
  'a lost connection is tried again': async (environment) => {
    const { baseUrl } = script(environment, { fault: 'reset' }, { fault: 'close' }, ACCEPTED);
    equal(await signOut(baseUrl), { message: 'accepted' });
  },
  'every attempt sends the same': async (environment) => {
    const { baseUrl, seen } = script(environment, { status: 503 }, ACCEPTED);
    await signOut(baseUrl);
    const [first, second] = await seen();
    equal(second?.body, first?.body);
    equal(second?.headers['authorization'], first?.headers['authorization']);
  },
  'a 429 waits as long as Retry-After asks': async (environment) => {
    const { baseUrl } = script(environment, { status: 429, headers: { 'retry-after': '1' } }, ACCEPTED);
    const events: RetryEvent[] = [];
    const startedAt = Date.now();
    await signOut(baseUrl, { onRetry: (event) => void events.push(event) });
    equal(events[0]?.reason, 'rate_limited');
    ok((events[0]?.delayMs ?? 0) >= 1000, 'the wait is not shorter than Retry-After');
    // A clock that is adjusted meanwhile may be some milliseconds off.
    ok(Date.now() - startedAt >= 950, 'it was waited');
  },
  'a Retry-After that is too long ends the call': async (environment) => {
    const { baseUrl, seen } = script(environment, { status: 429, headers: { 'retry-after': '3600' } });
    const { retryAfterMs } = await rejects(signOut(baseUrl), { name: 'ApiError', status: 429, attempts: 1 });
    equal(retryAfterMs, 3_600_000);
    equal((await seen()).length, 1, 'requests');
  },
  'four requests are the end': async (environment) => {
    const { baseUrl, seen } = script(environment, { status: 503 });
    await rejects(signOut(baseUrl), { name: 'ApiError', status: 503, attempts: 4 });
    equal((await seen()).length, 4, 'requests');
  },
  'without retries one request is the end': async (environment) => {
    const { baseUrl, seen } = script(environment, { status: 503 });
    await rejects(signOut(baseUrl, { retry: false }), { name: 'ApiError', status: 503, attempts: 1 });
    equal((await seen()).length, 1, 'requests');
  },
});
