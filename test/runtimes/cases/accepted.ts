import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, script, signOut, type Step } from '../script.ts';

/** A response of something other than Box. */
const NOT_BOXES: Record<string, Step> = {
  'JSON of another shape': { body: '[]' },
  'a text': { body: 'accepted' },
  'a page': { body: '<html></html>' },
};

const LOST: Record<string, Step> = {
  'cut off': { body: { message: 'x'.repeat(2000) }, fault: 'cut' },
  stalled: { body: { message: 'x'.repeat(2000) }, fault: 'stall' },
};

export const ACCEPTED_CASES = group('202 and other 2xx', {
  'a JSON object is the message, whatever its media type': async (environment) => {
    const body = JSON.stringify({ message: 'accepted' });
    const { baseUrl } = script(environment, { status: 202, headers: { 'content-type': 'text/plain' }, body });
    equal(await signOut(baseUrl), { message: 'accepted' });
  },
  'an empty body is an empty message': async (environment) => {
    equal(await signOut(script(environment, { status: 202 }).baseUrl), {});
  },
  'a whole body that is not a JSON object is a ResponseError, and nothing is sent again': async (environment) => {
    for (const [what, step] of Object.entries(NOT_BOXES)) {
      const { baseUrl, seen } = script(environment, { status: 202, ...step }, ACCEPTED);
      await rejects(signOut(baseUrl), { name: 'ResponseError', status: 202, attempts: 1 });
      equal((await seen()).length, 1, `requests after ${what}`);
    }
  },
  'a body that is lost counts as accepted, and nothing is sent again': async (environment) => {
    for (const [what, step] of Object.entries(LOST)) {
      const { baseUrl, seen } = script(environment, { status: 202, ...step }, ACCEPTED);
      equal(await signOut(baseUrl, { timeoutMs: what === 'stalled' ? 500 : 10_000 }), {});
      equal((await seen()).length, 1, `requests after a body that is ${what}`);
    }
  },
  'another 2xx is a ResponseError': async (environment) => {
    for (const status of [200, 201, 204]) {
      const { baseUrl } = script(environment, { status });
      await rejects(signOut(baseUrl), { name: 'ResponseError', status, attempts: 1 });
    }
  },
});
