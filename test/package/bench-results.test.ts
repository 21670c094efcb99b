import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderPages, RESULTS } from '../../bench/pages.ts';
import type { Results } from '../../bench/table.ts';

test('the pages show the figures of the last measurement', async () => {
  const results = JSON.parse(await readFile(RESULTS, 'utf8')) as Results;
  for (const [path, page] of await renderPages(results)) {
    expect(await readFile(path, 'utf8'), fileURLToPath(path)).toBe(page);
  }
});

test('the measurement names its day and its environment', async () => {
  const { date, environment } = JSON.parse(await readFile(RESULTS, 'utf8')) as Results;
  expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Object.values(environment).filter((value) => value === '')).toEqual([]);
});
