import type { Input } from '../input/input.ts';
import type { SignOutSettings } from '../settings.ts';
import { count, duration, grouped } from '../text/numbers.ts';

/** What would be sent; the one line of `--dry-run --json`. */
export interface Plan {
  dryRun: true;
  /** Distinct targets in the input. */
  total: number;
  /** Left out, since the report shows that they were accepted before. */
  acceptedBefore: number;
  /** Targets that would be sent. */
  targets: number;
  duplicates: number;
  /** Requests, when no target is refused and none has to be repeated. */
  batches: number;
  batchSize: number;
  requestsPerMinute: number;
  /** What the rate limit makes it take at least. */
  seconds: number;
}

/** @param targets - how many would be sent */
export function planOf(
  { targets: all, duplicates }: Input,
  targets: number,
  { batchSize, rate: requestsPerMinute }: Pick<SignOutSettings, 'batchSize' | 'rate'>,
): Plan {
  const batches = Math.ceil(targets / batchSize);
  return {
    dryRun: true,
    total: all.length,
    acceptedBefore: all.length - targets,
    targets,
    duplicates,
    batches,
    batchSize,
    requestsPerMinute,
    // Requests are spaced evenly, and the first one does not wait.
    seconds: Math.round((Math.max(0, batches - 1) * 60_000) / requestsPerMinute) / 1000,
  };
}

/** For a person. */
export function renderPlan(plan: Plan, kind: 'users' | 'groups'): string {
  const { targets, acceptedBefore, duplicates, batches, batchSize, requestsPerMinute, seconds } = plan;
  const rows = [
    [kind, grouped(targets)],
    ...(acceptedBefore === 0 ? [] : [['left out', `${grouped(acceptedBefore)} accepted before`]]),
    ...(duplicates === 0 ? [] : [['duplicates', grouped(duplicates)]]),
    ['requests', `${grouped(batches)} of at most ${count(batchSize, 'target')}`],
    [
      'time',
      `${seconds === 0 ? 'no wait' : `at least ${duration(seconds * 1000)}`} at ${grouped(requestsPerMinute)} requests a minute`,
    ],
  ];
  return `${rows.map(([name = '', value = '']) => `${name.padEnd(10)}  ${value}\n`).join('')}\nDry run: nothing was sent.\n`;
}
