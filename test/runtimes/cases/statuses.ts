import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { script, signOut } from '../script.ts';

export const STATUS_CASES = group('errors by status', {
  'a rejection is an ApiError at once': async (environment) => {
    for (const status of [400, 403, 404, 409, 413, 418, 501]) {
      const { baseUrl, seen } = script(environment, { status, body: { code: 'refused' } });
      const { boxCode } = await rejects(signOut(baseUrl), { name: 'ApiError', status, attempts: 1 });
      equal(boxCode, 'refused');
      equal((await seen()).length, 1, `requests after ${status}`);
    }
  },
  'a server error to the end is an ApiError': async (environment) => {
    for (const status of [500, 502, 503, 504]) {
      const { baseUrl } = script(environment, { status });
      await rejects(signOut(baseUrl, { retry: { minDelayMs: 1, maxAttempts: 2 } }), {
        name: 'ApiError',
        status,
        attempts: 2,
      });
    }
  },
  'what Box says can be read': async (environment) => {
    const body = {
      code: 'insufficient_scope',
      message: 'no admin',
      request_id: 'r1',
      help_url: 'https://example.com',
      context_info: { field: 'x' },
    };
    const { baseUrl } = script(environment, { status: 403, body });
    const error = await rejects(signOut(baseUrl), { name: 'ApiError', status: 403 });
    const { boxCode, requestId, helpUrl, contextInfo } = error;
    equal(
      [boxCode, requestId, helpUrl, contextInfo],
      ['insufficient_scope', 'r1', 'https://example.com', { field: 'x' }],
    );
    equal(error.message.includes('no admin'), true);
  },
  'a rejection can have any body, even one that is cut off': async (environment) => {
    const steps = [{}, { body: '<html>' }, { body: '[]' }, { body: 'x'.repeat(2000), fault: 'cut' as const }];
    for (const step of steps) {
      const { baseUrl } = script(environment, { status: 404, ...step });
      await rejects(signOut(baseUrl), { name: 'ApiError', status: 404, attempts: 1 });
    }
  },
  'the sandbox rejects by its rules': async ({ origin }) => {
    await rejects(signOut(`${origin}/2.0`, { auth: 'forbidden' }), { name: 'ApiError', status: 403 });
    await rejects(signOut(`${origin}/2.0`, { auth: 'expired' }), { name: 'ApiError', status: 401 });
  },
});
