import { describe, expect, it } from 'vitest';
import { clientCredentials, type ClientCredentialsOptions } from '../../../src/auth.ts';
import { AuthError } from '../../../src/index.ts';
import { accepted, answer, manager, rejection, startServer } from '../../support/server.ts';
import { ask, formOf, issuedInTurn, startTokenEndpoint } from '../../support/token-endpoint.ts';

const client = { clientId: 'client-id', clientSecret: 'secret/of+the test&' };
const ada = { user_logins: ['ada@example.com'] };

describe('a token request', () => {
  it('for an enterprise is the form that Box asks for, and nothing else', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    await expect(clientCredentials({ ...client, enterpriseId: '77', tokenUrl })(ask())).resolves.toBe('token-1');
    expect(received).toHaveLength(1);
    const [request] = received;
    expect(request).toMatchObject({ method: 'POST', path: '/oauth2/token' });
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded\b/);
    expect(request?.headers.authorization).toBeUndefined();
    expect(formOf(request)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-id',
      client_secret: 'secret/of+the test&',
      box_subject_type: 'enterprise',
      box_subject_id: '77',
    });
  });

  it('for a user names the user', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    await clientCredentials({ ...client, userId: '42', tokenUrl })(ask());
    expect(formOf(received[0])).toMatchObject({ box_subject_type: 'user', box_subject_id: '42' });
  });

  it('goes through the `fetch` that was given', async () => {
    const urls: unknown[] = [];
    const fetch = async (url: unknown): Promise<Response> => {
      urls.push(url);
      return Response.json({ access_token: 'token', token_type: 'bearer', expires_in: 3600 });
    };
    await clientCredentials({ ...client, enterpriseId: '77', fetch })(ask());
    expect(urls).toEqual(['https://api.box.com/oauth2/token']);
  });
});

describe('as `auth` of a manager', () => {
  it('one token serves all calls until Box rejects it, then one more does', async () => {
    const { tokenUrl, received: tokenRequests } = await startTokenEndpoint(issuedInTurn);
    let valid = 'token-1';
    const { baseUrl, received } = await startServer((response, index, request) =>
      (request.headers.authorization === `Bearer ${valid}` ? accepted : answer(401))(response, index, request),
    );
    const sessions = manager(baseUrl, { auth: clientCredentials({ ...client, enterpriseId: '77', tokenUrl }) });
    await Promise.all(Array.from({ length: 20 }, () => sessions.createUserTerminateSession(ada)));
    expect(tokenRequests).toHaveLength(1);
    expect(received).toHaveLength(20);
    valid = 'token-2';
    await Promise.all(Array.from({ length: 20 }, () => sessions.createUserTerminateSession(ada)));
    expect(tokenRequests).toHaveLength(2);
    expect(received).toHaveLength(60);
  });

  it('a rejected client is an AuthError of the call, before anything is sent', async () => {
    const { tokenUrl } = await startTokenEndpoint(
      answer(400, { error: 'invalid_client', error_description: 'The client credentials are invalid' }),
    );
    const { baseUrl, received } = await startServer(accepted);
    const auth = clientCredentials({ ...client, enterpriseId: '77', tokenUrl });
    const error = await rejection(manager(baseUrl, { auth }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0, cause: { name: 'ApiError', status: 400 } });
    expect(error.message).toContain('Check the client ID and the client secret.');
    expect(received).toHaveLength(0);
  });
});

describe('an option that is wrong is named at once, its value is not', () => {
  it.each([
    ['The options', undefined],
    ['clientId is missing', { clientId: undefined }],
    ['clientId is empty', { clientId: ' ' }],
    ['clientId must be a string, not of type number', { clientId: 12345678 }],
    ['clientSecret is missing', { clientSecret: undefined }],
    ['clientSecret contains a line break', { clientSecret: 'value-12345678\n' }],
    ['enterpriseId is missing, and so is userId', { enterpriseId: undefined }],
    ['enterpriseId and userId exclude each other', { userId: '12345678' }],
    ['enterpriseId must be a string', { enterpriseId: 12345678 }],
    ['userId is empty', { enterpriseId: undefined, userId: '' }],
    ['tokenUrl must be', { tokenUrl: 'value-12345678' }],
  ])('%s: %j', (message, options) => {
    const given = options && { ...client, enterpriseId: '77', ...options };
    const make = (): unknown => clientCredentials(given as ClientCredentialsOptions);
    expect(make).toThrow(AuthError);
    expect(make).toThrow(message);
    expect(make).not.toThrow('12345678');
  });
});
