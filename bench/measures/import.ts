import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { OURS, type Row, type Thoroughness } from '../contenders.ts';
import { median, summarize, takeTurns } from '../median.ts';
import type { Places } from '../prepare.ts';

const execute = promisify(execFile);

const MAX_RATIO = 1 / 25;
const MAX_MS = 10;

/** Milliseconds that `import` of a client takes, each time in a new process, beside those of a module with nothing in it. */
export async function measureImport({ folders }: Places, { imports }: Thoroughness): Promise<Row[]> {
  const importOnce = async (module: string, cwd: string): Promise<number> => {
    const program = `const startedAt = performance.now(); await import('${module}'); console.log(performance.now() - startedAt);`;
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', program], { cwd });
    return Number(stdout);
  };
  const empty: number[] = [];
  const rounds = await takeTurns(imports, [OURS, 'box-node-sdk', 'openapi-fetch'], async (contender) => {
    if (contender === OURS) empty.push(await importOnce('data:text/javascript,', folders[contender]));
    return importOnce(contender, folders[contender]);
  });
  const { values, ratios } = summarize(rounds);
  const met = (values[OURS] ?? Infinity) <= MAX_MS && (ratios['box-node-sdk'] ?? Infinity) <= MAX_RATIO;
  return [
    {
      measure: `import (a module with nothing in it: ${median(empty).toFixed(0)} ms)`,
      unit: 'ms',
      values,
      ratios,
      headline: true,
      goal: { text: `≤ ${MAX_MS} ms, ≤ 1/25 of box-node-sdk`, met },
    },
  ];
}
