import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { PAGE, pageWith, RESULTS } from './page.ts';
import { runInAll, type Report } from './run.ts';
import { RUNTIMES } from './runtimes.ts';
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

describe('the page about runtimes', () => {
  test('shows what the last kept run came to', async () => {
    const summary = JSON.parse(await readFile(RESULTS, 'utf8')) as Summary;
    expect(await readFile(PAGE, 'utf8')).toBe(await pageWith(renderTable(summary)));
  });

  test('shows every runtime with every case passed', async () => {
    const { groups, runtimes } = JSON.parse(await readFile(RESULTS, 'utf8')) as Summary;
    expect(runtimes.map(({ name }) => name)).toEqual(RUNTIMES.map(({ name }) => name));
    for (const { passed, failed, ...rest } of runtimes) {
      expect(rest).not.toHaveProperty('skipped');
      for (const group of groups) expect([passed[group], failed[group]]).toEqual([expect.any(Number), 0]);
    }
  });
});
