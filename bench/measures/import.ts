import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { OURS, type Contender, type Row, type Thoroughness } from '../contenders.ts';
import { summarize, takeTurns } from '../median.ts';
import type { Places } from '../prepare.ts';

const execute = promisify(execFile);

const MAX_RATIO = 1 / 25;
const MAX_MS = 10;

/** Milliseconds that `import` of a client takes, each time in a new process. */
export async function measureImport({ folders }: Places, { imports }: Thoroughness): Promise<Row[]> {
  const importOnce = async (contender: Contender): Promise<number> => {
    const program = `const startedAt = performance.now(); await import('${contender}'); console.log(performance.now() - startedAt);`;
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: folders[contender],
    });
    return Number(stdout);
  };
  const { values, ratios } = summarize(await takeTurns(imports, [OURS, 'box-node-sdk', 'openapi-fetch'], importOnce));
  const met = (values[OURS] ?? Infinity) <= MAX_MS && (ratios['box-node-sdk'] ?? Infinity) <= MAX_RATIO;
  return [
    {
      measure: 'import',
      unit: 'ms',
      values,
      ratios,
      headline: true,
      goal: { text: `≤ ${MAX_MS} ms, ≤ 1/25 of box-node-sdk`, met },
    },
  ];
}
