import { describe, expect, it } from 'vitest';
import { describeNetworkFailure, isCertificateError } from '../../../src/http/network-failure.ts';
import { manager, rejection } from '../../support/server.ts';

const node = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const bun = (code: string): Error => Object.assign(new Error('Unable to connect.'), { code });
const deno = (message: string): Error => new TypeError(`error sending request: ${message}`);

describe('a failure', () => {
  it.each([
    ['a name that DNS does not know', node('ENOTFOUND'), 'The host box.example was not found'],
    ['DNS out of reach', node('EAI_AGAIN'), 'The host box.example was not found'],
    ['the same in Deno', deno('dns error: failed to lookup address information'), 'The host box.example was not found'],
    ['a closed port', node('ECONNREFUSED'), 'The connection to box.example was refused'],
    ['the same in Bun', bun('ConnectionRefused'), 'The connection to box.example was refused'],
    ['the same in Deno', deno('tcp connect error: Connection refused'), 'The connection to box.example was refused'],
    ['a reset', node('ECONNRESET'), 'failed before the answer was complete'],
    ['anything else', 'thrown', 'failed before the answer was complete'],
    ['an expired certificate', node('CERT_HAS_EXPIRED'), 'The certificate of box.example was not accepted'],
  ])('of the kind "%s" names the host and what to do', (_, error, message) => {
    expect(describeNetworkFailure(error, 'box.example')).toContain(message);
  });

  it('of the look-up of a name names the host', async () => {
    const sessions = manager('https://no-such-host.invalid/2.0', { retry: false });
    const error = await rejection(sessions.createUserTerminateSession({ user_ids: ['7'] }));
    expect(error).toMatchObject({ name: 'NetworkError', attempts: 1 });
    expect(error.message).toContain('no-such-host.invalid was not found');
  });
});

describe('isCertificateError', () => {
  it.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('knows %s', (code) => {
    expect(isCertificateError(node(code))).toBe(true);
    expect(isCertificateError(bun(code))).toBe(true);
  });

  it('knows the words of other runtimes', () => {
    expect(isCertificateError(deno('invalid peer certificate: UnknownIssuer'))).toBe(true);
    expect(isCertificateError(node('ECONNRESET'))).toBe(false);
  });

  it('is not led astray by the name of a host', () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND certificate.example'), { code: 'ENOTFOUND' });
    expect(isCertificateError(new TypeError('fetch failed', { cause }))).toBe(false);
  });
});
