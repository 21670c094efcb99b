import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, script, signOut, type Step } from '../script.ts';

const UNREADABLE: Record<string, Step> = {
  'JSON of another shape': { body: '[]' },
  'no JSON': { body: 'accepted' },
  'cut off': { body: { message: 'x'.repeat(2000) }, fault: 'cut' },
  stalled: { body: { message: 'x'.repeat(2000) }, fault: 'stall' },
};

export const ACCEPTED_CASES = group('202 and other 2xx', {
  'a JSON object is the answer, whatever its media type': async (environment) => {
    const body = JSON.stringify({ message: 'accepted' });
    const { baseUrl } = script(environment, { status: 202, headers: { 'content-type': 'text/plain' }, body });
    equal(await signOut(baseUrl), { message: 'accepted' });
  },
  'an empty body is an empty answer': async (environment) => {
    equal(await signOut(script(environment, { status: 202 }).baseUrl), {});
  },
  'a body that cannot be read is a ResponseError, and nothing is sent again': async (environment) => {
    for (const [what, step] of Object.entries(UNREADABLE)) {
      const { baseUrl, seen } = script(environment, { status: 202, ...step }, ACCEPTED);
      const calling = signOut(baseUrl, { timeoutMs: what === 'stalled' ? 500 : 10_000 });
      await rejects(calling, { name: 'ResponseError', status: 202, attempts: 1 });
      equal((await seen()).length, 1, `requests after an answer that is ${what}`);
    }
  },
  'another 2xx is a ResponseError': async (environment) => {
    for (const status of [200, 201, 204]) {
      const { baseUrl } = script(environment, { status });
      await rejects(signOut(baseUrl), { name: 'ResponseError', status, attempts: 1 });
    }
  },
});
