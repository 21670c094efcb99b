import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, script, signOut } from '../script.ts';

export const REDIRECT_CASES = group('redirects', {
  'none is followed, and none is given the token': async (environment) => {
    const target = script(environment, ACCEPTED);
    const sameOrigin = `${target.baseUrl}/users/terminate_sessions`;
    // The same server by another name is another origin.
    const otherOrigin = sameOrigin.replace('127.0.0.1', 'localhost');
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [sameOrigin, otherOrigin]) {
        const { baseUrl, seen } = script(environment, { status, headers: { location } });
        await rejects(signOut(baseUrl), { name: 'ResponseError', attempts: 1 });
        equal((await seen()).length, 1, 'requests');
      }
    }
    equal(await target.seen(), []);
  },
});
