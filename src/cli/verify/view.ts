import { partsOf } from '../target-name.ts';
import { count, grouped } from '../text/numbers.ts';
import { wrap } from '../text/wrap.ts';
import { isBack, type Check, type SeenEvent } from './returns.ts';

const HEADINGS = ['USER', 'SIGNED OUT AT', 'SINCE THEN'] as const;
const TIME_WIDTH = 'YYYY-MM-DDTHH:MM:SSZ'.length;
const GAP = '  ';
const MIN_WIDTH = 12;

/** A line of `--json` for one user. */
export interface CheckLine {
  type: 'check';
  target: Check['user']['target'];
  signedOutAt: string;
  /** Whether an event says that the user has signed in since. */
  back: boolean;
  events: { type: string; at: string }[];
  /** No later event was seen; a later one can still arrive, also for an earlier time. */
  seenUntil: string;
}

/** Times are in UTC with seconds. */
export function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

export function checkLine({ user, back, events }: Check, seenUntil: number): CheckLine {
  return {
    type: 'check',
    target: user.target,
    signedOutAt: timeOf(user.at),
    back,
    events: events.map(({ type, at }) => ({ type, at: timeOf(at) })),
    seenUntil: timeOf(seenUntil),
  };
}

/**
 * A table with a row for each user, in the order given.
 *
 * @param columns - no line is longer, in characters
 * @param paint - colors what a user who is back did
 */
export function renderChecks(
  checks: readonly Check[],
  seenUntil: number,
  columns: number,
  paint: (text: string) => string,
): string {
  const names = checks.map(({ user }) => partsOf(user.target).value);
  const longest = names.reduce((length, name) => Math.max(length, name.length), HEADINGS[0].length);
  const room = columns - TIME_WIDTH - 2 * GAP.length;
  const nameWidth = Math.max(MIN_WIDTH, Math.min(longest, Math.floor(room / 2)));
  const lastWidth = Math.max(MIN_WIDTH, room - nameWidth);
  const row = (cells: readonly string[]): string =>
    [(cells[0] ?? '').padEnd(nameWidth), (cells[1] ?? '').padEnd(TIME_WIDTH), cells[2] ?? ''].join(GAP).trimEnd();
  const lines = [row(HEADINGS)];
  for (const [index, check] of checks.entries()) {
    const name = wrap(names[index] ?? '', nameWidth);
    const since = wrap(sinceThen(check, seenUntil), lastWidth).map((line) => (check.back ? paint(line) : line));
    for (let line = 0; line < Math.max(name.length, since.length); line++) {
      lines.push(row([name[line] ?? '', line === 0 ? timeOf(check.user.at) : '', since[line] ?? '']));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** What happened since the sign-out, for a person. */
function sinceThen({ back, events }: Check, seenUntil: number): string {
  const others = countTypes(events.filter((event) => !isBack(event)));
  if (!back) return [`no sign-in seen until ${timeOf(seenUntil)}`, ...others].join(', ');
  const returns = events.filter(isBack);
  const [first] = returns;
  const again = returns.length > 1 ? [`${grouped(returns.length - 1)} more`] : [];
  return [`signed in again ${timeOf(first?.at ?? 0)} (${first?.type ?? ''})`, ...again, ...others].join(', ');
}

function countTypes(events: readonly SeenEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, times]) => (times === 1 ? type : `${type} ${grouped(times)} times`));
}

/** One line for an event that is new since the last look. */
export function eventLine(check: Check, event: SeenEvent): string {
  const what = isBack(event) ? 'signed in again' : 'event';
  return `${timeOf(event.at)}  ${partsOf(check.user.target).value}  ${what} (${event.type})`;
}

/** The last line of `--json`. */
export function summaryLine(checks: readonly Check[], groups: number, seenUntil: number): object {
  const back = checks.filter((check) => check.back).length;
  return {
    type: 'summary',
    users: checks.length,
    back,
    notSeen: checks.length - back,
    groupsNotChecked: groups,
    seenUntil: timeOf(seenUntil),
  };
}

/** `498 without a sign-in since, 2 signed in again`, and what was not checked. */
export function summaryText(checks: readonly Check[], groups: number): string {
  const back = checks.filter((check) => check.back).length;
  const summary = `${grouped(checks.length - back)} without a sign-in since, ${grouped(back)} signed in again`;
  return groups === 0
    ? `${summary}.`
    : `${summary}. Not checked: ${count(groups, 'group')}, since a report doesn't name the members.`;
}
