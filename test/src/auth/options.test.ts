import { describe, expect, it } from 'vitest';
import { normalizeEndpoint, requireText } from '../../../src/auth/options.ts';
import { clientCredentials, jwt, type ClientCredentialsOptions, type JwtOptions } from '../../../src/auth.ts';
import { AuthError, InvalidRequestError } from '../../../src/index.ts';
import { consoleConfig } from '../../support/console-config.ts';

describe('the token endpoint', () => {
  it("is Box's by default", () => {
    expect(normalizeEndpoint({})).toMatchObject({
      url: new URL('https://api.box.com/oauth2/token'),
      timeoutMs: 30_000,
    });
  });

  it.each([
    'https://box.example/oauth2/token',
    'http://127.0.0.1:8021/oauth2/token',
    'http://localhost/t?a=1',
    'http://[::1]:8021/',
  ])('may be %s', (tokenUrl) => {
    expect(normalizeEndpoint({ tokenUrl }).url.href).toBe(tokenUrl);
  });

  it.each([
    ['tokenUrl', { tokenUrl: 'api.box.com/oauth2/token' }],
    ['tokenUrl', { tokenUrl: 'ftp://api.box.com' }],
    ['tokenUrl', { tokenUrl: 'https://user:value@box.example' }],
    ['tokenUrl', { tokenUrl: 'https://box.example/#value' }],
    ['tokenUrl', { tokenUrl: 7 }],
    ['tokenUrl would send the client secret', { tokenUrl: 'http://box.example/oauth2/token' }],
    ['tokenUrl would send the client secret', { tokenUrl: 'http://box.localhost/oauth2/token' }],
    ['tokenUrl would send the client secret', { tokenUrl: 'http://localhost.example/' }],
    ['fetch', { fetch: 'value' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 300_001 }],
    ['timeoutMs', { timeoutMs: '30' }],
  ])('names %s when it is wrong: %j', (name, options) => {
    const normalize = (): unknown => normalizeEndpoint(options as never);
    expect(normalize).toThrow(AuthError);
    expect(normalize).toThrow(new RegExp(`^${name} `));
    expect(normalize).not.toThrow('value');
  });
});

describe('an option that is null or misspelled', () => {
  const client = { clientId: 'id', clientSecret: 'secret', enterpriseId: '77' };

  it.each(['tokenUrl', 'fetch', 'timeoutMs', 'clientId', 'clientSecret', 'enterpriseId', 'userId'])(
    'is an InvalidRequestError: %s',
    (name) => {
      const make = (): unknown => clientCredentials({ ...client, [name]: null });
      expect(make).toThrow(InvalidRequestError);
      expect(make).toThrow(`${name} is null.`);
    },
  );

  it.each(['tokenUrl', 'fetch', 'timeoutMs', 'userId', 'algorithm'])('is one for jwt, too: %s', (name) => {
    expect(() => jwt(consoleConfig(), { [name]: null })).toThrow(InvalidRequestError);
  });

  it.each(['tokenURL', 'token_url', 'timeout'])('is one for a misspelled name: %s', (name) => {
    const make = (): unknown => clientCredentials({ ...client, [name]: 'https://box.example.com' });
    expect(make).toThrow(InvalidRequestError);
    expect(make).toThrow(`${name} is not an option.`);
  });

  it('is one for all options together', () => {
    const options: unknown = null;
    expect(() => clientCredentials(options as ClientCredentialsOptions)).toThrow(InvalidRequestError);
    expect(() => jwt(consoleConfig(), options as JwtOptions)).toThrow(InvalidRequestError);
  });

  it('counts as left out if it is undefined', () => {
    const nothing = { tokenUrl: undefined, fetch: undefined, timeoutMs: undefined };
    expect(clientCredentials({ ...client, ...nothing, userId: undefined })).toBeTypeOf('function');
    expect(jwt(consoleConfig(), { ...nothing, userId: undefined, algorithm: undefined })).toBeTypeOf('function');
    expect(jwt(consoleConfig(), undefined)).toBeTypeOf('function');
  });
});

describe('requireText', () => {
  it('takes any text but a blank one and one with control characters', () => {
    expect(requireText('a b-é', 'field')).toBe('a b-é');
    expect(() => requireText(null, 'field')).toThrow('field is missing.');
    expect(() => requireText([], 'field')).toThrow('field must be a string, not of type object.');
    expect(() => requireText('\u00A0', 'field')).toThrow('field is empty.');
    expect(() => requireText('a\u0000', 'field')).toThrow('field contains a line break or another control character.');
  });
});
