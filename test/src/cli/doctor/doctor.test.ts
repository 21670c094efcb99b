import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../sandbox/sandbox.ts';
import { startProxy } from '../../../support/command/company.ts';
import { answer, startServer } from '../../../support/server.ts';
import { useCommand } from '../../../support/command/command.ts';

const command = useCommand();
let sandbox: Sandbox;
let url: string[];

beforeAll(async () => {
  sandbox = await startSandbox();
  url = ['--base-url', sandbox.baseUrl];
});
afterAll(() => sandbox.close());

const TOKEN = { environment: { BOX_ACCESS_TOKEN: 'token-of-an-admin' } };

describe('doctor', () => {
  it('finds nothing wrong, and sends no sign-out', async () => {
    const { status, stdout, stderr } = await command.run(['doctor', ...url], TOKEN);
    expect({ status, stderr, sent: sandbox.accepted }).toEqual({ status: 0, stderr: '', sent: [] });
    expect(stdout.match(/^\w+ +ok/gm)).toHaveLength(8);
    expect(stdout).toContain('Only a real sign-out proves the permission.');
  });

  it.each<[string, number, Record<string, string>, Record<string, string>]>([
    ['credentials', 3, {}, { credentials: 'failed', token: 'skipped', box: 'ok', account: 'skipped' }],
    ['a token', 3, { BOX_ACCESS_TOKEN: 'expired' }, { token: 'ok', box: 'ok', account: 'failed', role: 'skipped' }],
    ['an admin', 3, { BOX_ACCESS_TOKEN: 'forbidden' }, { account: 'ok', role: 'failed' }],
    [
      'a client that Box knows',
      3,
      { BOX_CLIENT_ID: 'invalid', BOX_CLIENT_SECRET: 's', BOX_USER_ID: '1' },
      { credentials: 'ok', token: 'failed', box: 'ok' },
    ],
  ])('says what is missing: %s', async (_, expected, environment, checks) => {
    const { status, stdout } = await command.run(['doctor', '--json', ...url], { environment });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { check?: string; status?: string });
    expect(status).toBe(expected);
    expect(Object.fromEntries(lines.map(({ check, status: found }) => [check, found]))).toMatchObject(checks);
    expect(lines.at(-1)).toMatchObject({ failed: 1, provesPermission: false, exitStatus: expected });
  });

  it('warns when the admin events can not be read, which a sign-out does not need', async () => {
    const environment = { BOX_ACCESS_TOKEN: 'scopeless' };
    const { status, stdout } = await command.run(['doctor', '--json', ...url], { environment });
    expect(stdout).toMatch(/"check":"events","status":"warning","detail":"[^"]*manage_enterprise_properties/);
    expect(status).toBe(0);
  });

  it('ends with 1 where Box is not reached', async () => {
    const { status, stdout } = await command.run(['doctor', '--base-url', 'http://127.0.0.1:9/2.0'], TOKEN);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^box +failed +The host 127\.0\.0\.1:9 refused/m);
  });

  it.each([401, 403])('fails with 3 for a %i without a body, which Box sends, too', async (given) => {
    const { baseUrl } = await startServer(answer(given));
    const { status, stdout } = await command.run(['doctor', '--json', '--base-url', baseUrl], TOKEN);
    expect(status).toBe(3);
    expect(stdout).toContain('"check":"account","status":"failed"');
  });

  it('ends with 1 where nothing is reached that would give a token either', async () => {
    const environment = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret', BOX_USER_ID: '1', COLUMNS: '60' };
    const { status, stdout } = await command.run(['doctor', '--base-url', 'http://127.0.0.1:9/2.0'], { environment });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^token +failed[^]*^box +failed/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it.each<[string, number, string | object, RegExp]>([
    [
      'a page with status 200',
      200,
      '<!doctype html><title>Sign in</title>',
      /"box","status":"failed".*something other than Box/,
    ],
    ['a page with status 403', 403, '<html>blocked</html>', /"box","status":"failed".*status 403/],
    ['a 404', 404, { type: 'error', status: 404 }, /"box","status":"failed".*ends in \/2\.0/],
    ['JSON of something else', 200, { login: 'required' }, /"box","status":"failed".*not with a user of Box/],
    ['a 400', 400, { type: 'error', status: 400 }, /"box","status":"failed".*status 400\. Check --base-url/],
    ['a 503', 503, { type: 'error', status: 503 }, /"box","status":"failed".*Try again later/],
  ])('fails with 1 for %s', async (_, given, body, line) => {
    const { baseUrl } = await startServer(answer(given, body));
    const { status, stdout } = await command.run(['doctor', '--json', '--base-url', baseUrl], TOKEN);
    expect(status).toBe(1);
    expect(stdout).toMatch(line);
    expect(stdout).toContain('"check":"account","status":"skipped"');
  });

  it.each([407, 403])("names a proxy's %i", async (status) => {
    const proxy = await startProxy(status === 407 ? { password: 'right' } : { rejects: 403 });
    const environment = { ...TOKEN.environment, HTTP_PROXY: proxy.host };
    const run = await command.run(['doctor', '--json', '--debug', ...url], { environment });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(`The proxy http://${proxy.host}`);
    expect(run.stdout).toContain(`(status ${status})`);
    expect(run.stderr).toContain(`debug: Error (ERR_PROXY_RESPONSE_${status})`);
    expect(proxy.asked).toHaveLength(1);
  });

  it.each([
    [-400, '400 days ahead of the server'],
    [3, '3 days behind the server'],
  ])('names a clock that is %i days off, in days', async (days, text) => {
    const date = new Date(Date.now() + days * 86_400_000).toUTCString();
    const { baseUrl } = await startServer(answer(200, { id: '1', role: 'admin' }, { date }));
    const { status, stdout } = await command.run(['doctor', '--base-url', baseUrl], TOKEN);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^clock +warning/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(text);
  });

  it('lists the variables that are missing, in order', async () => {
    const run = (environment: Record<string, string>): Promise<{ stdout: string }> =>
      command.run(['doctor', ...url], { environment });
    expect((await run({})).stdout).toMatch(
      /In this order, set:\n {2}1\. BOX_CLIENT_ID\n {2}2\. BOX_CLIENT_SECRET\n {2}3\. BOX_ENTERPRISE_ID \(or BOX_USER_ID\)\n/,
    );
    expect((await run({ BOX_CLIENT_ID: 'x' })).stdout).toMatch(
      /In this order, set:\n {2}1\. BOX_CLIENT_SECRET\n {2}2\. BOX_ENTERPRISE_ID \(or BOX_USER_ID\)\n/,
    );
    const { stdout } = await command.run(['doctor', '--json', ...url], { environment: { BOX_USER_ID: '1' } });
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      type: 'check',
      check: 'credentials',
      missing: ['BOX_CLIENT_ID', 'BOX_CLIENT_SECRET'],
    });
  });
});
