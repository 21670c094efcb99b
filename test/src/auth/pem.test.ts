import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { normalizePem } from '../../../src/auth/pem.ts';
import { importSigningKey } from '../../../src/auth/signing-key.ts';
import { ENCRYPTED_PKCS1, encryptedPkcs8, PASSPHRASE, PLAIN_PKCS1, PLAIN_PKCS8 } from '../../support/console-config.ts';
import { rejection } from '../../support/server.ts';

const KEYS = {
  'PKCS#8': PLAIN_PKCS8,
  'encrypted PKCS#8': encryptedPkcs8(),
  'PKCS#1': PLAIN_PKCS1,
  'encrypted PKCS#1': ENCRYPTED_PKCS1,
};

/** What becomes of a key on its way through configurations, variables and mails. */
const WAYS: Record<string, (pem: string) => string> = {
  'as it was': (pem) => pem,
  'with indented lines': (pem) => pem.replaceAll(/^(?=.)/gm, '    '),
  'with tabs before and spaces after its lines': (pem) => pem.replaceAll(/^(.+)$/gm, '\t$1  '),
  'with line breaks of Windows': (pem) => pem.replaceAll('\n', '\r\n'),
  'with line breaks of an old Mac': (pem) => pem.replaceAll('\n', '\r'),
  'with its line breaks written as \\n': (pem) => pem.replaceAll('\n', String.raw`\n`),
  'with its line breaks escaped twice, and tabs': (pem) => pem.replaceAll('\n', String.raw`\\n\\t`),
  'joined by spaces': (pem) => pem.replaceAll('\n', ' '),
  'with invisible characters': (pem) => pem.replaceAll('\n', '\u200B\n'),
  'with text around it': (pem) => `Bag Attributes: <none>\n${pem}\nEnd of the mail.\n`,
};

describe.each(Object.entries(KEYS))('%s', (_, pem) => {
  it.each(Object.keys(WAYS))('is read %s', (way) => {
    const normal = normalizePem(WAYS[way]?.(pem) ?? '');
    expect(normal).toBe(pem.trim());
    expect(createPrivateKey({ key: normal ?? '', passphrase: PASSPHRASE }).asymmetricKeyType).toBe('rsa');
  });
});

it.each([
  ['no END line', PLAIN_PKCS8.replace(/-----END.*/, '')],
  ['another END line', PLAIN_PKCS8.replace('END PRIVATE', 'END RSA PRIVATE')],
  ['nothing in it', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'],
  ['other characters in it', '-----BEGIN PRIVATE KEY-----\nvalue-of-it\n-----END PRIVATE KEY-----'],
  ['a public key', PLAIN_PKCS8.replaceAll('PRIVATE', 'PUBLIC')],
])('a text with %s is not a private key', (_, text) => {
  expect(normalizePem(text)).toBeUndefined();
});

/** Encrypted PKCS#8 (RFC 5958, section 3) with any content: an old cipher fails before the content counts. */
function encryptedWith(oid: string): string {
  const der = (tag: number, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]), content]);
  };
  const parameters = der(0x30, der(0x04, Buffer.alloc(8, 1)), der(0x02, Buffer.from([8, 0])));
  const algorithm = der(0x30, Buffer.from(oid, 'hex'), parameters);
  const base64 = der(0x30, algorithm, der(0x04, Buffer.alloc(1232, 7))).toString('base64');
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${base64}\n-----END ENCRYPTED PRIVATE KEY-----`;
}

function traditional(cipher: string): string {
  return ENCRYPTED_PKCS1.replace(/DEK-Info: [\w-]+,\w+/, `DEK-Info: ${cipher},0102030405060708`);
}

describe('a key with an old cipher', () => {
  it.each([
    ['PBE-MD2-DES', encryptedWith('06092a864886f70d010501')],
    ['PBE-MD5-DES', encryptedWith('06092a864886f70d010503')],
    ['PBE-SHA1-DES', encryptedWith('06092a864886f70d01050a')],
    ['PBE-SHA1-RC2-40', encryptedWith('060a2a864886f70d010c0106')],
    ['PBE-SHA1-RC4-128', encryptedWith('060a2a864886f70d010c0101')],
    ['SEED-CBC', encryptedWith('06082a831a8c9a440104')],
    ['DES-CBC', traditional('DES-CBC')],
    ['RC2-40-CBC', traditional('RC2-40-CBC')],
    ['IDEA-CBC', traditional('IDEA-CBC')],
    ['DES-CBC', traditional('DES-CBC').replaceAll(/^(?=.)/gm, '  ')],
  ])('such as %s is named as the reason, not the passphrase', async (cipher, pem) => {
    const error = await rejection(
      importSigningKey({ privateKey: normalizePem(pem) ?? '', passphrase: PASSPHRASE }, 'RS256'),
    );
    expect(error.message).toContain(`is encrypted with an old cipher (${cipher}) that this runtime does not support`);
    expect(error.message).not.toContain('passphrase');
  });

  it('is not blamed for a wrong passphrase', async () => {
    for (const pem of [encryptedPkcs8(), ENCRYPTED_PKCS1]) {
      const error = await rejection(
        importSigningKey({ privateKey: normalizePem(pem) ?? '', passphrase: 'no' }, 'RS256'),
      );
      expect(error.message).toContain('could not be decrypted with boxAppSettings.appAuth.passphrase');
    }
  });

  it('and damage in it is no crash', async () => {
    const pem = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFH\n-----END ENCRYPTED PRIVATE KEY-----';
    const error = await rejection(importSigningKey({ privateKey: pem, passphrase: PASSPHRASE }, 'RS256'));
    expect(error).toMatchObject({ name: 'AuthError' });
  });
});

it("a key in OpenSSH's format is named as such", async () => {
  const pem = PLAIN_PKCS8.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY').trim();
  const error = await rejection(importSigningKey({ privateKey: pem, passphrase: undefined }, 'RS256'));
  expect(error.message).toContain("is in OpenSSH's format");
});
