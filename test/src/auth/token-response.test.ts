import * as undici from 'undici';
import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { clientCredentials, type TokenEndpointOptions } from '../../../src/auth.ts';
import { interpretTokenResponse } from '../../../src/auth/token-response.ts';
import { Secrets } from '../../../src/redaction/secrets.ts';
import { answer, rejection, startServer } from '../../support/server.ts';
import { ask, formOf, issuedInTurn, startTokenEndpoint } from '../../support/token-endpoint.ts';

function lifeOf(body: object | string): number {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return interpretTokenResponse({ status: 200, headers: new Headers(), body: { text } }, new Secrets(), 1).lifeMs;
}

function auth(options: TokenEndpointOptions) {
  return clientCredentials({ clientId: 'id', clientSecret: 'secret', enterpriseId: '77', ...options });
}

describe('a token response', () => {
  it.each([
    ['3600', 3_600_000],
    [' 3600 ', 3_600_000],
    ['3599.5', 3_599_500],
    [3600, 3_600_000],
    ['', 0],
    ['soon', 0],
    [null, 0],
    [undefined, 0],
    [-5, 0],
    [{}, 0],
    ['Infinity', 0],
  ])('with expires_in %j is accepted', (expiresIn, lifeMs) => {
    expect(lifeOf({ access_token: 'x', token_type: 'bearer', expires_in: expiresIn })).toBe(lifeMs);
  });

  it.each(['bearer', 'Bearer', ' BEARER ', '', null, undefined, 7])('with token_type %j is accepted', (type) => {
    expect(lifeOf({ access_token: 'x', token_type: type, expires_in: 1 })).toBe(1000);
  });

  it('is accepted whatever else is missing, empty or null in it', () => {
    const value = fc.constantFrom(undefined, null, '', [], {}, 0, false);
    const fields = fc.record({
      token_type: fc.constantFrom(undefined, null, '', 'bearer'),
      expires_in: value,
      refresh_token: value,
      scope: value,
      restricted_to: value,
      issued_token_type: value,
      id_token: value,
    });
    fc.assert(
      fc.property(fields, (others) => {
        expect(lifeOf({ ...others, access_token: 'x' })).toBe(0);
      }),
    );
  });

  it('is used as it came over the wire', async () => {
    const { tokenUrl } = await startTokenEndpoint(
      answer(200, { access_token: 'token', refresh_token: '', scope: null, expires_in: '3600' }),
    );
    await expect(auth({ tokenUrl })(ask())).resolves.toBe('token');
  });
});

describe('a token request', () => {
  it('goes through undici with a dispatcher, as a URL and plain values', async () => {
    const { tokenUrl, received } = await startTokenEndpoint(issuedInTurn);
    const dispatcher = new undici.Agent({ keepAliveTimeout: 10 });
    const calls: unknown[][] = [];
    const fetch = (async (url: string, init: undici.RequestInit) => {
      calls.push([url, init]);
      return undici.fetch(url, { ...init, dispatcher });
    }) as unknown;
    await expect(auth({ tokenUrl, fetch: fetch as typeof globalThis.fetch })(ask())).resolves.toBe('token-1');
    expect(calls).toEqual([
      [
        tokenUrl,
        {
          method: 'POST',
          redirect: 'manual',
          signal: expect.any(AbortSignal),
          headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
          body: expect.any(String),
        },
      ],
    ]);
    expect(formOf(received[0])).toMatchObject({ client_id: 'id', client_secret: 'secret' });
  });

  it.each([301, 302, 303, 307, 308])('never follows a %i', async (status) => {
    const elsewhere = await startServer(answer(200, { access_token: 'stolen' }));
    const { tokenUrl } = await startTokenEndpoint(answer(status, '', { location: elsewhere.baseUrl }));
    const error = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(error.cause).toMatchObject({ name: 'ResponseError', status });
    expect(elsewhere.received).toEqual([]);
  });
});

describe('a rejection', () => {
  it.each([
    ["Box's", answer(400, { error: 'invalid_client' }), true, 'Check the client ID'],
    ["Box's, with an error of its own", answer(403, { error: 'x' }), true, 'Check the credentials and the token URL.'],
    ['a page', answer(404, '<html>No such page</html>'), false, 'it might come from a proxy. Check tokenUrl'],
    ['nothing', answer(403), false, 'it might come from a proxy. Check tokenUrl'],
    ['JSON of a gateway', answer(401, { message: 'Unauthorized' }), false, 'it might come from a proxy.'],
    ['a list', answer(400, '["error"]'), false, 'it might come from a proxy.'],
  ])('says whether it is %s', async (_, given, fromBox, advice) => {
    const { tokenUrl } = await startTokenEndpoint(given);
    const error = await rejection(Promise.resolve(auth({ tokenUrl })(ask())));
    expect(error.cause).toMatchObject({ name: 'ApiError', fromBox });
    expect(error.message).toContain(advice);
  });

  it('keeps an error of the standard, even if a word of it is the client ID', async () => {
    const { tokenUrl } = await startTokenEndpoint(answer(400, { error: 'invalid_client' }));
    const tokens = clientCredentials({ clientId: 'invalid', clientSecret: 'secret', enterpriseId: '77', tokenUrl });
    expect((await rejection(Promise.resolve(tokens(ask())))).cause).toMatchObject({ boxCode: 'invalid_client' });
  });
});
