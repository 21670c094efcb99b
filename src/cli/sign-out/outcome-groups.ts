import type { OutcomeRecord } from '../report/record.ts';
import { partsOf } from '../target-name.ts';
import { count, grouped } from '../text/numbers.ts';
import { wrap } from '../text/wrap.ts';

/** Targets that are shown of each group. */
const MAX_SHOWN = 10;
/** Reasons that are shown for each status; the rest share a group, since a server can word each one differently. */
const MAX_REASONS = 10;
const OTHER_REASONS = 'Other reasons.';
/** In the order in which they are shown. */
const STATUSES = ['rejected', 'unknown', 'accepted'] as const;

interface Group {
  status: OutcomeRecord['status'];
  reason: string;
  total: number;
  shown: string[];
}

/** Outcomes by status and reason. Its size doesn't grow with the number of outcomes. */
export class OutcomeGroups {
  readonly #groups = {
    rejected: new Map<string, Group>(),
    unknown: new Map<string, Group>(),
    accepted: new Map<string, Group>(),
  };

  add({ status, error, target }: OutcomeRecord): void {
    const groups = this.#groups[status];
    const { message = '', requestId = '' } = error ?? {};
    // Each response has its own request ID.
    const reason = requestId === '' ? message : message.replaceAll(requestId, '…');
    const key = groups.has(reason) || groups.size < MAX_REASONS ? reason : OTHER_REASONS;
    const group = groups.get(key) ?? { status, reason: key, total: 0, shown: [] };
    groups.set(key, group);
    group.total += 1;
    if (group.shown.length < MAX_SHOWN) group.shown.push(partsOf(target).value);
  }

  /**
   * Lines for people: failures first, the most frequent reason first.
   *
   * @param columns - no line is wider, in characters
   * @param noun - `user` or `group`
   * @param paint - colors a status
   * @param rest - where the targets are that are not shown
   */
  render(
    columns: number,
    noun: string,
    paint: (status: OutcomeRecord['status'], text: string) => string,
    rest: string,
  ): string[] {
    const groups = STATUSES.flatMap((status) =>
      [...this.#groups[status].values()].toSorted((one, other) => other.total - one.total),
    );
    return groups.flatMap(({ status, reason, total, shown }) => [
      `${paint(status, status)}  ${count(total, noun)}`,
      ...(reason === '' ? [] : indented(reason, 2, columns)),
      ...shown.flatMap((name) => indented(name, 4, columns)),
      ...(total === shown.length ? [] : indented(`and ${grouped(total - shown.length)} more${rest}`, 4, columns)),
    ]);
  }
}

function indented(text: string, spaces: number, columns: number): string[] {
  return wrap(text, columns - spaces).map((line) => `${' '.repeat(spaces)}${line}`);
}
