import { BoxCcgAuth, BoxDeveloperTokenAuth, BoxJwtAuth, CcgConfig, JwtConfig } from 'box-node-sdk';
import { BaseUrls, NetworkSession } from 'box-node-sdk/networking';
import { jwtVerify } from 'jose';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import type { Authentication } from '../../../src/index.ts';
import { consoleConfig, PUBLIC_KEY } from '../../support/console-config.ts';
import { everythingShown } from '../../support/everything-shown.ts';
import { accepted, answer, manager, startServer, type Received } from '../../support/server.ts';
import { formOf, issuedInTurn, startTokenEndpoint } from '../../support/token-endpoint.ts';

// Active only where it is wanted: everything else here goes over real sockets.
nock.restore();
afterEach(() => {
  nock.cleanAll();
  nock.restore();
});

const ada = { user_logins: ['ada@example.com'] };

/** Signs out against an API that takes one token only; each class of box-node-sdk stands for itself as `auth`. */
async function signOut(auth: Authentication, validToken: string): Promise<{ received: Received[]; outcome: unknown }> {
  const { baseUrl, received } = await startServer((response, index, request) =>
    (request.headers.authorization === `Bearer ${validToken}` ? accepted : answer(401))(response, index, request),
  );
  const call = manager(baseUrl, { auth }).createUserTerminateSession(ada);
  return { outcome: await call.catch((error: unknown) => error), received };
}

/** The same object, bound to a token endpoint: the classes take it as an argument of each call. */
function bound(auth: BoxCcgAuth | BoxJwtAuth, tokenUrl: string): Authentication {
  const session = new NetworkSession({ baseUrls: new BaseUrls({ baseUrl: new URL(tokenUrl).origin }) });
  return {
    retrieveAuthorizationHeader: () => auth.retrieveAuthorizationHeader(session),
    refreshToken: () => auth.refreshToken(session),
  };
}

const bearers = (received: Received[]): unknown[] => received.map(({ headers }) => headers.authorization);

describe('BoxDeveloperTokenAuth', () => {
  it('gives its token', async () => {
    const { outcome, received } = await signOut(
      new BoxDeveloperTokenAuth({ token: 'developer-token' }),
      'developer-token',
    );
    expect(outcome).toEqual({ message: 'accepted' });
    expect(bearers(received)).toEqual(['Bearer developer-token']);
  });

  it('that Box rejects is an AuthError, since it cannot be refreshed', async () => {
    const { outcome } = await signOut(new BoxDeveloperTokenAuth({ token: 'developer-token' }), 'another');
    expect(outcome).toMatchObject({ name: 'AuthError', attempts: 1 });
    expect((outcome as Error).cause).toMatchObject({ name: 'BoxSdkError' });
  });
});

describe('BoxCcgAuth', () => {
  const make = (): BoxCcgAuth =>
    new BoxCcgAuth({
      config: new CcgConfig({ clientId: 'id', clientSecret: 'secret-of-the-test', enterpriseId: '77' }),
    });

  it('asks the token endpoint, and once more after a 401', async () => {
    const { tokenUrl, received: tokenRequests } = await startTokenEndpoint(issuedInTurn);
    const { outcome, received } = await signOut(bound(make(), tokenUrl), 'token-2');
    expect(outcome).toEqual({ message: 'accepted' });
    expect(bearers(received)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(tokenRequests.map((request) => formOf(request)['grant_type'])).toEqual([
      'client_credentials',
      'client_credentials',
    ]);
  });

  it('is refreshed once for many calls', async () => {
    const { tokenUrl, received: tokenRequests } = await startTokenEndpoint(issuedInTurn);
    const { baseUrl } = await startServer((response, index, request) =>
      (request.headers.authorization === 'Bearer token-2' ? accepted : answer(401))(response, index, request),
    );
    const auth = bound(make(), tokenUrl);
    await auth.retrieveAuthorizationHeader();
    const sessions = manager(baseUrl, { auth });
    await Promise.all(Array.from({ length: 20 }, () => sessions.createUserTerminateSession(ada)));
    expect(tokenRequests).toHaveLength(2);
  });

  it('that the token endpoint rejects is an AuthError without the secret', async () => {
    const { tokenUrl } = await startTokenEndpoint(answer(400, { error: 'invalid_client' }));
    const { outcome } = await signOut(bound(make(), tokenUrl), 'token-1');
    expect(outcome).toMatchObject({ name: 'AuthError', attempts: 0 });
    expect(everythingShown(outcome as Error)).not.toContain('secret-of-the-test');
  });
});

describe('BoxJwtAuth', () => {
  const make = (): BoxJwtAuth =>
    new BoxJwtAuth({ config: JwtConfig.fromConfigJsonString(JSON.stringify(consoleConfig())) });

  it('signs an assertion, and another one after a 401', async () => {
    const { tokenUrl, received: tokenRequests } = await startTokenEndpoint(issuedInTurn);
    const { outcome, received } = await signOut(bound(make(), tokenUrl), 'token-2');
    expect(outcome).toEqual({ message: 'accepted' });
    expect(bearers(received)).toEqual(['Bearer token-1', 'Bearer token-2']);
    for (const request of tokenRequests) {
      await expect(jwtVerify(formOf(request)['assertion'] ?? '', PUBLIC_KEY)).resolves.toBeDefined();
    }
  });

  it('as it is asks the token endpoint of Box', async () => {
    nock.activate();
    const box = nock('https://api.box.com')
      .post('/oauth2/token', /assertion=/)
      .reply(200, { access_token: 'token-of-box', expires_in: 3600, token_type: 'bearer' });
    const { outcome } = await signOut(make(), 'token-of-box');
    expect(outcome).toEqual({ message: 'accepted' });
    expect(box.isDone()).toBe(true);
  });
});
