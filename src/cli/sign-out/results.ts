import { OutcomeGroups } from './outcome-groups.ts';
import type { OutcomeRecord } from '../report/record.ts';
import type { SignOutSettings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { count, duration, grouped } from '../text/numbers.ts';
import { wrap } from '../text/wrap.ts';

const COLORS = { rejected: 'red', unknown: 'yellow', accepted: 'green' } as const;

/** What a run amounts to; the last line of `--json`, unless an error ends the run. */
export interface Summary {
  type: 'summary';
  /** Distinct targets in the input. */
  total: number;
  accepted: number;
  rejected: number;
  unknown: number;
  /** Left out, since the report shows that they were accepted before. */
  acceptedBefore: number;
  /** Not sent, or without a known outcome when the run ended. */
  remaining: number;
  /** Repeated targets in the input. */
  duplicates: number;
  /** Requests to Box, repeated ones included. */
  requests: number;
  seconds: number;
  exitStatus: number;
}

/** Shows the outcomes: as JSON at once, or grouped at the end. */
export class Results {
  readonly tally = { accepted: 0, rejected: 0, unknown: 0 };
  readonly #terminal: Terminal;
  readonly #settings: Pick<SignOutSettings, 'json' | 'kind' | 'report'>;
  readonly #groups = new OutcomeGroups();

  constructor(terminal: Terminal, settings: Pick<SignOutSettings, 'json' | 'kind' | 'report'>) {
    this.#terminal = terminal;
    this.#settings = settings;
  }

  get count(): number {
    return this.tally.accepted + this.tally.rejected + this.tally.unknown;
  }

  async add(records: readonly OutcomeRecord[]): Promise<void> {
    for (const record of records) {
      this.tally[record.status] += 1;
      if (!this.#settings.json) this.#groups.add(record);
    }
    if (this.#settings.json) await this.#terminal.printJson(...records);
  }

  async end(summary: Summary): Promise<void> {
    await (this.#settings.json ? this.#terminal.printJson(summary) : this.#terminal.print(this.#render(summary)));
  }

  #render(summary: Summary): string {
    const { columns } = this.#terminal;
    const { kind, report } = this.#settings;
    const rest = report === undefined ? '. Use --report to keep them all.' : `: see ${report}`;
    const paint = (status: OutcomeRecord['status'], text: string): string => this.#terminal.paint(COLORS[status], text);
    const groups = this.#groups.render(columns, kind === 'users' ? 'user' : 'group', paint, rest);
    const lines = describeSummary(summary).flatMap((line) => wrap(line, columns));
    return `${[...groups, ...(groups.length === 0 ? [] : ['']), ...lines].join('\n')}\n`;
  }
}

function describeSummary(summary: Summary): string[] {
  const { accepted, rejected, unknown, acceptedBefore, remaining, requests, seconds } = summary;
  const parts = [
    `${grouped(accepted)} accepted`,
    ...part(rejected, 'rejected'),
    ...part(unknown, 'unknown'),
    ...part(acceptedBefore, 'accepted before'),
    ...part(remaining, 'not done'),
  ];
  return [
    `${parts.join(', ')}.`,
    // With targets that are left, the error or the last line says so.
    requests === 0 && remaining === 0
      ? 'Nothing was sent.'
      : `${count(requests, 'request')} in ${duration(seconds * 1000)}.`,
    ...(accepted > 0 ? ["Accepted doesn't mean signed out yet. To see who signs in again, use `verify`."] : []),
    ...(unknown > 0 ? ['Unknown means that Box might do it. Check the admin events before you send them again.'] : []),
  ];
}

function part(number: number, what: string): string[] {
  return number === 0 ? [] : [`${grouped(number)} ${what}`];
}
