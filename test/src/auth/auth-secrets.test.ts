import fc from '../../support/fast-check.ts';
import { describe, expect, it, vi } from 'vitest';
import { clientCredentials, jwt } from '../../../src/auth.ts';
import { consoleConfig, PLAIN_PKCS8 } from '../../support/console-config.ts';
import { everythingShown } from '../../support/everything-shown.ts';
import { manager, rejection } from '../../support/server.ts';
import { ask } from '../../support/token-endpoint.ts';

/** Of letters and signs that none of our own words hold together, so that a hit is a leak and no chance. */
const secret = fc.string({
  unit: fc.constantFrom('Q', 'Z', '9', '"', '\\', '/', '<', '&', '%', '+', 'é'),
  minLength: 8,
});
const status = fc.constantFrom(200, 201, 302, 400, 401, 403, 429, 500);

/** What a proxy or a careless server may do with what it was sent. */
const ECHOES: ((sent: string) => string)[] = [
  (sent) => sent,
  (sent) => JSON.stringify({ error: sent, error_description: sent }),
  (sent) => JSON.stringify({ access_token: `\n${sent}`, token_type: sent }),
  (sent) => `<html>${sent}</html>`,
  (sent) => JSON.stringify({ error_description: sent }).slice(0, -1),
];

/** Sends everything back that it was sent, in the form's own spelling and in plain text; the last shape throws it. */
function echoing(code: number, shape: number) {
  return async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const form = await new Response(init?.body).text();
    const sent = `${form} ${[...new URLSearchParams(form).values()].join(' ')}`;
    const body = ECHOES[shape]?.(sent);
    if (body === undefined) throw new TypeError(sent, { cause: Object.assign(new Error(sent), { form }) });
    return new Response(body, { status: code, headers: { 'retry-after': '900' } });
  };
}

function expectNothingOf(values: readonly string[], error: Error): void {
  const shown = everythingShown(error);
  for (const value of values) {
    expect(shown).not.toContain(value);
    expect(shown).not.toContain(encodeURIComponent(value));
    expect(shown).not.toContain(JSON.stringify(value).slice(1, -1));
    expect(shown).not.toContain(new URLSearchParams({ _: value }).toString().slice(2));
  }
}

describe('an error of the token endpoint', () => {
  it('shows no client secret, whatever is echoed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await fc.assert(
      fc.asyncProperty(secret, status, fc.nat(ECHOES.length), async (clientSecret, code, shape) => {
        const fetch = echoing(code, shape);
        const auth = clientCredentials({ clientId: 'id', clientSecret, enterpriseId: '77', fetch });
        const error = await rejection(Promise.resolve(auth(ask())));
        expect(error.name).toBe('AuthError');
        expectNothingOf([clientSecret], error);
        const ofCall = await rejection(
          manager('https://box.example', { auth, retry: false }).createGroupTerminateSession({ group_ids: ['7'] }),
        );
        expectNothingOf([clientSecret], ofCall);
      }),
      { numRuns: 300 },
    );
  });

  it('shows no assertion, key, passphrase or client secret, whatever is echoed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await fc.assert(
      fc.asyncProperty(secret, status, fc.nat(ECHOES.length), async (clientSecret, code, shape) => {
        const assertions: string[] = [];
        const echo = echoing(code, shape);
        const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
          assertions.push(new URLSearchParams(await new Response(init?.body).text()).get('assertion') ?? '');
          return echo(url, init);
        };
        const config = consoleConfig({ privateKey: PLAIN_PKCS8 });
        config.boxAppSettings.clientSecret = clientSecret;
        const error = await rejection(Promise.resolve(jwt(config, { fetch })(ask())));
        expect(error.name).toBe('AuthError');
        const parts = assertions.flatMap((assertion) => [assertion, ...assertion.split('.')]);
        expectNothingOf([clientSecret, ...PLAIN_PKCS8.split('\n').slice(1, 5), ...parts], error);
      }),
      { numRuns: 100 },
    );
  });

  it('shows no client ID, enterprise ID, user ID or key ID, whatever is echoed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await fc.assert(
      fc.asyncProperty(fc.tuple(secret, secret, secret), status, fc.nat(ECHOES.length), async (ids, code, shape) => {
        const [clientId, subject, keyId] = ids;
        const fetch = echoing(code, shape);
        for (const way of [{ enterpriseId: subject }, { userId: subject }]) {
          const auth = clientCredentials({ clientId, clientSecret: 'secret-1', ...way, fetch });
          expectNothingOf([clientId, subject], await rejection(Promise.resolve(auth(ask()))));
        }
        const config = consoleConfig({ privateKey: PLAIN_PKCS8, publicKeyID: keyId });
        config.boxAppSettings.clientID = clientId;
        config.enterpriseID = subject;
        expectNothingOf(ids, await rejection(Promise.resolve(jwt(config, { fetch })(ask()))));
      }),
      { numRuns: 60 },
    );
  });

  it('shows no token that was given before', async () => {
    const answers = [
      { status: 200, body: { access_token: 'token-QZ9QZ9', token_type: 'bearer', expires_in: 3600 } },
      { status: 400, body: { error: 'token-QZ9QZ9', error_description: 'token-QZ9QZ9 is still good' } },
    ];
    const fetch = async (): Promise<Response> => {
      const next = answers.shift();
      return Response.json(next?.body, { status: next?.status ?? 500 });
    };
    const auth = clientCredentials({ clientId: 'id', clientSecret: 'secret', enterpriseId: '77', fetch });
    await auth(ask());
    const error = await rejection(Promise.resolve(auth(ask(undefined, true))));
    expect(error.message).toContain('[redacted] is still good');
    expectNothingOf(['token-QZ9QZ9'], error);
  });
});
