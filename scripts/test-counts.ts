/** The part of vitest's JSON report that counts. */
export interface VitestReport {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * What a run of the tests comes to.
 *
 * @param status - vitest's exit status: it fails without a failed test, too, for example when a file cannot be read
 * @param inCi - there everything that a test needs can be had, so a test that skips itself has failed
 */
export function countTests(report: VitestReport, status: number, inCi: boolean): Counts {
  const { numPassedTests: passed = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report;
  const skipped = numPendingTests + numTodoTests;
  const failedTests = numFailedTests + (inCi ? skipped : 0);
  const failedAtAll = status !== 0 || passed === 0;
  return { passed, failed: failedAtAll ? Math.max(failedTests, 1) : failedTests, skipped: inCi ? 0 : skipped };
}
