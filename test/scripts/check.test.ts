import { expect, it } from 'vitest';
import { countTests } from '../../scripts/check.ts';

it('counts what passed, failed and skipped itself', () => {
  const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
  expect(countTests(report, 1, false)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

it('counts a test that skips itself as failed in CI', () => {
  expect(countTests({ numPassedTests: 5, numPendingTests: 1 }, 0, true)).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

it('counts a run that fails without a failed test, or that runs no test, as a failure', () => {
  expect(countTests({ numPassedTests: 5 }, 1, false).failed).toBe(1);
  expect(countTests({}, 0, false).failed).toBe(1);
});
