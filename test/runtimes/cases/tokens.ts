import type { Authentication } from '../../../src/index.ts';
import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, manager, script, signOut } from '../script.ts';

const REFUSED = { status: 401 };

export const TOKEN_CASES = group('token function and refresh', {
  'a token that was rejected is renewed once': async (environment) => {
    const { baseUrl, seen } = script(environment, REFUSED, ACCEPTED);
    await signOut(baseUrl, { auth: async ({ refresh }) => (refresh ? 'second' : 'first') });
    equal(
      (await seen()).map(({ headers }) => headers['authorization']),
      ['Bearer first', 'Bearer second'],
    );
  },
  'calls at once share one refresh': async ({ origin }) => {
    let refreshes = 0;
    const auth = async ({ refresh }: { refresh: boolean }): Promise<string> => {
      if (refresh) refreshes += 1;
      return refreshes > 0 ? 'renewed' : 'expired';
    };
    const sessions = manager(`${origin}/2.0`, { auth });
    await Promise.all(
      Array.from({ length: 5 }, (_, index) => sessions.createUserTerminateSession({ user_ids: [`${index}`] })),
    );
    equal(refreshes, 1, 'refreshes');
  },
  'a fixed token that was rejected is an ApiError at once': async (environment) => {
    const { baseUrl, seen } = script(environment, REFUSED);
    await rejects(signOut(baseUrl), { name: 'ApiError', status: 401, attempts: 1 });
    equal((await seen()).length, 1, 'requests');
  },
  'a refresh that fails is an AuthError': async (environment) => {
    const auth = ({ refresh }: { refresh: boolean }): string => {
      if (refresh) throw new Error('no');
      return 'first';
    };
    await rejects(signOut(script(environment, REFUSED).baseUrl, { auth }), { name: 'AuthError', attempts: 1 });
  },
  'an authentication object is taken': async (environment) => {
    const { baseUrl, seen } = script(environment, REFUSED, ACCEPTED);
    let token = 'first';
    const auth: Authentication = {
      retrieveAuthorizationHeader: async () => `Bearer ${token}`,
      refreshToken: async () => (token = 'second'),
    };
    await signOut(baseUrl, { auth });
    equal((await seen())[1]?.headers['authorization'], 'Bearer second');
  },
});
