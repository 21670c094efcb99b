import net, { type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../../src/cli/network/proxy.ts';
import { useCommand } from '../../../support/command/command.ts';
import { startBox, startProxy, startTlsBox } from '../../../support/command/company.ts';
import { closedPort, startSocketServer } from '../../../support/server.ts';

const command = useCommand();
const TOKEN = { BOX_ACCESS_TOKEN: 'token-of-an-admin' };
const CLIENT = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret-of-client', BOX_ENTERPRISE_ID: '5' };
const USERS = ['users', '--login', 'ada@example.com', '--id', '7', '--yes', '--no-progress'];

/** Handles CONNECT as a proxy does, whatever host it names. */
function tunnelTo(port: number): (request: unknown, socket: Duplex) => void {
  return (_, socket) => {
    const server = net.connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    socket.on('error', () => server.destroy()).pipe(server);
    server.on('error', () => socket.destroy()).pipe(socket);
  };
}

describe('a proxy', () => {
  it('carries every request to Box and to the token endpoint', async () => {
    const box = await startBox();
    const proxy = await startProxy();
    const environment = { ...CLIENT, HTTP_PROXY: `http://${proxy.host}` };
    const { status, stderr } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(box.reached.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'POST /oauth2/token',
      'GET /2.0/users/me',
      'POST /2.0/users/terminate_sessions',
    ]);
    expect(new Set(proxy.asked.map(({ to }) => to))).toEqual(new Set([`127.0.0.1:${box.port}`]));
  });

  it('reaches a host whose name nothing else resolves', async () => {
    const { port, reached } = await startTlsBox(command.path('box.pem'), { host: 'box.invalid' });
    const proxy = await startProxy({ knows: 'box.invalid', password: 'p@ss word' });
    const args = [...USERS, '--base-url', `https://box.invalid:${port}/2.0`];
    const environment = { ...TOKEN, NODE_EXTRA_CA_CERTS: command.path('box.pem') };
    const direct = await command.run(args, { environment });
    expect(direct.status).toBe(1);
    expect(direct.stderr).toContain(`The host box.invalid:${port} wasn't found.`);
    const HTTPS_PROXY = `http://me:p%40ss%20word@${proxy.host}`;
    const through = await command.run(args, { environment: { ...environment, HTTPS_PROXY } });
    expect({ status: through.status, stderr: through.stderr }).toEqual({ status: 0, stderr: '' });
    expect(reached).toHaveLength(2);
    expect(proxy.asked[0]).toEqual({ to: `box.invalid:${port}`, username: 'me', password: 'p@ss word' });
  });

  it('is not used for what NO_PROXY lists', async () => {
    const box = await startBox();
    const proxy = await startProxy();
    const environment = { ...TOKEN, HTTP_PROXY: proxy.host, NO_PROXY: 'example.com,127.0.0.1' };
    const { status } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, reached: box.reached.length, asked: proxy.asked }).toEqual({ status: 0, reached: 2, asked: [] });
  });

  it.each<[string, Record<string, string>, string]>([
    ['http_proxy', { http_proxy: 'http://proxy:1' }, 'http_proxy'],
    ['HTTP_PROXY without a scheme', { HTTP_PROXY: 'proxy:1' }, 'HTTP_PROXY'],
    ['ALL_PROXY', { ALL_PROXY: 'http://proxy:1/' }, 'ALL_PROXY'],
    ['all_proxy without a scheme', { all_proxy: ' proxy:1 ' }, 'all_proxy'],
    ['the lowercase one of two', { http_proxy: 'proxy:1', HTTP_PROXY: 'http://other:9' }, 'http_proxy'],
    ['HTTP_PROXY before ALL_PROXY', { HTTP_PROXY: 'proxy:1', ALL_PROXY: 'socks5://other:9' }, 'HTTP_PROXY'],
    ['the one that is not empty', { http_proxy: '', HTTP_PROXY: 'proxy:1', NO_PROXY: '' }, 'HTTP_PROXY'],
    ['NO_PROXY for other hosts', { HTTP_PROXY: 'proxy:1', NO_PROXY: 'localhost, .a.b,127.0.0.1:1' }, 'HTTP_PROXY'],
    ['NO_PROXY for other addresses', { HTTP_PROXY: 'proxy:1', NO_PROXY: '10.0.0.0/8,127.0.0.0/33' }, 'HTTP_PROXY'],
  ])('is the one of %s', (_, environment, variable) => {
    expect(proxyFor(new URL('http://127.0.0.1:8080/2.0'), environment)).toEqual({
      variable,
      address: 'http://proxy:1',
    });
  });

  it.each([
    ['*', '*'],
    ['* in a list', 'localhost,*'],
    ['the host', 'example.com 127.0.0.1'],
    ['the host with its port', '127.0.0.1:8080'],
    ['the range of its address', '10.0.0.0/8,127.0.0.0/8'],
  ])('is not used if NO_PROXY has %s', (_, NO_PROXY) => {
    const environment = { HTTP_PROXY: 'proxy:1', NO_PROXY };
    expect(proxyFor(new URL('http://127.0.0.1:8080/2.0'), environment)).toBeUndefined();
  });

  it('is not used for an IPv6 address, with or without brackets', () => {
    for (const entry of ['::1', '[::1]', '[::1]:8443', 'localhost,::1', '10.0.0.0/8,::1/128']) {
      const environment = { HTTPS_PROXY: 'proxy.example:3128', NO_PROXY: entry };
      expect(proxyFor(new URL('https://[::1]:8443/2.0'), environment)).toBeUndefined();
      expect(proxyFor(new URL('https://[::2]:8443/2.0'), environment)).toBeDefined();
    }
  });

  it.each<[string, string, string]>([
    ['percent-encoded', 'p%40ss%3Aw%C3%B6rd', 'p@ss:wörd'],
    ['not encoded', 'p@ss:w#rd/1%', 'p@ss:w#rd/1%'],
  ])('gets a password that is %s', async (_, written, password) => {
    const box = await startBox();
    const proxy = await startProxy({ password });
    const environment = { ...TOKEN, HTTP_PROXY: `http://me:${written}@${proxy.host}` };
    const { status } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, last: proxy.asked.at(-1) }).toMatchObject({ status: 0, last: { username: 'me', password } });
  });

  it.each<[number, Parameters<typeof startProxy>[0], RegExp]>([
    [
      407,
      { password: 'right' },
      /requires a user name and a password that it accepts \(status 407\)\. Set HTTP_PROXY to/,
    ],
    [403, { rejects: 403 }, /doesn't allow connections to 127\.0\.0\.1:\d+ \(status 403\)\./],
    [502, { rejects: 502 }, /couldn't connect to 127\.0\.0\.1:\d+ \(status 502\)\./],
  ])('that responds with %i is named after one try', async (_, rules, message) => {
    const box = await startBox();
    const proxy = await startProxy(rules);
    const environment = { ...TOKEN, HTTP_PROXY: `http://me:wrong-secret@${proxy.host}` };
    const { status, stderr, stdout } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, stdout, reached: box.reached }).toEqual({ status: 1, stdout: '', reached: [] });
    expect(stderr).toContain(`The proxy http://${proxy.host} `);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/Nothing was sent\.\n$/);
    expect(stderr).not.toContain('wrong-secret');
    expect(proxy.asked).toHaveLength(1);
  });

  it.each<[string, (socket: Socket) => unknown, RegExp]>([
    [
      'closes the connection',
      (socket) => socket.destroy(),
      /closed the connection instead of connecting to box\.invalid/,
    ],
    [
      'responds with a page',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\npage'),
      /responded with a page instead of connecting to box\.invalid/,
    ],
  ])('that %s is named after one try', async (_, respond, message) => {
    let connections = 0;
    const url = await startSocketServer((socket) => {
      connections += 1;
      socket.once('data', () => respond(socket));
    });
    const environment = { ...TOKEN, HTTPS_PROXY: new URL(url).host };
    const { status, stderr } = await command.run([...USERS, '--base-url', 'https://box.invalid/2.0'], { environment });
    expect({ status, connections }).toEqual({ status: 1, connections: 1 });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/Check HTTPS_PROXY, [^\n]* Nothing was sent\.\n$/);
  });

  it('with TLS is used, and its certificate is named if it is not trusted', async () => {
    const box = await startBox();
    const { port } = await startTlsBox(command.path('proxy.pem'), { host: 'localhost' }, {}, tunnelTo(box.port));
    const environment = { ...TOKEN, HTTP_PROXY: `https://localhost:${port}` };
    const args = [...USERS, '--base-url', box.baseUrl];
    const untrusted = await command.run(args, { environment });
    expect(untrusted.status).toBe(1);
    expect(untrusted.stderr).toContain(`The certificate of localhost:${port} is from an authority`);
    const NODE_EXTRA_CA_CERTS = command.path('proxy.pem');
    const { status, stderr } = await command.run(args, { environment: { ...environment, NODE_EXTRA_CA_CERTS } });
    expect({ status, stderr, reached: box.reached.length }).toEqual({ status: 0, stderr: '', reached: 2 });
  });

  it('that rejects the token request is named after one try', async () => {
    const box = await startBox();
    const proxy = await startProxy({ password: 'right' });
    const environment = { ...CLIENT, HTTP_PROXY: proxy.host };
    const { status, stderr } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, reached: box.reached }).toEqual({ status: 1, reached: [] });
    expect(stderr).toContain(`The token endpoint wasn't reached. The proxy http://${proxy.host} requires`);
    expect(proxy.asked).toHaveLength(1);
  });

  it('that no one listens on is named', async () => {
    const box = await startBox();
    const environment = { ...TOKEN, HTTP_PROXY: `127.0.0.1:${await closedPort()}` };
    const { status, stderr } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, reached: box.reached }).toEqual({ status: 1, reached: [] });
    expect(stderr).toMatch(/The proxy http:\/\/127\.0\.0\.1:\d+ refused the connection\. Check HTTP_PROXY/);
  });

  it.each<[string, string, RegExp]>([
    ['SOCKS', 'socks5://me:secret-word@127.0.0.1:1080', /^Error: ALL_PROXY names a SOCKS proxy .* px or cntlm/],
    ['SOCKS with names', 'socks5h://127.0.0.1:1080', /px or cntlm/],
    ['a PAC file', 'http://wpad.example.com/proxy.pac', /px or cntlm/],
    ['a PAC file by its scheme', 'pac+http://wpad.example.com/x', /px or cntlm/],
    ['another scheme', 'ftp://127.0.0.1:1080', /^Error: ALL_PROXY isn't the address of a proxy\./],
    ['no address', 'http://me:secret-word@:0:', /^Error: ALL_PROXY isn't the address of a proxy\./],
  ])('of another kind is rejected before anything is sent: %s', async (_, ALL_PROXY, message) => {
    const box = await startBox();
    const environment = { ...TOKEN, ALL_PROXY };
    const { status, stderr } = await command.run([...USERS, '--base-url', box.baseUrl], { environment });
    expect({ status, reached: box.reached }).toEqual({ status: 2, reached: [] });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]* Nothing was sent\.\n$/);
    expect(stderr).not.toContain('secret-word');
  });

  it('is named by doctor, without its password', async () => {
    const box = await startBox();
    const proxy = await startProxy({ password: 'secret-word' });
    const environment = { ...TOKEN, HTTP_PROXY: `http://me:secret-word@${proxy.host}` };
    const { status, stdout } = await command.run(['doctor', '--json', '--base-url', box.baseUrl], { environment });
    expect(status).toBe(0);
    expect(stdout).toContain(`go through http://${proxy.host} (HTTP_PROXY, with a user name).`);
    expect(stdout).not.toContain('secret-word');
  });
});
