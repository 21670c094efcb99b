import { writeFile } from 'node:fs/promises';
import { beforeEach } from 'vitest';
import { useBox, type BoxFixture } from './box.ts';
import { useCommand, type CommandFixture, type Ended, type Given, type Running } from './command.ts';

/** A line of a report, or of `--json`. */
export interface Line {
  type: string;
  target: { user_id: string };
  status: string;
  [field: string]: unknown;
}

/** The command with a mock of Box, a list of users, and reports. */
export interface RunsFixture {
  command: CommandFixture;
  box: BoxFixture;
  /** Writes a list of so many users, whose IDs begin with 1000. */
  givePeople: (count: number) => Promise<void>;
  /** Arguments that sign the users of the list out one by one, with a report. */
  args: (report: string, ...more: string[]) => string[];
  start: (args: readonly string[], given?: Given) => Running;
  run: (args: readonly string[], given?: Given) => Promise<Ended>;
}

export const TOKEN = { BOX_ACCESS_TOKEN: 'token' };

/** For the file that calls it. Box accepts everything until told otherwise. */
export function useRuns(): RunsFixture {
  const command = useCommand();
  const box = useBox();
  beforeEach(() => {
    box.requests.length = 0;
    box.accepted.length = 0;
    box.answer = () => 202;
    box.retryAfter = undefined;
  });
  const start: RunsFixture['start'] = (args, given) =>
    command.start([...args, '--base-url', box.baseUrl], { environment: TOKEN, ...given });
  return {
    command,
    box,
    givePeople: (count) =>
      writeFile(command.path('people.txt'), Array.from({ length: count }, (_, index) => `${1000 + index}\n`).join('')),
    args: (report, ...more) => {
      const list = ['users', '--file', command.path('people.txt'), '--yes', '--report', command.path(report)];
      return [...list, '--batch-size', '1', '--rate', '1000000', ...more];
    },
    start,
    run: (args, given) => start(args, given).ended,
  };
}

export function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

export function shownAsAccepted(text: string): string[] {
  return linesOf(text)
    .filter(({ status }) => status === 'accepted')
    .map(({ target }) => target.user_id);
}
