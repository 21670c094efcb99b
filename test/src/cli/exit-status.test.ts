import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { useCommand } from '../../support/command/command.ts';

const command = useCommand();
let sandbox: Sandbox;
let url: string[];
let before = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  url = ['--base-url', sandbox.baseUrl];
});
afterAll(() => sandbox.close());
beforeEach(() => {
  before = sandbox.accepted.length;
});

const TOKEN = { environment: { BOX_ACCESS_TOKEN: 'token-of-an-admin' } };
const sent = (): unknown[] => sandbox.accepted.slice(before).map(({ body }) => body);

describe('exit status 0', () => {
  it('says that Box accepted everybody, whose names come by flags and by standard input', async () => {
    const args = ['users', '--id', '11', '--login', 'ada@example.com', '--file', '-', '--yes', ...url];
    const { status, stdout, stderr } = await command.run(args, { ...TOKEN, stdin: 'bob@example.com\r\n11\r\n' });
    expect({ status, sent: sent() }).toEqual({
      status: 0,
      sent: [{ user_ids: ['11'], user_logins: ['ada@example.com', 'bob@example.com'] }],
    });
    expect(stdout).toContain('3 accepted.');
    expect(stderr).toContain('1 duplicate left out');
    expect(stderr).toMatch(/^3\/3, /m);
  });

  it('needs no --yes for one target', async () => {
    const { status } = await command.run(['groups', '--id', '27335', '--no-progress', ...url], TOKEN);
    expect({ status, sent: sent() }).toEqual({ status: 0, sent: [{ group_ids: ['27335'] }] });
  });

  it('gets a token by client credentials at the origin of the base URL', async () => {
    const environment = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret', BOX_ENTERPRISE_ID: '5' };
    const { status, stderr } = await command.run(['users', '--id', '1', '--no-progress', ...url], { environment });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('gets a token by the config file', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' },
    });
    const appAuth = { publicKeyID: 'key', privateKey, passphrase: 'open' };
    const config = { boxAppSettings: { clientID: 'client', clientSecret: 'secret', appAuth }, enterpriseID: '5' };
    await writeFile(command.path('config.json'), JSON.stringify(config));
    const environment = { BOX_CONFIG_FILE: command.path('config.json') };
    const { status, stderr } = await command.run(['users', '--id', '1', '--no-progress', ...url], { environment });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('ends a dry run, which sends nothing and needs no credentials', async () => {
    const { status, stdout } = await command.run(['users', '--file', '-', '--dry-run', '--json', ...url], {
      stdin: Array.from({ length: 1001 }, (_, index) => `user${index}@example.com\n`).join(''),
    });
    expect(JSON.parse(stdout)).toMatchObject({ targets: 1001, batches: 11, seconds: 0.667 });
    expect({ status, sent: sent() }).toEqual({ status: 0, sent: [] });
  });
});

describe('exit status 1', () => {
  it('says that somebody was rejected, and shows failures first within 60 columns', async () => {
    const args = ['users', '--id', 'unknown7', '--login', 'ada@example.com', '--id', 'cut8', '--yes', ...url];
    const environment = { ...TOKEN.environment, COLUMNS: '60' };
    const { status, stdout } = await command.run([...args, '--batch-size', '1'], { environment });
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^STATUS +TARGET +WHY\nrejected +unknown7 [^]*^unknown +cut8 [^]*^accepted +ada@example.com$/m,
    );
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('comes with --json alone on stdout: the outcomes, then the summary', async () => {
    const args = ['users', '--id', 'unknown7', '--login', 'ada@example.com', '--yes', '--json', '--debug', ...url];
    const { status, stdout } = await command.run(args, TOKEN);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(status).toBe(1);
    expect(lines).toHaveLength(3);
    expect(lines.slice(0, 2).toSorted((a, b) => String(a['status']).localeCompare(String(b['status'])))).toEqual([
      {
        at: expect.any(String),
        target: { user_login: 'ada@example.com' },
        status: 'accepted',
        message: expect.any(String),
      },
      {
        at: expect.any(String),
        target: { user_id: 'unknown7' },
        status: 'rejected',
        error: expect.stringContaining('404'),
        requestId: expect.any(String),
      },
    ]);
    expect(lines[2]).toMatchObject({ total: 2, accepted: 1, rejected: 1, unknown: 0, remaining: 0, exitStatus: 1 });
  });
});

describe('exit status 2', () => {
  it.each<[string, string[], RegExp]>([
    ['no command', [], /^Nothing was asked for\. See .* --help\.$/],
    ['an unknown command, without quoting a login', ['ada@example.com'], /^Unknown command '…'/],
    ['an unknown option', ['users', '--id', '1', '--token', 'x'], /^Unknown option '--token'/],
    ['a number that is none', ['users', '--id', '1', '--rate', '0'], /^Option '--rate <n>' is invalid\. .* from 1 to/],
    [
      'an option that swallows another',
      ['users', '--id', '1', '--report', '--resume'],
      /--report <file>.* needs a value/,
    ],
    ['an option given twice', ['users', '--file', 'a', '--file', 'b'], /--file <path>.* may be given once/],
    ['a login for groups', ['groups', '--login', 'ada@example.com'], /^Unknown option '--login'/],
    ['nobody', ['users'], /^There is nobody to sign out\. Give --id, --login or --file\.$/],
    ['--resume alone', ['users', '--id', '1', '--resume'], /^--resume goes on with a report/],
    [
      'a base URL that would show the token',
      ['users', '--id', '1', '--base-url', 'http://box.example'],
      /^--base-url .*clear/,
    ],
    ['a name without its option', ['users', 'ada@example.com'], /^Whom to sign out is named with --login, --id or/],
    ['many without --yes where nobody can be asked', ['users', '--id', '1', '--id', '2'], /^2 targets .* --yes\./],
    [
      'a file that is not there',
      ['users', '--file', 'nobody.txt'],
      /^nobody\.txt cannot be read: there is no such file\.$/,
    ],
  ])('says in one line that nothing was sent: %s', async (_, args, line) => {
    const { status, stdout, stderr } = await command.run(args, TOKEN);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).not.toContain('ada@');
  });

  it('names the bad line of a file, and sends nothing of the good ones', async () => {
    const stdin = 'name;login\r\n"Ada; L";ada@example.com\r\n\r\nBob;bob and ann\r\n';
    const { status, stderr } = await command.run(['users', '--file', '-', '--yes', ...url], { ...TOKEN, stdin });
    expect({ status, sent: sent() }).toEqual({ status: 2, sent: [] });
    expect(stderr).toBe('standard input, line 4: the value in the column login holds white space. Nothing was sent.\n');
  });
});

describe('exit status 3', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['no credentials', {}, /^There are no credentials\. Set BOX_ACCESS_TOKEN, or BOX_CLIENT_ID/],
    [
      'half of them',
      { BOX_CLIENT_ID: 'x' },
      /^The credentials are incomplete\. Set BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID/,
    ],
    [
      'a config file that is not there',
      { BOX_CONFIG_FILE: 'none.json' },
      /BOX_CONFIG_FILE names cannot be read \(ENOENT\)/,
    ],
    [
      'a config file that is given itself',
      { BOX_CONFIG_FILE: '{"boxAppSettings":{"clientSecret":"hush-hush"}}' },
      /BOX_CONFIG_FILE is the path of the file, not its content/,
    ],
    [
      'a config file with a secret in its name',
      { BOX_CONFIG_FILE: 'hush-hush.json' },
      /BOX_CONFIG_FILE names cannot be read/,
    ],
    [
      'a refused client',
      { BOX_CLIENT_ID: 'invalid', BOX_CLIENT_SECRET: 'hush-hush', BOX_USER_ID: '1' },
      /invalid_client/,
    ],
    ['a token that has expired', { BOX_ACCESS_TOKEN: 'expired-hush-hush' }, /^Box refused the access token\./],
    ['a token without the permission', { BOX_ACCESS_TOKEN: 'forbidden-hush-hush' }, /^Box refused permission\./],
    ['a token with a space', { BOX_ACCESS_TOKEN: 'Bearer hush-hush' }, /^The access token holds/],
  ])('says in one line what is wrong with %s', async (_, environment, line) => {
    const args = ['users', '--login', 'ada@example.com', '--no-progress', ...url];
    const { status, stderr } = await command.run(args, { environment });
    expect(status).toBe(3);
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
    const debug = await command.run([...args, '--debug'], { environment });
    for (const text of [stderr, debug.stderr]) expect(text).not.toMatch(/hush-hush|ada@example/);
  });
});

it('a token endpoint that says nothing ends the run before it begins, with 3', async () => {
  const silent = http.createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const environment = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret', BOX_USER_ID: '1' };
  const args = ['users', '--id', '1', '--timeout', '0.3', '--json', '--base-url', `http://127.0.0.1:${port}/2.0`];
  const { status, stdout, stderr } = await command.run(args, { environment });
  silent.closeAllConnections();
  silent.close();
  const message = 'The token endpoint gave no token within 0.3 s. Check the network and --timeout. Nothing was sent.';
  expect({ status, stderr }).toEqual({ status: 3, stderr: `${message}\n` });
  expect(JSON.parse(stdout)).toEqual({ type: 'error', error: { code: 'auth', message } });
});

it('results that cannot be written are no success', { skip: !existsSync('/dev/full') }, async () => {
  const full = await open('/dev/full', 'w');
  const { child, ended } = command.start(['users', '--id', '1', '--no-progress', ...url], {
    ...TOKEN,
    stdout: full.fd,
  });
  const { stderr } = await ended;
  await full.close();
  expect({ status: child.exitCode, stderr }).toEqual({
    status: 1,
    stderr: 'The results cannot be written (ENOSPC).\n',
  });
});

describe('help', () => {
  it.each(['users', 'groups', 'doctor'])('of %s shows an example', async (name) => {
    const { status, stdout } = await command.run([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\n  box-session-termination ${name}`));
  });

  it('has the version beside it', async () => {
    const { status, stdout } = await command.run(['--version']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
