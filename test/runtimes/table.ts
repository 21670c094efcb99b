import type { Report } from './run.ts';

/** What is kept of a run: the same in every run with the same outcome, whatever the versions. */
export interface Summary {
  groups: string[];
  runtimes: {
    name: string;
    skipped?: string;
    /** By group. */
    passed: Record<string, number>;
    failed: Record<string, number>;
  }[];
}

export function summarize(reports: readonly Report[]): Summary {
  const groups = [...new Set(reports.flatMap(({ results }) => results.map(({ group }) => group)))];
  const runtimes = reports.map(({ runtime, skipped, results }) => {
    const count = (failed: boolean): Record<string, number> =>
      Object.fromEntries(
        groups.map((group) => [
          group,
          results.filter((result) => result.group === group && (result.failure !== undefined) === failed).length,
        ]),
      );
    return {
      name: runtime,
      ...(skipped === undefined ? {} : { skipped }),
      passed: count(false),
      failed: count(true),
    };
  });
  return { groups, runtimes };
}

/** One row: what each runtime made of the suite. */
export function renderTable({ groups, runtimes }: Summary): string {
  const count = (cases: Record<string, number>): number => groups.reduce((sum, group) => sum + (cases[group] ?? 0), 0);
  const result = ({ skipped, passed, failed }: Summary['runtimes'][number]): string => {
    if (skipped !== undefined) return 'skipped';
    const [good, bad] = [count(passed), count(failed)];
    return bad === 0 ? `✓ ${good}` : `✗ ${good} of ${good + bad}`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(runtimes.map(({ name }) => name)), row(runtimes.map(() => '---')), row(runtimes.map(result))].join('\n');
}
