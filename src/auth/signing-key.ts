import { importPKCS8 } from 'jose/key/import';
import { AuthError } from '../errors.ts';
import type { JwtCredential } from './jwt-config.ts';
import { Secrets } from '../redaction/secrets.ts';

const FIELD = 'boxAppSettings.appAuth.privateKey';
const AS_WRITTEN = "as Box's Developer Console wrote";

/**
 * The key that signs assertions.
 *
 * PKCS#8 that is not encrypted needs Web Crypto alone; any other PEM needs `node:crypto`, since Web Crypto knows no
 * passphrases.
 *
 * @throws {@link AuthError} naming the field, never its value: wrong passphrase, damaged key, no RSA key
 */
export async function importSigningKey(
  { privateKey, passphrase }: Pick<JwtCredential, 'privateKey' | 'passphrase'>,
  algorithm: string,
): Promise<CryptoKey> {
  const pkcs8 = privateKey.startsWith('-----BEGIN PRIVATE KEY-----') ? privateKey : convert(privateKey, passphrase);
  let key: CryptoKey;
  try {
    key = await importPKCS8(pkcs8, algorithm);
  } catch (error) {
    throw new AuthError(`${FIELD} is damaged, or it is no RSA key. Give it ${AS_WRITTEN} it.`, {
      cause: new Secrets([privateKey, pkcs8]).safeCause(error),
    });
  }
  // RFC 7518, section 3.3.
  const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
  if (modulusLength < 2048)
    throw new AuthError(`${FIELD} has ${modulusLength} bits; ${algorithm} needs 2,048 or more.`);
  return key;
}

function convert(pem: string, passphrase: string | undefined): string {
  // Not imported: a bundler for browsers or workers would look for the module, needed or not.
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (crypto === undefined) {
    throw new AuthError(
      `${FIELD} is encrypted or not PKCS#8, which needs node:crypto, and this runtime has none. Give a PKCS#8 key that is not encrypted.`,
    );
  }
  try {
    const key = crypto.createPrivateKey({
      key: pem,
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    });
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (error) {
    const advice =
      passphrase === undefined
        ? `could not be read. Give it ${AS_WRITTEN} it.`
        : `could not be decrypted with boxAppSettings.appAuth.passphrase. Give both ${AS_WRITTEN} them.`;
    throw new AuthError(`${FIELD} ${advice}`, { cause: new Secrets([pem, passphrase ?? '']).safeCause(error) });
  }
}
