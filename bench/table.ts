import { CONTENDERS, OURS, type Contender, type Row } from './contenders.ts';

/** A whole measurement, as it is kept. */
export interface Results {
  /** Of the day, for example `2026-01-31`. */
  date: string;
  environment: { processor: string; cores: number; node: string; system: string };
  versions: Partial<Record<Contender, string>>;
  rows: Row[];
}

const SHOWN_RATIOS = ['box-node-sdk', 'raw-fetch'] as const;

/** Every row, ratios first. */
export function renderTable({ rows, versions }: Results): string {
  return lines(
    ['Measure', ...SHOWN_RATIOS.map((peer) => `Ratio to ${peer}`), 'This library', ...peers(versions), 'Goal'],
    rows.map((row) => [
      capitalized(label(row)),
      ...SHOWN_RATIOS.map((peer) => ratioOf(row, peer)),
      ...CONTENDERS.map((contender) => valueOf(row.values[contender])),
      row.goal === undefined ? '' : `${row.goal.text}${row.goal.met ? '' : ' (missed)'}`,
    ]),
  );
}

/** The rows that matter most, a line each, next to box-node-sdk. */
export function renderHeadlines({ rows, versions }: Results): string {
  const peer = 'box-node-sdk';
  return rows
    .filter(({ headline }) => headline)
    .map((row) => {
      const [ours, theirs] = [OURS, peer].map(
        (contender) => `${valueOf(row.values[contender as Contender])} ${row.unit}`,
      );
      return `- ${capitalized(row.measure)}: ${ours}, next to ${theirs} of ${peer} ${versions[peer] ?? ''} (${ratioOf(row, peer)})`;
    })
    .join('\n');
}

/** When and where it was measured. */
export function renderEnvironment({ date, environment: { processor, cores, node, system } }: Results): string {
  return `Measured on ${date}: Node ${node}, ${system}, ${processor}, ${cores} cores.`;
}

function peers(versions: Results['versions']): string[] {
  return CONTENDERS.filter((contender) => contender !== OURS).map((contender) =>
    `${contender} ${versions[contender] ?? ''}`.trim(),
  );
}

function label({ measure, unit }: Row): string {
  return unit === '' ? measure : `${measure}, ${unit}`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The value of this library divided by a peer's: below 1, this library uses less. */
function ratioOf({ values, ratios }: Row, peer: Contender): string {
  const [ours, theirs] = [values[OURS], values[peer]];
  const ratio = ratios?.[peer] ?? (ours === undefined || !theirs ? undefined : ours / theirs);
  if (ratio === undefined || !Number.isFinite(ratio) || ratio < 0) return '–';
  return ratio < 0.1 && ratio > 0 ? `1/${Math.round(1 / ratio)}` : `${ratio.toFixed(2)} ×`;
}

function valueOf(value: number | undefined): string {
  if (value === undefined || value === null) return '–';
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function lines(head: readonly string[], body: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...body.map(row)].join('\n');
}
