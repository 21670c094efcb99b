import { clientCredentials, jwt, type JwtConfig } from '../../../src/auth.ts';
import { group, type Environment } from '../case.ts';
import { equal, ok, rejects } from '../expect.ts';
import { ACCEPTED, script, signOut } from '../script.ts';

const APPLICATION = { clientId: 'id', clientSecret: 'secret-of-the-suite', enterpriseId: '1' };

function config(privateKey: string, passphrase?: string): JwtConfig {
  const appAuth = { publicKeyID: 'k1', privateKey, ...(passphrase === undefined ? {} : { passphrase }) };
  return { boxAppSettings: { clientID: 'id', clientSecret: 'secret-of-the-suite', appAuth }, enterpriseID: '1' };
}

/** A new RSA key as PEM, PKCS#8. */
async function newKey(): Promise<string> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const bytes = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  const base64 = btoa(String.fromCharCode(...bytes)).replace(/.{64}/g, '$&\n');
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
}

function tokenUrl({ origin }: Environment): { tokenUrl: string } {
  return { tokenUrl: `${origin}/oauth2/token` };
}

async function expectAuthorized(environment: Environment, auth: ReturnType<typeof jwt>): Promise<void> {
  const { baseUrl, seen } = script(environment, ACCEPTED);
  await signOut(baseUrl, { auth });
  await signOut(baseUrl, { auth });
  const [first, second] = (await seen()).map(({ headers }) => headers['authorization']);
  ok(first?.startsWith('Bearer sandbox-') === true, 'the token comes from the token endpoint');
  equal(second, first, 'the kept token');
}

export const AUTH_CASES = group('client credentials and JWT', {
  'client credentials give a token, which is kept': (environment) =>
    expectAuthorized(environment, clientCredentials({ ...APPLICATION, ...tokenUrl(environment) })),
  'client credentials that are rejected are an AuthError': async (environment) => {
    const auth = clientCredentials({ ...APPLICATION, clientId: 'invalid', ...tokenUrl(environment) });
    const { baseUrl, seen } = script(environment, ACCEPTED);
    await rejects(signOut(baseUrl, { auth }), { name: 'AuthError', attempts: 0 });
    equal(await seen(), []);
  },
  'a key that is not encrypted signs': async (environment) =>
    expectAuthorized(environment, jwt(config(await newKey()), tokenUrl(environment))),
  'a key that is encrypted signs where the runtime has node:crypto, and is an AuthError elsewhere': async (
    environment,
  ) => {
    const auth = jwt(config(environment.encryptedKey, environment.passphrase), tokenUrl(environment));
    const hasNodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto') !== undefined;
    if (hasNodeCrypto) return expectAuthorized(environment, auth);
    const { baseUrl } = script(environment, ACCEPTED);
    await rejects(signOut(baseUrl, { auth }), { name: 'AuthError', attempts: 0 });
  },
  'a token endpoint out of reach is an AuthError': async (environment) => {
    const auth = clientCredentials({ ...APPLICATION, tokenUrl: `${environment.origin}/nowhere` });
    await rejects(signOut(script(environment, ACCEPTED).baseUrl, { auth }), { name: 'AuthError', attempts: 0 });
  },
});
