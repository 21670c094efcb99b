import { fail, requireText } from './options.ts';
import { normalizePem } from './pem.ts';
import { AuthError } from '../errors.ts';
import { isObject, parseObject } from '../http/json-object.ts';

/**
 * The JSON that Box's Developer Console downloads for an application with a key pair. Other fields are ignored.
 *
 * @example
 * ```ts
 * const config: JwtConfig = JSON.parse(await readFile('config.json', 'utf8'));
 * ```
 */
export interface JwtConfig {
  /** The application. */
  boxAppSettings: {
    /** The client ID of the application. */
    clientID: string;
    /** The client secret of the application. */
    clientSecret: string;
    /** The key pair of the application. */
    appAuth: {
      /** The ID that Box gave the public key. */
      publicKeyID: string;
      /** An RSA key as PEM; the console writes it as encrypted PKCS#8. */
      privateKey: string;
      /** Decrypts `privateKey`; ignored if the key isn't encrypted. */
      passphrase?: string | undefined;
    };
  };
  /** Required unless a user ID is given. */
  enterpriseID?: string | undefined;
}

/** The same, checked. */
export interface JwtCredential {
  clientId: string;
  clientSecret: string;
  keyId: string;
  privateKey: string;
  passphrase: string | undefined;
  subject: { type: 'enterprise' | 'user'; id: string };
}

/**
 * Reads the console's JSON.
 *
 * @param config - parsed, or as text, with or without a byte order mark
 * @param userId - the user that the application acts as, instead of its service account in the enterprise
 * @throws {@link AuthError} naming the field that is missing or invalid, never its value
 */
export function readJwtConfig(config: JwtConfig | string, userId: string | undefined): JwtCredential {
  const settings = typeof config === 'string' ? parseObject(config.replace(/^\uFEFF/, '')) : config;
  if (!isObject(settings)) {
    throw new AuthError(
      `The config is not ${typeof config === 'string' ? 'the JSON text of an object' : 'an object'}. Pass the file that Box's Developer Console downloads.`,
    );
  }
  const boxAppSettings = section(settings, 'boxAppSettings', 'boxAppSettings');
  const appAuth = section(boxAppSettings, 'appAuth', 'boxAppSettings.appAuth');
  return {
    clientId: requireText(boxAppSettings['clientID'], 'boxAppSettings.clientID'),
    clientSecret: requireText(boxAppSettings['clientSecret'], 'boxAppSettings.clientSecret'),
    keyId: requireText(appAuth['publicKeyID'], 'boxAppSettings.appAuth.publicKeyID'),
    ...readKey(appAuth),
    subject:
      userId === undefined
        ? { type: 'enterprise', id: requireText(settings['enterpriseID'], 'enterpriseID') }
        : { type: 'user', id: requireText(userId, 'userId') },
  };
}

function section(parent: object, name: string, path: string): Record<string, unknown> {
  const value = (parent as Record<string, unknown>)[name];
  if (value === undefined || value === null) fail(path, 'is missing');
  if (!isObject(value)) fail(path, 'must be an object');
  return value;
}

function readKey(appAuth: Record<string, unknown>): Pick<JwtCredential, 'privateKey' | 'passphrase'> {
  const { privateKey, passphrase } = appAuth;
  const field = 'boxAppSettings.appAuth.privateKey';
  // A key has line breaks, a passphrase can: only the rest is checked as text.
  requireText(typeof privateKey === 'string' ? privateKey.replaceAll(/\s/g, ' ') : privateKey, field);
  const pem = normalizePem(String(privateKey));
  if (pem === undefined) {
    return fail(
      field,
      'is not a whole private key in PEM, from its BEGIN line to its END line, as the console writes it',
    );
  }
  const encrypted = /^-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(pem);
  if (!encrypted) return { privateKey: pem, passphrase: undefined };
  if (typeof passphrase === 'string' && passphrase !== '') return { privateKey: pem, passphrase };
  return fail('boxAppSettings.appAuth.passphrase', describeAbsence(passphrase));
}

function describeAbsence(passphrase: unknown): string {
  if (passphrase === undefined || passphrase === null) return 'is missing, but the private key is encrypted';
  return passphrase === '' ? 'is empty, but the private key is encrypted' : 'must be a string';
}
