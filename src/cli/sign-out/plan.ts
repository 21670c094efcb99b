import type { Target } from '../../bulk/target.ts';
import type { Source } from '../input/findings.ts';
import type { SignOutSettings } from '../settings.ts';
import { partsOf } from '../target-name.ts';
import { count, duration, grouped } from '../text/numbers.ts';

/** How many of the first and of the last targets a person sees. */
const MAX_ENDS_SHOWN = 3;
const MAX_COLUMNS_SHOWN = 12;
const FORMATS = { list: 'one per line', csv: 'CSV', json: 'JSON', jsonl: 'JSON Lines', report: 'a report' } as const;
const ENCODINGS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
} as const;

/** What would be sent; the last line of `--dry-run --json`. */
export interface Plan {
  type: 'plan';
  dryRun: true;
  kind: 'users' | 'groups';
  /** How the list was read; absent when the flags name all targets. */
  source?: Source;
  /** Distinct targets in the input. */
  total: number;
  /** Left out, since the report shows that they were accepted before. */
  acceptedBefore: number;
  /** Targets that would be sent. */
  targets: number;
  /** How many of them are named by login. */
  byLogin: number;
  /** How many of them are named by ID. */
  byId: number;
  /** How often a target was named again. */
  duplicates: number;
  /** The first of the targets, at most three. */
  first: readonly Target[];
  /** The last of the targets that `first` doesn't have, at most three. */
  last: readonly Target[];
  /** Requests, when Box rejects no target and none has to be repeated. */
  batches: number;
  batchSize: number;
  requestsPerMinute: number;
  /** How long the rate limit makes it take at least. */
  seconds: number;
  /** What a person should know before anything is sent; sentences. */
  notes: readonly string[];
}

/** What a plan is made of. */
export interface PlanInput {
  targets: readonly Target[];
  duplicates: number;
  source?: Source | undefined;
  notes?: readonly string[];
}

/** @param targets - those of the input that would be sent */
export function planOf(
  { targets: all, duplicates, source, notes = [] }: PlanInput,
  targets: readonly Target[],
  { kind, batchSize, rate: requestsPerMinute }: Pick<SignOutSettings, 'kind' | 'batchSize' | 'rate'>,
): Plan {
  const batches = Math.ceil(targets.length / batchSize);
  let byLogin = 0;
  for (const { user_login: login } of targets) if (login !== undefined) byLogin += 1;
  return {
    type: 'plan',
    dryRun: true,
    kind,
    ...(source === undefined ? {} : { source }),
    total: all.length,
    acceptedBefore: all.length - targets.length,
    targets: targets.length,
    byLogin,
    byId: targets.length - byLogin,
    duplicates,
    first: targets.slice(0, MAX_ENDS_SHOWN),
    last: targets.slice(Math.max(MAX_ENDS_SHOWN, targets.length - MAX_ENDS_SHOWN)),
    batches,
    batchSize,
    requestsPerMinute,
    // Requests are spaced evenly, and the first one doesn't wait.
    seconds: Math.round((Math.max(0, batches - 1) * 60_000) / requestsPerMinute) / 1000,
    notes,
  };
}

/** Who a plan is about, as rows of a name and a text. */
export function describeTargets(plan: Plan): [name: string, text: string][] {
  const { source, kind, targets, byLogin, byId, duplicates, acceptedBefore, first, last } = plan;
  const named = kind === 'groups' ? 'by ID' : `${grouped(byLogin)} by login, ${grouped(byId)} by ID`;
  const columns = source?.columns ?? { used: [], unused: [] };
  return [
    ...(source === undefined ? [] : [row('list', `${source.name}, ${describeFormat(source)}`)]),
    ...(columns.used.length === 0
      ? []
      : [row('columns', columns.used.map(({ name, targets: number }) => `${name} (${grouped(number)})`).join(', '))]),
    ...(columns.unused.length === 0 ? [] : [row('not used', listed(columns.unused))]),
    row(kind, `${grouped(targets)}: ${named}`),
    ...(acceptedBefore === 0 ? [] : [row('left out', `${grouped(acceptedBefore)} accepted before`)]),
    ...(duplicates === 0 ? [] : [row('duplicates', `${grouped(duplicates)}; each target is sent once`)]),
    ...(first.length === 0 ? [] : [row('first', first.map(valueOf).join(', '))]),
    ...(last.length === 0 ? [] : [row('last', last.map(valueOf).join(', '))]),
  ];
}

/** Who a plan is about, for a person: the lines above the question. */
export function renderTargets(plan: Plan): string[] {
  return describeTargets(plan).map(render);
}

/** For a person. */
export function renderPlan(plan: Plan): string {
  const { batches, batchSize, requestsPerMinute, seconds, notes } = plan;
  const wait = seconds === 0 ? 'no wait' : `at least ${duration(seconds * 1000)}`;
  const rows = [
    ...describeTargets(plan),
    row('requests', `${grouped(batches)} of at most ${count(batchSize, 'target')}`),
    row('time', `${wait} at ${grouped(requestsPerMinute)} requests per minute`),
    ...notes.map((note) => row('note', note)),
  ];
  return `${rows.map((each) => `${render(each)}\n`).join('')}\nDry run: nothing was sent.\n`;
}

/** How a list is written: `CSV with semicolons, UTF-16`. */
export function describeFormat({ format, delimiter, encoding }: Source): string {
  const separated = delimiter === undefined ? '' : ` with ${delimiter}`;
  return `${FORMATS[format]}${separated}, ${ENCODINGS[encoding]}`;
}

/** The value of a target, without its field. */
export function valueOf(target: Target): string {
  return partsOf(target).value;
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_COLUMNS_SHOWN;
  return `${names.slice(0, MAX_COLUMNS_SHOWN).join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}

function render([name, text]: [name: string, text: string]): string {
  return `${name.padEnd(10)}  ${text}`;
}

function row(name: string, text: string): [name: string, text: string] {
  return [name, text];
}
