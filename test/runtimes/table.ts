import type { Report } from './run.ts';

/** What is kept of a run: the same in every run with the same outcome. */
export interface Summary {
  groups: string[];
  runtimes: {
    name: string;
    version: string;
    skipped?: string;
    /** By group. */
    passed: Record<string, number>;
    failed: Record<string, number>;
  }[];
}

export function summarize(reports: readonly Report[]): Summary {
  const groups = [...new Set(reports.flatMap(({ results }) => results.map(({ group }) => group)))];
  const runtimes = reports.map(({ runtime, version, skipped, results }) => {
    const count = (failed: boolean): Record<string, number> =>
      Object.fromEntries(
        groups.map((group) => [
          group,
          results.filter((result) => result.group === group && (result.failure !== undefined) === failed).length,
        ]),
      );
    return {
      name: runtime,
      version,
      ...(skipped === undefined ? {} : { skipped }),
      passed: count(false),
      failed: count(true),
    };
  });
  return { groups, runtimes };
}

/** A row for each group, a column for each runtime. */
export function renderTable({ groups, runtimes }: Summary): string {
  const cell = (group: string, { skipped, passed, failed }: Summary['runtimes'][number]): string => {
    if (skipped !== undefined) return 'skipped';
    const [good, bad] = [passed[group] ?? 0, failed[group] ?? 0];
    return bad === 0 ? `${good}` : `${good} of ${good + bad}`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['group of cases', ...runtimes.map(({ name, version }) => nameOf(name, version))]),
    row(['---', ...runtimes.map(() => '---:')]),
    ...groups.map((group) => row([group, ...runtimes.map((runtime) => cell(group, runtime))])),
  ].join('\n');
}

/** The major version is in the name of a Node already. */
function nameOf(name: string, version: string): string {
  return version === '' || name.startsWith('Node') ? name : `${name} ${/^\d+\.\d+/.exec(version)?.[0] ?? version}`;
}
