import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, jwtVerify, type JWTVerifyResult } from 'jose';
import { describe, expect, it } from 'vitest';
import { jwt, type JwtOptions } from '../../../src/auth.ts';
import { AuthError } from '../../../src/index.ts';
import { consoleConfig, ENCRYPTED_PKCS1, PLAIN_PKCS1, PLAIN_PKCS8, PUBLIC_KEY } from '../../support/console-config.ts';
import { accepted, answer, manager, rejection, startServer, type Answer, type Received } from '../../support/server.ts';
import { ask, formOf, issued, issuedInTurn, startTokenEndpoint } from '../../support/token-endpoint.ts';

const AUDIENCE = 'https://api.box.com/oauth2/token';

/** Checks an assertion as Box would. */
function verify(received: Received | undefined): Promise<JWTVerifyResult> {
  return jwtVerify(formOf(received)['assertion'] ?? '', PUBLIC_KEY, { audience: AUDIENCE });
}

/** Refuses an assertion by a clock that is so far off the one of this machine. */
function rejectedFor(claim: string, offsetMs: number): Answer {
  const date = offsetMs === 0 ? {} : { date: new Date(Date.now() + offsetMs).toUTCString() };
  return answer(400, { error: 'invalid_grant', error_description: `Please check the '${claim}' claim.` }, date);
}

function withoutDate(refusal: Answer): Answer {
  return (response, index, received) => {
    response.sendDate = false;
    refusal(response, index, received);
  };
}

describe('a token request', () => {
  it.each(['RS256', 'RS384', 'RS512'] as const)(
    'carries an assertion signed with %s that Box can check',
    async (algorithm) => {
      const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
      await expect(jwt(consoleConfig(), { tokenUrl, algorithm })(ask())).resolves.toBe('token-1');
      const { payload, protectedHeader } = await verify(received[0]);
      expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: 'key-7' });
      expect(payload).toEqual({
        iss: 'client-id-of-the-test',
        sub: '987654',
        box_sub_type: 'enterprise',
        aud: AUDIENCE,
        jti: expect.stringMatching(/^[\da-f-]{36}$/),
        exp: expect.any(Number),
      });
      const lifeS = (payload.exp ?? 0) - Date.now() / 1000;
      expect(lifeS).toBeGreaterThan(0);
      expect(lifeS).toBeLessThanOrEqual(60);
    },
  );

  it('is the form that Box asks for, and nothing else', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    await jwt(consoleConfig(), { tokenUrl })(ask());
    expect(received[0]).toMatchObject({ method: 'POST', path: '/oauth2/token' });
    expect(received[0]?.headers.authorization).toBeUndefined();
    expect(formOf(received[0])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: 'client-id-of-the-test',
      client_secret: 'client-secret-of-the-test',
      assertion: expect.any(String),
    });
  });

  it('for a user names the user, and needs no enterprise', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    const { boxAppSettings } = consoleConfig();
    await jwt({ boxAppSettings }, { tokenUrl, userId: '42' })(ask());
    expect((await verify(received[0])).payload).toMatchObject({ sub: '42', box_sub_type: 'user' });
  });

  it('uses each assertion once, also when it is sent again', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(answer(503, '', { 'retry-after': '0' }), issuedInTurn);
    const auth = jwt(consoleConfig(), { tokenUrl });
    await auth(ask());
    await auth(ask(undefined, true));
    const ids = await Promise.all(received.map(async (request) => (await verify(request)).payload.jti));
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    ['encrypted PKCS#8, as text of the file', JSON.stringify(consoleConfig())],
    ['the same with a byte order mark', `\uFEFF${JSON.stringify(consoleConfig(), null, 2)}`],
    ['PKCS#8', consoleConfig({ privateKey: PLAIN_PKCS8, passphrase: '' })],
    ['PKCS#1', consoleConfig({ privateKey: PLAIN_PKCS1 })],
    ['encrypted PKCS#1', consoleConfig({ privateKey: ENCRYPTED_PKCS1 })],
    ['lines that end as on Windows', consoleConfig({ privateKey: PLAIN_PKCS8.replaceAll('\n', '\r\n') })],
  ])('takes a key as %s', async (_, config) => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    await jwt(config, { tokenUrl })(ask());
    await expect(verify(received[0])).resolves.toBeDefined();
  });
});

describe('an assertion that Box rejects because of its time', () => {
  it.each(['exp', 'jti', 'iat'])('by the claim %s is made once more by the clock of the server', async (claim) => {
    const hour = 3_600_000;
    const { tokenUrl, received } = await startTokenEndpoint(rejectedFor(claim, hour), issued('token'));
    const auth = jwt(consoleConfig(), { tokenUrl });
    await expect(auth(ask())).resolves.toBe('token');
    await auth(ask(undefined, true));
    const [first, second, third] = received.map((request) => decodeJwt(formOf(request)['assertion'] ?? ''));
    expect((second?.exp ?? 0) - (first?.exp ?? 0)).toBeGreaterThanOrEqual(hour / 1000 - 2);
    expect((second?.exp ?? 0) * 1000 - (Date.now() + hour)).toBeLessThanOrEqual(60_000);
    expect(second?.jti).not.toBe(first?.jti);
    // What was learned about the clock is kept.
    expect((third?.exp ?? 0) - (first?.exp ?? 0)).toBeGreaterThanOrEqual(hour / 1000 - 2);
    expect(received).toHaveLength(3);
  });

  it.each([
    ['the year 10000', 'Fri, 31 Dec 10000 00:00:00 GMT'],
    ['25 hours later', new Date(Date.now() + 25 * 3_600_000).toUTCString()],
    ['25 hours earlier', new Date(Date.now() - 25 * 3_600_000).toUTCString()],
  ])('is not made by a clock that shows %s', async (_, date) => {
    const rejected = answer(400, { error: 'invalid_grant', error_description: "Check the 'exp' claim." }, { date });
    const { tokenUrl, received } = await startTokenEndpoint(rejected);
    await expect(jwt(consoleConfig(), { tokenUrl })(ask())).rejects.toThrow('the clock of this machine');
    const expirations = received.map((request) => decodeJwt(formOf(request)['assertion'] ?? '').exp ?? 0);
    expect(expirations).toHaveLength(1);
    expect(Math.abs((expirations[0] ?? 0) - Date.now() / 1000)).toBeLessThanOrEqual(60);
  });

  it('again is not made a third time', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(rejectedFor('exp', 3_600_000));
    const error = await rejection(Promise.resolve(jwt(consoleConfig(), { tokenUrl })(ask())));
    expect(error).toMatchObject({ name: 'AuthError', cause: { status: 400, boxCode: 'invalid_grant', attempts: 2 } });
    expect(error.message).toContain('the clock of this machine');
    expect(received).toHaveLength(2);
  });

  it.each([
    ['for another reason', answer(400, { error: 'invalid_grant', error_description: 'The subject is unknown' })],
    ['with another error', answer(401, { error: 'invalid_client', error_description: "the 'exp' claim" })],
    ['by a server that does not say what time it is', withoutDate(rejectedFor('exp', 0))],
  ])('%s is rejected for good', async (_, refusal) => {
    const { tokenUrl, received } = await startTokenEndpoint(refusal);
    await expect(jwt(consoleConfig(), { tokenUrl })(ask())).rejects.toThrow(AuthError);
    expect(received).toHaveLength(1);
  });
});

describe('as `auth` of a manager', () => {
  it('a rejected token is replaced by a new assertion', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    const { baseUrl, received: calls } = await startServer(answer(401), accepted);
    await manager(baseUrl, { auth: jwt(consoleConfig(), { tokenUrl }) }).createGroupTerminateSession({
      group_ids: ['1'],
    });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(received).toHaveLength(2);
  });
});

describe('a key that cannot be used', () => {
  const field = 'boxAppSettings.appAuth.privateKey';
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pem = (key: typeof weak): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

  it.each([
    ['a wrong passphrase', { passphrase: 'another-passphrase' }, 'decrypted with boxAppSettings.appAuth.passphrase'],
    ['damage', { privateKey: PLAIN_PKCS8.replace(/\n\w{40}/, '\n') }, 'is damaged, or it is not an RSA key'],
    ['damage in PKCS#1', { privateKey: PLAIN_PKCS1.replace(/\w{40}/, '') }, `${field} could not be read`],
    ['an elliptic curve', { privateKey: pem(elliptic) }, 'is damaged, or it is not an RSA key'],
    ['1,024 bits', { privateKey: pem(weak) }, 'has 1024 bits; RS256 needs 2,048 or more'],
  ])('for %s is an AuthError that names the field, and nothing is sent', async (_, appAuth, message) => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    const error = await rejection(Promise.resolve(jwt(consoleConfig(appAuth), { tokenUrl })(ask())));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0 });
    expect(error.message).toContain(field);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('another-passphrase');
    expect(received).toHaveLength(0);
  });
});

describe('an option that is wrong is named at once', () => {
  it.each([
    ['The options must be an object', 7],
    ['algorithm must be one of RS256, RS384, RS512', { algorithm: 'none' }],
    ['userId is empty', { userId: '' }],
    ['userId must be a string', { userId: 42 }],
    ['tokenUrl must be', { tokenUrl: 'oauth2/token' }],
  ])('%s: %j', (message, options) => {
    const make = (): unknown => jwt(consoleConfig(), options as JwtOptions);
    expect(make).toThrow(AuthError);
    expect(make).toThrow(message);
  });
});
