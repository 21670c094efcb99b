import { describe, expect, it } from 'vitest';
import { describeNetworkFailure, networkErrorReason } from '../../../src/http/network-failure.ts';
import type { NetworkErrorReason } from '../../../src/index.ts';

const node = (code: string, message = code, more: object = {}): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code, ...more }) });
const bun = (code: string): Error => Object.assign(new Error(`${code}: Unable to connect.`), { code });
const deno = (message: string): Error =>
  new TypeError('fetch failed', { cause: new Error(`error sending request for url (https://h/): ${message}`) });

describe('networkErrorReason', () => {
  it.each<[string, NetworkErrorReason, unknown]>([
    ['a host that DNS does not know', 'not_found', node('ENOTFOUND')],
    ['DNS out of reach', 'not_found', node('EAI_AGAIN')],
    ['the same in Deno', 'not_found', deno('client error (Connect): dns error: failed to lookup address information')],
    ['a closed port', 'refused', node('ECONNREFUSED', 'connect ECONNREFUSED', { syscall: 'connect' })],
    ['a closed port of several addresses', 'refused', node('ECONNREFUSED', '')],
    ['the same in Bun', 'refused', bun('ECONNREFUSED')],
    ['the same in an older Bun', 'refused', bun('ConnectionRefused')],
    [
      'the same in Deno',
      'refused',
      deno('client error (Connect): tcp connect error: Connection refused (os error 111)'),
    ],
    ['a port that fetch rejects', 'refused', new TypeError('fetch failed', { cause: new Error('bad port') })],
    ['the same in Deno', 'refused', new TypeError('Fetch failed: Requests to port 22 are blocked')],
    ['a host without a route', 'unreachable', node('EHOSTUNREACH', 'connect EHOSTUNREACH', { syscall: 'connect' })],
    [
      'the same in Deno',
      'unreachable',
      deno('client error (Connect): tcp connect error: No route to host (os error 113)'),
    ],
    ['a reset before the request in Deno', 'unreachable', deno('client error (Connect): Connection reset by peer')],
    ['a firewall that drops', 'connect_timeout', node('UND_ERR_CONNECT_TIMEOUT')],
    ['the same by the system', 'connect_timeout', node('ETIMEDOUT', 'connect ETIMEDOUT', { syscall: 'connect' })],
    ['the same in Deno', 'connect_timeout', deno('client error (Connect): tcp connect error: Connection timed out')],
    ['an expired certificate', 'certificate', node('CERT_HAS_EXPIRED')],
    ['a self-signed certificate', 'certificate', node('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['an unknown issuer', 'certificate', node('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
    ['a missing link of the chain', 'certificate', node('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['a certificate of another host', 'certificate', node('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['the same in Bun', 'certificate', bun('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['the same in Deno', 'certificate', deno('client error (Connect): invalid peer certificate: UnknownIssuer')],
    ['https on a plain port', 'tls', node('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['the same through node:https', 'tls', node('EPROTO', 'write EPROTO', { syscall: 'write' })],
    ['the same in Bun', 'tls', bun('EPROTO')],
    ['the same in Deno', 'tls', deno('client error (Connect): received corrupt message of type InvalidContentType')],
    ['TLS too old', 'tls', node('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')],
    ['a server that wants a client certificate', 'tls', node('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
    [
      'a handshake that is cut off',
      'tls',
      node('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
    ],
    [
      'a proxy that asks for a password',
      'proxy',
      node('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling'),
    ],
    [
      'a proxy that forbids the host',
      'proxy',
      node('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling'),
    ],
    ['a proxy that asks for a password without a tunnel', 'proxy', node('', '')],
    ['the same in Deno', 'proxy', deno('client error (Connect): tunnel error: proxy authorization required')],
    [
      "the same in Node's own agent",
      'proxy',
      node(
        'ERR_PROXY_TUNNEL',
        'Failed to establish tunnel to h:443 via http://p:3128: HTTP/1.1 407 Proxy Authentication Required',
      ),
    ],
    [
      'a proxy that cannot reach the host',
      'unreachable',
      node('UND_ERR_ABORTED', 'Proxy response (502) !== 200 when HTTP Tunneling'),
    ],
    ['a reset', 'lost', node('ECONNRESET', 'read ECONNRESET', { syscall: 'read' })],
    [
      'a host that vanished during the response',
      'lost',
      node('EHOSTUNREACH', 'read EHOSTUNREACH', { syscall: 'read' }),
    ],
    ['a time-out during the response', 'lost', node('ETIMEDOUT', 'read ETIMEDOUT', { syscall: 'read' })],
    ['a record that arrives broken', 'lost', node('ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC')],
    ['a browser, which tells no reasons', 'lost', new TypeError('Failed to fetch')],
    ['anything else', 'lost', 'thrown'],
  ])('of %s is %s', (_, reason, error) => {
    expect(networkErrorReason(error)).toBe(reason);
  });

  it('ignores the name of a host in the message of an error with a code', () => {
    expect(networkErrorReason(node('ENOTFOUND', 'getaddrinfo ENOTFOUND certificate.example'))).toBe('not_found');
    expect(networkErrorReason(node('ECONNREFUSED', 'connect ECONNREFUSED handshake.example'))).toBe('refused');
  });

  it('reads errors of another realm, and chains without an end', () => {
    const endless: Record<string, unknown> = { message: 'loop' };
    endless['cause'] = endless;
    expect(networkErrorReason(endless)).toBe('lost');
    expect(networkErrorReason({ message: 'fetch failed', cause: { code: 'ENOTFOUND' } })).toBe('not_found');
  });
});

it('describeNetworkFailure names the host and what to do', () => {
  const { what, remedy } = describeNetworkFailure('not_found', 'box.example');
  expect(what).toBe('The host box.example was not found.');
  expect(remedy).toMatch(/^Check /);
});
