import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { CONTENDERS, type Contender, type Row, type Thoroughness } from '../contenders.ts';
import { summarize, takeTurns } from '../median.ts';
import { programOf, type Places } from '../prepare.ts';

const execute = promisify(execFile);

const MAX_RATIO = 1 / 25;

/**
 * Milliseconds that `import` of a client takes, each time in a new process. Who uses `fetch` alone has nothing to import but
 * the own program: what Node needs for any file.
 */
export async function measureImport(places: Places, { imports }: Thoroughness): Promise<Row[]> {
  const importOnce = async (contender: Contender): Promise<number> => {
    const module = contender === 'raw-fetch' ? pathToFileURL(programOf(places, contender, 'program')).href : contender;
    const program = `const startedAt = performance.now(); await import('${module}'); console.log(performance.now() - startedAt);`;
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: places.folders[contender],
    });
    return Number(stdout);
  };
  const { values, ratios } = summarize(await takeTurns(imports, CONTENDERS, importOnce));
  const met = (ratios['box-node-sdk'] ?? Infinity) <= MAX_RATIO;
  return [
    {
      measure: 'import',
      unit: 'ms',
      values,
      ratios,
      headline: true,
      goal: { text: '≤ 1/25 of box-node-sdk', met },
    },
  ];
}
