import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { useCommand } from '../support/command/command.ts';
import { startProxy, startTlsBox } from '../support/command/company.ts';
import { PAGE, pageWith, RESULTS } from './page.ts';
import { runInAll, type Report } from './run.ts';
import { program, RUNTIMES } from './runtimes.ts';
import { renderTable, summarize, type Summary } from './table.ts';

/** The first run on a machine installs the runtimes. */
const SLOW = 600_000;

describe('the suite of the public behaviour', () => {
  let reports: Report[] = [];

  beforeAll(async () => {
    reports = await runInAll();
  }, SLOW);

  for (const [index, { name }] of RUNTIMES.entries()) {
    test(`passes in ${name}`, (context) => {
      const { skipped, results } = reports[index] as Report;
      if (skipped !== undefined) context.skip(`${name}: ${skipped}`);
      expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
      expect(results.length).toBeGreaterThan(0);
    });
  }

  test('has the groups that the page shows', async () => {
    const { groups } = JSON.parse(await readFile(RESULTS, 'utf8')) as Summary;
    expect(summarize(reports).groups).toEqual(groups);
  });
});

describe('the command behind a proxy', () => {
  const command = useCommand();

  test.for([20, 22, 24, 26])('signs out through it in Node %i', async (major, { skip }) => {
    let node = '';
    try {
      node = program(`node${major}`, 'bin/node');
    } catch (error) {
      skip(`Node ${major}: ${(error as Error).message}`);
    }
    const { port, reached } = await startTlsBox(command.path('box.pem'), { host: 'box.invalid' });
    const proxy = await startProxy({ knows: 'box.invalid', password: 'p@ss word' });
    const environment = {
      BOX_CLIENT_ID: 'client',
      BOX_CLIENT_SECRET: 'secret',
      BOX_USER_ID: '1',
      NODE_EXTRA_CA_CERTS: command.path('box.pem'),
      HTTPS_PROXY: `http://me:p%40ss%20word@${proxy.host}`,
    };
    const args = ['users', '--id', '7', '--no-progress', '--base-url', `https://box.invalid:${port}/2.0`];
    const { status, stderr } = await command.run(args, { environment, node });
    expect({ status, stderr, requests: reached.length }).toEqual({ status: 0, stderr: '', requests: 3 });
    expect(proxy.asked.at(-1)).toEqual({ to: `box.invalid:${port}`, username: 'me', password: 'p@ss word' });
    const HTTPS_PROXY = `http://me:wrong@${proxy.host}`;
    const wrong = await command.run(args, { environment: { ...environment, HTTPS_PROXY }, node });
    expect({ status: wrong.status, requests: reached.length }).toEqual({ status: 1, requests: 3 });
    expect(wrong.stderr).toContain('requires a user name and a password that it accepts (status 407)');
  });
});

describe('the page about runtimes', () => {
  test('shows what the last kept run came to', async () => {
    const summary = JSON.parse(await readFile(RESULTS, 'utf8')) as Summary;
    expect(await readFile(PAGE, 'utf8')).toBe(await pageWith(renderTable(summary)));
  });

  test('shows every runtime with every case passed', async () => {
    const { groups, runtimes } = JSON.parse(await readFile(RESULTS, 'utf8')) as Summary;
    expect(runtimes.map(({ name }) => name)).toEqual(RUNTIMES.map(({ name }) => name));
    for (const { name, passed, failed, ...rest } of runtimes) {
      // Neither skipped nor with a version, which would change the file without another outcome.
      expect({ name, rest }).toEqual({ name, rest: {} });
      for (const group of groups) expect([passed[group], failed[group]]).toEqual([expect.any(Number), 0]);
    }
  });
});
