import { afterEach, describe, expect, it, vi } from 'vitest';
import { AuthError } from '../../../src/index.ts';
import { importSigningKey } from '../../../src/auth/signing-key.ts';
import { encryptedPkcs8, PASSPHRASE, PLAIN_PKCS1, PLAIN_PKCS8 } from '../../support/console-config.ts';

afterEach(() => vi.unstubAllGlobals());

describe('importSigningKey', () => {
  it.each(['RS256', 'RS384', 'RS512'])('makes a key that signs with %s and cannot be read out', async (algorithm) => {
    const key = await importSigningKey({ privateKey: encryptedPkcs8(), passphrase: PASSPHRASE }, algorithm);
    expect(key).toMatchObject({ type: 'private', usages: ['sign'], extractable: false });
    expect(key.algorithm).toMatchObject({ hash: { name: algorithm.replace('RS', 'SHA-') } });
  });

  it('needs no node:crypto for PKCS#8 that is not encrypted', async () => {
    vi.stubGlobal('process', undefined);
    await expect(importSigningKey({ privateKey: PLAIN_PKCS8, passphrase: undefined }, 'RS256')).resolves.toBeDefined();
  });

  it.each([
    ['an encrypted key', encryptedPkcs8(), PASSPHRASE],
    ['PKCS#1', PLAIN_PKCS1, undefined],
  ])('says what to do about %s where there is no node:crypto', async (_, privateKey, passphrase) => {
    vi.stubGlobal('process', undefined);
    const importing = importSigningKey({ privateKey, passphrase }, 'RS256');
    await expect(importing).rejects.toThrow(AuthError);
    await expect(importing).rejects.toThrow('Pass a PKCS#8 key that is not encrypted.');
  });
});
