import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { useCommand } from '../../support/command/command.ts';
import { silence, startServer } from '../../support/server.ts';

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
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(1002);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'plan', targets: 1001, batches: 11, seconds: 0.667 });
    expect({ status, sent: sent() }).toEqual({ status: 0, sent: [] });
  });
});

describe('exit status 1', () => {
  it('says that a user was rejected, and shows failures first within 60 columns', async () => {
    const args = ['users', '--id', '994047', '--login', 'ada@example.com', '--id', '992028', '--yes', ...url];
    const environment = { ...TOKEN.environment, COLUMNS: '60' };
    const { status, stdout } = await command.run([...args, '--batch-size', '1'], { environment });
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^rejected {2}1 user\n {2}Box [^]*^ {4}994047\n(?:unknown[^]*)?accepted[^]*^ {4}ada@example.com$/m,
    );
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('comes with --json alone on stdout: the outcomes, then the summary', async () => {
    const args = ['users', '--id', '994047', '--login', 'ada@example.com', '--yes', '--json', '--debug', ...url];
    const { status, stdout } = await command.run(args, TOKEN);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(status).toBe(1);
    expect(lines).toHaveLength(3);
    expect(lines.slice(0, 2).toSorted((a, b) => String(a['status']).localeCompare(String(b['status'])))).toEqual([
      {
        type: 'outcome',
        at: expect.any(String),
        target: { user_login: 'ada@example.com' },
        status: 'accepted',
        message: expect.any(String),
        attempts: expect.any(Number),
      },
      {
        type: 'outcome',
        at: expect.any(String),
        target: { user_id: '994047' },
        status: 'rejected',
        error: { code: 'api', status: 404, requestId: expect.any(String), message: expect.stringContaining('404') },
        attempts: expect.any(Number),
      },
    ]);
    expect(lines[2]).toMatchObject({
      type: 'summary',
      total: 2,
      accepted: 1,
      rejected: 1,
      unknown: 0,
      remaining: 0,
      exitStatus: 1,
    });
  });
});

describe('exit status 2', () => {
  it.each<[string, string[], RegExp]>([
    ['no targets', ['users'], /^Error: No users to sign out\. Name them with --id, --login, or --file\./],
    ['--resume alone', ['users', '--id', '1', '--resume'], /^Error: --resume continues a report\./],
    [
      'a base URL that would show the token',
      ['users', '--id', '1', '--base-url', 'http://box.example'],
      /^Error: --base-url .*clear text/,
    ],
    ['many without --yes and without a terminal', ['users', '--id', '1', '--id', '2'], /^Error: 2 targets .* --yes\./],
    ['a missing file', ['users', '--file', 'missing.txt'], /^Error: missing\.txt can(?:no|')t be read/],
  ])('says in one line that nothing was sent: %s', async (_, args, line) => {
    const { status, stdout, stderr } = await command.run(args, TOKEN);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr).toMatch(/^[^\n]* Nothing was sent\.\n$/);
    expect(stderr.match(/Nothing was sent/g)).toHaveLength(1);
  });

  it('names the bad line of a file, and sends nothing of the good ones', async () => {
    const stdin = 'name;login\r\n"Ada; L";ada@example.com\r\n\r\nBob;bob and ann\r\n';
    const { status, stderr } = await command.run(['users', '--file', '-', '--yes', ...url], { ...TOKEN, stdin });
    expect({ status, sent: sent() }).toEqual({ status: 2, sent: [] });
    expect(stderr).toBe(
      'Error: standard input, line 4: bob and ann is not a login. A login is an email address. Nothing was sent.\n',
    );
  });
});

describe('exit status 3', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['no credentials', {}, /^Error: There are no credentials\. Set BOX_ACCESS_TOKEN, or BOX_CLIENT_ID/],
    [
      'half of them',
      { BOX_CLIENT_ID: 'x' },
      /^Error: The credentials are incomplete\. Set BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID/,
    ],
    [
      'a config file that is not there',
      { BOX_CONFIG_FILE: 'none.json' },
      /BOX_CONFIG_FILE names can't be read \(ENOENT\)/,
    ],
    [
      'a config file that is given itself',
      { BOX_CONFIG_FILE: '{"boxAppSettings":{"clientSecret":"hush-hush"}}' },
      /BOX_CONFIG_FILE is the path of the file, not its content/,
    ],
    [
      'a config file with a secret in its name',
      { BOX_CONFIG_FILE: 'hush-hush.json' },
      /BOX_CONFIG_FILE names can't be read/,
    ],
    [
      'a rejected client',
      { BOX_CLIENT_ID: 'invalid', BOX_CLIENT_SECRET: 'hush-hush', BOX_USER_ID: '1' },
      /invalid_client/,
    ],
    ['a token that has expired', { BOX_ACCESS_TOKEN: 'expired-hush-hush' }, /^Error: Box rejected the access token\./],
    ['a token without the permission', { BOX_ACCESS_TOKEN: 'forbidden-hush-hush' }, /^Error: Box denied permission\./],
    ['a token with a space', { BOX_ACCESS_TOKEN: 'Bearer hush-hush' }, /^Error: The access token (?:holds|contains)/],
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

it('a token endpoint that says nothing ends the run before it begins, with 1', async () => {
  const { baseUrl } = await startServer(silence);
  const environment = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret', BOX_USER_ID: '1' };
  const args = ['users', '--id', '1', '--timeout', '0.3', '--json', '--base-url', baseUrl];
  const { status, stdout, stderr } = await command.run(args, { environment });
  const what = `The token endpoint wasn't reached. ${new URL(baseUrl).host} didn't respond within 0.3 s.`;
  const message = `${what} Check the network, or raise --timeout. Nothing was sent.`;
  expect({ status, stderr }).toEqual({ status: 1, stderr: `Error: ${message}\n` });
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
    stderr: "The results can't be written (ENOSPC).\n",
  });
});
