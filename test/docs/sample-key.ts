import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** A private key that was made just now, as PEM. */
export async function testKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}
