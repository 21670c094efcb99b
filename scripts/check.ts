import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './terminal/run.ts';
import { countTests, type Counts, type VitestReport } from './test-counts.ts';

/** What has to hold besides the tests: a command each, which fails when it does not. */
const CHECKS: readonly [name: string, command: string, ...args: string[]][] = [
  ['format', 'prettier', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['types', 'tsc', '--noEmit'],
  ['types of the site', 'vue-tsc', '--noEmit', '--project', 'docs/.vitepress'],
  ['types of the examples', 'tsc', '--noEmit', '--project', 'docs/examples'],
  ['generated files', 'tsx', 'scripts/generate.ts', '--check'],
];

async function runChecks(): Promise<Counts> {
  const failed: string[] = [];
  for (const [name, command, ...args] of CHECKS) {
    console.log(`\n# ${name}: ${command} ${args.join(' ')}`);
    if ((await run(command, args)) !== 0) failed.push(name);
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
  return { passed: CHECKS.length - failed.length, failed: failed.length, skipped: 0 };
}

async function runTests(files: readonly string[]): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'box-session-termination-tests-'));
  const report = join(folder, 'report.json');
  try {
    console.log('\n# tests');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = await run('vitest', ['run', ...reporters, ...files]);
    const text = await readFile(report, 'utf8').catch(() => '{}');
    return countTests(JSON.parse(text) as VitestReport, status, process.env['CI'] === 'true');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const checks = await runChecks();
const tests = await runTests(process.argv.slice(2));
const failed = checks.failed + tests.failed;
const skipped = tests.skipped === 0 ? '' : `, ${tests.skipped} skipped`;
console.log(`\n${checks.passed + tests.passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed === 0 ? 0 : 1;
