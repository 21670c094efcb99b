import { importPKCS8 } from 'jose/key/import';
import { AuthError } from '../errors.ts';
import type { JwtCredential } from './jwt-config.ts';
import { oldCipherOf } from './pem.ts';
import { Secrets } from '../redaction/secrets.ts';

const FIELD = 'boxAppSettings.appAuth.privateKey';
const AS_WRITTEN = "as Box's Developer Console wrote";

/**
 * The key that signs assertions.
 *
 * PKCS#8 that is not encrypted needs Web Crypto only. Any other PEM needs `node:crypto`, since Web Crypto can't decrypt keys.
 *
 * @throws {@link AuthError} naming the field, never its value: wrong passphrase, old cipher, damaged key, not an RSA key
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
    throw unusable(`is damaged, or it is not an RSA key. Pass it ${AS_WRITTEN} it`, error);
  }
  // RFC 7518, section 3.3.
  const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
  if (modulusLength < 2048) throw unusable(`has ${modulusLength} bits; ${algorithm} needs 2,048 or more`);
  return key;
}

function convert(pem: string, passphrase: string | undefined): string {
  if (pem.startsWith('-----BEGIN OPENSSH')) {
    throw unusable("is in OpenSSH's format. Convert it to PKCS#8, for example with `ssh-keygen -p -m pkcs8 -f FILE`");
  }
  // Not imported: a bundler for browsers or workers would look for the module, needed or not.
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (crypto === undefined) {
    throw unusable(
      'is encrypted or not PKCS#8, which needs node:crypto, and this runtime does not have it. Pass a PKCS#8 key that is not encrypted',
    );
  }
  try {
    const options = { key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) } as const;
    return crypto.createPrivateKey(options).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (error) {
    throw unusable(
      passphrase === undefined ? `could not be read. Pass it ${AS_WRITTEN} it` : whyEncrypted(pem, error),
      error,
    );
  }
}

/** Why an encrypted key could not be decrypted. The passphrase of a key with an old cipher was not even tried. */
function whyEncrypted(pem: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const cipher = oldCipherOf(pem) ?? (code === 'ERR_OSSL_EVP_UNSUPPORTED' ? 'unknown' : undefined);
  return cipher === undefined
    ? `could not be decrypted with boxAppSettings.appAuth.passphrase. Pass both ${AS_WRITTEN} them`
    : `is encrypted with an old cipher (${cipher}) that this runtime does not support. Encrypt it again with AES, for example with \`openssl pkcs8 -topk8 -v2 aes256 -provider legacy -provider default\`, or generate a new key pair in Box's Developer Console`;
}

/** What `node:crypto` and Web Crypto say is a foreign text, so the cause doesn't contain it. */
function unusable(rule: string, error?: unknown): AuthError {
  return new AuthError(`${FIELD} ${rule}.`, {
    cause: error === undefined ? undefined : new Secrets().safeCause(error),
  });
}
