import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';
import { useCommand } from '../../support/command/command.ts';

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
    expect(stdout).toMatch(/^box +failed/m);
  });

  it('ends with 1 where nothing is reached that would give a token either', async () => {
    const environment = { BOX_CLIENT_ID: 'client', BOX_CLIENT_SECRET: 'secret', BOX_USER_ID: '1', COLUMNS: '60' };
    const { status, stdout } = await command.run(['doctor', '--base-url', 'http://127.0.0.1:9/2.0'], { environment });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^token +failed[^]*^box +failed/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});
