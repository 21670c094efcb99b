import { realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMPILER, run } from './terminal/run.ts';

/** The part of vitest's JSON report that counts. */
interface VitestReport {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The checks in addition to the tests, each a command that fails if its check does. */
const CHECKS: readonly [name: string, command: string, ...args: string[]][] = [
  ['format', 'prettier', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['types', 'node', COMPILER, '--noEmit'],
  ['types of the site', 'vue-tsc', '--noEmit', '--project', 'docs/.vitepress'],
  ['types of the examples', 'node', COMPILER, '--noEmit', '--project', 'docs/examples'],
  ['generated files', 'node', 'scripts/bundled.mjs', 'generate.ts', '--check'],
];

/**
 * Runs the checks one after the other, beside the tests. Each prints its whole output when it ends.
 *
 * @returns the names of those that failed
 */
async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, command, ...args] of CHECKS) {
    let output = '';
    const status = await run(command, args, (text) => (output += text));
    console.log(`\n# ${name}: ${command} ${args.join(' ')}\n${output.trimEnd()}`);
    if (status !== 0) failed.push(name);
  }
  return failed;
}

/**
 * The counts of a run of the tests.
 *
 * @param status - vitest's exit status: it can fail without a failed test, for example if a file can't be read
 * @param inCi - there, everything that a test needs is available, so a test that skips itself has failed
 */
export function countTests(report: VitestReport, status: number, inCi: boolean): Counts {
  const { numPassedTests: passed = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report;
  const skipped = numPendingTests + numTodoTests;
  const failedTests = numFailedTests + (inCi ? skipped : 0);
  const failedAtAll = status !== 0 || passed === 0;
  return { passed, failed: failedAtAll ? Math.max(failedTests, 1) : failedTests, skipped: inCi ? 0 : skipped };
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

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [failedChecks, tests] = await Promise.all([runChecks(), runTests(process.argv.slice(2))]);
  if (failedChecks.length > 0) console.error(`\nFailed: ${failedChecks.join(', ')}`);
  const passed = CHECKS.length - failedChecks.length + tests.passed;
  const failed = failedChecks.length + tests.failed;
  const skipped = tests.skipped === 0 ? '' : `, ${tests.skipped} skipped`;
  console.log(`\n${passed} passed, ${failed} failed${skipped}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
