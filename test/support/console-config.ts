import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** The pair is made once: it takes a while. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const PASSPHRASE = 'passphrase-of-the-test';

/** What Box keeps to check assertions with. */
export const PUBLIC_KEY: KeyObject = publicKey;

/** A key as the console writes it. */
export function encryptedPkcs8(key: KeyObject = privateKey): string {
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE }).toString();
}

/** The same key in the other spellings of PEM that people have. */
export const PLAIN_PKCS8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const PLAIN_PKCS1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
export const ENCRYPTED_PKCS1 = createPrivateKey(PLAIN_PKCS1)
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
  .toString();

export interface AppAuth {
  publicKeyID: string;
  privateKey: string;
  passphrase?: string;
}

/** The JSON that Box's console downloads. */
export function consoleConfig(appAuth: Partial<AppAuth> = {}) {
  return {
    boxAppSettings: {
      clientID: 'client-id-of-the-test',
      clientSecret: 'client-secret-of-the-test',
      appAuth: { publicKeyID: 'key-7', privateKey: encryptedPkcs8(), passphrase: PASSPHRASE, ...appAuth },
    },
    enterpriseID: '987654',
  };
}
