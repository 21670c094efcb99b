import { renderTable } from './outcome-table.ts';
import type { OutcomeRecord } from '../report/record.ts';
import type { Terminal } from '../terminal.ts';
import { count, duration, grouped } from '../text/numbers.ts';
import { wrap } from '../text/wrap.ts';

/** Accepted targets that the table shows; failures are shown all. */
const MAX_ACCEPTED_SHOWN = 20;
const COLORS = { rejected: 'red', unknown: 'yellow', accepted: 'green' } as const;

/** What a run came to; the last line of `--json`. */
export interface Summary {
  /** Distinct targets in the input. */
  total: number;
  accepted: number;
  rejected: number;
  unknown: number;
  /** Left out, since the report shows that they were accepted before. */
  acceptedBefore: number;
  /** Not sent, or the run ended before their answer. */
  remaining: number;
  /** Targets that were named again. */
  duplicates: number;
  /** Requests to Box, the repeated ones counted. */
  requests: number;
  seconds: number;
  exitStatus: number;
}

/** Shows what became of the targets: as JSON at once, as a table in the end. */
export class Results {
  readonly tally = { accepted: 0, rejected: 0, unknown: 0 };
  readonly #terminal: Terminal;
  readonly #json: boolean;
  readonly #shown: Record<OutcomeRecord['status'], OutcomeRecord[]> = { rejected: [], unknown: [], accepted: [] };

  constructor(terminal: Terminal, { json }: { json: boolean }) {
    this.#terminal = terminal;
    this.#json = json;
  }

  get count(): number {
    return this.tally.accepted + this.tally.rejected + this.tally.unknown;
  }

  async add(records: readonly OutcomeRecord[]): Promise<void> {
    for (const record of records) {
      this.tally[record.status] += 1;
      if (this.#json) continue;
      const shown = this.#shown[record.status];
      if (record.status !== 'accepted' || shown.length < MAX_ACCEPTED_SHOWN) shown.push(record);
    }
    if (this.#json) await this.#terminal.printJson(...records);
  }

  async end(summary: Summary): Promise<void> {
    if (this.#json) return this.#terminal.printJson(summary);
    await this.#terminal.print(this.#render(summary));
  }

  #render(summary: Summary): string {
    const { rejected, unknown, accepted } = this.#shown;
    const records = [...rejected, ...unknown, ...accepted];
    const table =
      records.length === 0
        ? ''
        : renderTable(records, this.#terminal.columns, (status, text) => this.#terminal.paint(COLORS[status], text));
    const hidden = this.tally.accepted - accepted.length;
    const more = hidden === 0 ? '' : `accepted  and ${grouped(hidden)} more\n`;
    return `${table}${more}${table === '' ? '' : '\n'}${describeSummary(summary, this.#terminal.columns)}`;
  }
}

function describeSummary(summary: Summary, columns: number): string {
  const { accepted, rejected, unknown, acceptedBefore, remaining, requests, seconds } = summary;
  const parts = [
    `${grouped(accepted)} accepted`,
    ...part(rejected, 'rejected'),
    ...part(unknown, 'unknown'),
    ...part(acceptedBefore, 'accepted before'),
    ...part(remaining, 'not done'),
  ];
  const lines = [`${parts.join(', ')}.`, `${count(requests, 'request')} in ${duration(seconds * 1000)}.`];
  if (accepted > 0) lines.push('Accepted is not yet done: see the admin events.');
  if (unknown > 0) lines.push('Unknown: a job may exist. See the admin events before you send again.');
  return `${lines.flatMap((line) => wrap(line, columns)).join('\n')}\n`;
}

function part(number: number, what: string): string[] {
  return number === 0 ? [] : [`${grouped(number)} ${what}`];
}
