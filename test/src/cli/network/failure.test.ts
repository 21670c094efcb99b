import type https from 'node:https';
import { describe, expect, it } from 'vitest';
import { useCommand } from '../../../support/command/command.ts';
import { startTlsBox } from '../../../support/command/company.ts';
import { answer, startServer } from '../../../support/server.ts';

const command = useCommand();
const TOKEN = { BOX_ACCESS_TOKEN: 'token-of-an-admin' };
const USERS = ['users', '--id', '7', '--no-progress'];

type Content = Parameters<typeof startTlsBox>[1];

describe('a certificate or TLS failure is one sentence with its remedy', () => {
  it.each<[string, { content?: Content; options?: https.ServerOptions; trusted?: boolean }, RegExp]>([
    [
      'an unknown authority',
      { trusted: false },
      /The certificate of localhost:\d+ is from an authority that this machine doesn't trust\. .* NODE_EXTRA_CA_CERTS .*--use-system-ca/,
    ],
    [
      'an expired certificate',
      { content: { validity: ['200101000000', '210101000000'] } },
      /The certificate of localhost:\d+ has expired\. Check the clock/,
    ],
    [
      'a certificate of the future',
      { content: { validity: ['480101000000', '491231235959'] } },
      /The certificate of localhost:\d+ isn't valid yet\. Check the clock/,
    ],
    [
      'the certificate of another host',
      { content: { host: 'other.example' } },
      /The certificate that was presented is for another host than localhost:\d+\. Check --base-url\./,
    ],
    [
      'an old version of TLS',
      { options: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } },
      /localhost:\d+ offers only TLS versions older than 1\.2/,
    ],
    [
      'a client certificate, TLS 1.2',
      { options: { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' } },
      /localhost:\d+ requires a client certificate/,
    ],
    [
      'a client certificate, TLS 1.3',
      { options: { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' } },
      /localhost:\d+ requires a client certificate/,
    ],
  ])('%s', async (_, { content = {}, options = {}, trusted = true }, message) => {
    const { port, reached } = await startTlsBox(command.path('server.pem'), content, options);
    const url = ['--base-url', `https://localhost:${port}/2.0`];
    const environment = { ...TOKEN, ...(trusted ? { NODE_EXTRA_CA_CERTS: command.path('server.pem') } : {}) };
    const users = await command.run([...USERS, ...url], { environment });
    expect({ status: users.status, reached }).toEqual({ status: 1, reached: [] });
    expect(users.stderr).toMatch(message);
    expect(users.stderr).toMatch(/^Error: Box wasn't reached\. [^\n]* Nothing was sent\.\n$/);
    const doctor = await command.run(['doctor', '--json', '--debug', ...url], { environment });
    expect(doctor.status).toBe(1);
    expect(doctor.stdout).toMatch(message);
    expect(doctor.stderr).toMatch(/^debug: .*\((?:[A-Z]+_)+[A-Z\d_]+\)/m);
  });

  it('plain HTTP on the port', async () => {
    const { baseUrl } = await startServer(answer(200, 'plain'));
    const url = ['--base-url', baseUrl.replace('http://127.0.0.1', 'https://localhost')];
    const { status, stderr } = await command.run([...USERS, ...url], { environment: TOKEN });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /localhost:\d+ doesn't speak TLS on this port\. Check the port and the scheme in --base-url\./,
    );
  });
});
