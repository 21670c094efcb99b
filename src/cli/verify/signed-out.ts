import { CommandError } from '../command-error.ts';
import { readLines } from '../report/content.ts';
import { openForReading } from '../report/opening.ts';
import type { ReportLine } from '../report/record.ts';
import { keyOf } from '../target-name.ts';
import { safeLine } from '../text/safe-text.ts';
import type { SignedOutUser } from './returns.ts';

/** The lines after the outcomes where a person saved the output of `--json`, which does as well as a report. */
const JSON_ENDS = ['summary', 'error'];

/** What a report says about sign-outs. */
export interface SignedOut {
  /** The users that the report shows as accepted, each once, in the order of the report. */
  users: SignedOutUser[];
  /** How many groups it shows as accepted: a report doesn't name their members. */
  groups: number;
  /** The time of the first accepted line, in milliseconds since the epoch. */
  since: number;
}

/**
 * Reads the accepted targets of a report.
 *
 * @param since - counts instead of the times of the report, in milliseconds since the epoch
 * @throws {@link CommandError} if the file isn't a report, or shows no user as accepted
 */
export async function readSignedOut(path: string, since?: number): Promise<SignedOut> {
  const name = safeLine(path);
  const fail = (message: string): never => {
    throw new CommandError('nothingSent', message, { nothingSent: false });
  };
  const handle = (await openForReading(path)) ?? fail(`${name} doesn't exist. Name the report of a sign-out.`);
  const users = new Map<string, SignedOutUser>();
  const groups = new Set<string>();
  let first = Number.POSITIVE_INFINITY;
  let undated = 0;
  try {
    const onLine = ({ at, target, status }: ReportLine): void => {
      if (status !== 'accepted') return;
      const time = since ?? Date.parse(at);
      if (target.group_id !== undefined) groups.add(target.group_id);
      else if (Number.isNaN(time)) undated += 1;
      else {
        first = Math.min(first, time);
        // Of several sign-outs of one user, the last one counts.
        const key = keyOf(target);
        users.set(key, { target, at: Math.max(time, users.get(key)?.at ?? time) });
      }
    };
    await readLines(handle, name, onLine, JSON_ENDS);
  } finally {
    await handle.close();
  }
  if (undated > 0) fail(`${name} has accepted lines without a time. Pass the time of the sign-out with --since.`);
  if (users.size === 0 && groups.size > 0) {
    fail(
      `${name} shows groups only. A report doesn't name the members of a group, so there is no user to check. Sign users out by login or ID to check them.`,
    );
  }
  if (users.size === 0) fail(`${name} shows no user as accepted, so there is nothing to check.`);
  return { users: [...users.values()], groups: groups.size, since: first };
}
