import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { OURS, type Row, type Thoroughness, type Values } from '../contenders.ts';
import { median } from '../median.ts';
import type { Places } from '../prepare.ts';

const execute = promisify(execFile);
/** The time with `--help` in terms of an empty program's. */
const MAX_RATIO = 1.35;

/** Milliseconds from the start of the command to its end with `--help`, beside those of Node with an empty program. */
export async function measureCommandStart({ folders }: Places, { imports }: Thoroughness): Promise<Row[]> {
  const command = join(folders[OURS], 'node_modules', OURS, manifest.bin[OURS]);
  const [helps, bares]: [number[], number[]] = [[], []];
  for (let round = 0; round < imports; round += 1) {
    helps.push(await millisecondsOf(command, '--help'));
    bares.push(await millisecondsOf('--eval', '0'));
  }
  const values = { [OURS]: median(helps) } as Values;
  const ratio = median(helps.map((help, round) => help / (bares[round] ?? NaN)));
  return [
    {
      measure: `the command's \`--help\` (${ratio.toFixed(2)} × an empty Node program, ${median(bares).toFixed(0)} ms)`,
      unit: 'ms',
      values,
      goal: { text: `≤ ${MAX_RATIO} × an empty Node program`, met: ratio <= MAX_RATIO },
    },
  ];
}

async function millisecondsOf(...args: string[]): Promise<number> {
  const startedAt = performance.now();
  await execute(process.execPath, args);
  return performance.now() - startedAt;
}
