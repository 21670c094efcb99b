import { describe, expect, it } from 'vitest';
import { AuthError } from '../../../src/index.ts';
import { readJwtConfig } from '../../../src/auth/jwt-config.ts';
import { consoleConfig, encryptedPkcs8, PASSPHRASE, PLAIN_PKCS8 } from '../../support/console-config.ts';

type Path = 'boxAppSettings' | 'enterpriseID' | `boxAppSettings.${string}`;

/** The console's JSON with one field set to something else; `undefined` leaves it out. */
function configWith(path: Path, value: unknown): never {
  const config = consoleConfig() as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() as string;
  const parent = names.reduce((section, name) => section[name] as Record<string, unknown>, config);
  parent[last] = value;
  return config as never;
}

describe('readJwtConfig', () => {
  it('reads what the console downloads', () => {
    const privateKey = encryptedPkcs8();
    expect(readJwtConfig(consoleConfig({ privateKey }), undefined)).toEqual({
      clientId: 'client-id-of-the-test',
      clientSecret: 'client-secret-of-the-test',
      keyId: 'key-7',
      privateKey: privateKey.trim(),
      passphrase: PASSPHRASE,
      subject: { type: 'enterprise', id: '987654' },
    });
  });

  it('takes no passphrase for a key that is not encrypted', () => {
    const config = consoleConfig({ privateKey: PLAIN_PKCS8 });
    expect(readJwtConfig(config, undefined).passphrase).toBeUndefined();
  });

  it.each([
    ['boxAppSettings', undefined, 'is missing'],
    ['boxAppSettings', 'value-of-it', 'must be an object'],
    ['boxAppSettings.clientID', undefined, 'is missing'],
    ['boxAppSettings.clientID', 12345678, 'must be a string, not of type number'],
    ['boxAppSettings.clientSecret', undefined, 'is missing'],
    ['boxAppSettings.clientSecret', '', 'is empty'],
    ['boxAppSettings.clientSecret', 'value-of-it\n', 'contains a line break'],
    ['boxAppSettings.appAuth', null, 'is missing'],
    ['boxAppSettings.appAuth', ['value-of-it'], 'must be an object'],
    ['boxAppSettings.appAuth.publicKeyID', undefined, 'is missing'],
    ['boxAppSettings.appAuth.publicKeyID', ' ', 'is empty'],
    ['boxAppSettings.appAuth.privateKey', undefined, 'is missing'],
    ['boxAppSettings.appAuth.privateKey', {}, 'must be a string, not of type object'],
    ['boxAppSettings.appAuth.privateKey', '\n', 'is empty'],
    ['boxAppSettings.appAuth.privateKey', 'value-of-it', 'is not a whole private key in PEM'],
    [
      'boxAppSettings.appAuth.privateKey',
      '-----BEGIN PUBLIC KEY-----\nvalue-of-it',
      'is not a whole private key in PEM',
    ],
    [
      'boxAppSettings.appAuth.privateKey',
      '-----BEGIN PRIVATE KEY----- value-of-it',
      'is not a whole private key in PEM',
    ],
    ['boxAppSettings.appAuth.passphrase', undefined, 'is missing, but the private key is encrypted'],
    ['boxAppSettings.appAuth.passphrase', '', 'is empty, but the private key is encrypted'],
    ['boxAppSettings.appAuth.passphrase', 12345678, 'must be a string'],
    ['enterpriseID', undefined, 'is missing'],
    ['enterpriseID', 12345678, 'must be a string, not of type number'],
  ] as [Path, unknown, string][])('names %s when it is %j, never its value', (path, value, rule) => {
    const read = (): unknown => readJwtConfig(configWith(path, value), undefined);
    expect(read).toThrow(AuthError);
    expect(read).toThrow(`${path} ${rule}`);
    expect(read).not.toThrow(/value-of-it|12345678|of-the-test/);
    expect(() => readJwtConfig(JSON.stringify(configWith(path, value)), undefined)).toThrow(`${path} ${rule}`);
  });

  it.each([
    ['a text that is not JSON', '{"boxAppSettings": {"clientSecret": "value-of-it"'],
    ['the path of the file', './value-of-it.json'],
    ['JSON of something else', '["value-of-it"]'],
    ['nothing', ''],
    ['no config', undefined],
    ['null', null],
    ['an array', []],
  ])('rejects %s', (_, config) => {
    const read = (): unknown => readJwtConfig(config as never, undefined);
    expect(read).toThrow(AuthError);
    expect(read).toThrow("Pass the file that Box's Developer Console downloads.");
    expect(read).not.toThrow('value-of-it');
  });
});
