import type { OutcomeRecord } from '../report/record.ts';
import { partsOf } from '../target-name.ts';
import { wrap } from '../text/wrap.ts';

const HEADINGS = ['STATUS', 'TARGET', 'WHY'] as const;
const STATUS_WIDTH = 'rejected'.length;
const GAP = '  ';
/** In English, a column narrower than that is hard to read. */
const MIN_WHY_WIDTH = 24;

/**
 * A table for people, one row for each record.
 *
 * @param columns - no line is wider, in characters
 * @param paint - puts colour on a status
 */
export function renderTable(
  records: readonly OutcomeRecord[],
  columns: number,
  paint: (status: OutcomeRecord['status'], text: string) => string,
): string {
  const room = columns - STATUS_WIDTH - GAP.length;
  const names = records.map(({ target }) => partsOf(target).value);
  const longest = names.reduce((length, name) => Math.max(length, name.length), HEADINGS[1].length);
  const hasReasons = records.some(({ error }) => error !== undefined);
  const targetWidth = Math.min(longest, hasReasons ? room - GAP.length - MIN_WHY_WIDTH : room);
  const whyWidth = room - GAP.length - targetWidth;
  const lines = [hasReasons ? row(HEADINGS, targetWidth) : row([HEADINGS[0], HEADINGS[1], ''], targetWidth)];
  for (const [index, { status, error = '' }] of records.entries()) {
    const target = wrap(names[index] ?? '', targetWidth);
    const why = wrap(error, whyWidth);
    const height = Math.max(target.length, why.length);
    for (let line = 0; line < height; line++) {
      const text = row([line === 0 ? status : '', target[line] ?? '', why[line] ?? ''], targetWidth);
      lines.push(line === 0 ? text.replace(status, paint(status, status)) : text);
    }
  }
  return `${lines.join('\n')}\n`;
}

function row([status, target, why]: readonly [string, string, string], targetWidth: number): string {
  return [status.padEnd(STATUS_WIDTH), target.padEnd(targetWidth), why].join(GAP).trimEnd();
}
