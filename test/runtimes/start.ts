import { writeFile } from 'node:fs/promises';
import { PAGE, pageWith, RESULTS } from './page.ts';
import { runInAll, type Report } from './run.ts';
import { renderTable, summarize } from './table.ts';

function print({ runtime, version, skipped, results }: Report): void {
  const failures = results.filter(({ failure }) => failure !== undefined);
  const outcome =
    skipped === undefined ? `${results.length - failures.length} of ${results.length} passed` : `skipped: ${skipped}`;
  console.log(`${runtime.padEnd(9)} ${version.padEnd(14)} ${outcome}`);
  for (const { group, title, failure } of failures) console.log(`  ${group}: ${title}\n    ${failure}`);
}

const reports = await runInAll(print);
const summary = summarize(reports);
const table = renderTable(summary);
await writeFile(RESULTS, `${JSON.stringify(summary, undefined, 2)}\n`);
await writeFile(PAGE, await pageWith(table));
console.log(`\n${table}`);

const failed = reports.some(({ results }) => results.some(({ failure }) => failure !== undefined));
// Where everything can be had, a runtime that is missing is a fault.
const missing = process.env['CI'] === 'true' && reports.some(({ skipped }) => skipped !== undefined);
process.exitCode = failed || missing ? 1 : 0;
