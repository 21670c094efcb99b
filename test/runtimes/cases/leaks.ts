import { clientCredentials } from '../../../src/auth.ts';
import { group } from '../case.ts';
import { failureOf, ok } from '../expect.ts';
import { LOGIN, script, signOut, TOKEN } from '../script.ts';

const SECRETS = [TOKEN, LOGIN, 'secret-of-the-suite'];

/** Everything that a log could show of an error. */
function textOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return JSON.stringify(error) ?? '';
  const properties = Object.getOwnPropertyNames(error).map((name) =>
    name === 'cause' ? '' : String((error as unknown as Record<string, unknown>)[name]),
  );
  return [...properties, JSON.stringify(error), String(error), textOf(error.cause, depth + 1)].join('\n');
}

async function expectNoSecret(calling: Promise<unknown>): Promise<void> {
  const text = textOf(await failureOf(calling));
  for (const secret of SECRETS) ok(!text.includes(secret), `no ${secret} in: ${text}`);
}

export const LEAK_CASES = group('leaks nothing', {
  'an answer that echoes the request': async (environment) => {
    const echo = `sent with ${TOKEN} for ${LOGIN}`;
    const body = { code: echo, message: echo, request_id: echo, context_info: { [LOGIN]: [echo] } };
    for (const status of [400, 403, 404, 500]) {
      await expectNoSecret(signOut(script(environment, { status, body }).baseUrl, { retry: false }));
    }
  },
  'an answer that cannot be read': async (environment) => {
    const { baseUrl } = script(environment, { status: 202, body: `${TOKEN} ${LOGIN}` });
    await expectNoSecret(signOut(baseUrl));
  },
  'a network failure': async (environment) => {
    await expectNoSecret(signOut(`${environment.refusedOrigin}/2.0`, { retry: false }));
    await expectNoSecret(signOut(script(environment, { fault: 'reset' }).baseUrl, { retry: false }));
  },
  'a token that cannot be one': async (environment) => {
    await expectNoSecret(signOut(script(environment, {}).baseUrl, { auth: `${TOKEN}\n` }));
  },
  'a rejection of client credentials': async (environment) => {
    const body = { error: 'invalid_client', error_description: 'secret-of-the-suite is wrong' };
    const auth = clientCredentials({
      clientId: 'id',
      clientSecret: 'secret-of-the-suite',
      enterpriseId: '1',
      tokenUrl: `${script(environment, { status: 400, body }).baseUrl}/token`,
    });
    await expectNoSecret(signOut(environment.origin, { auth }));
  },
});
