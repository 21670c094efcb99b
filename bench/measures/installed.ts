import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { OURS, valuesOf, type Contender, type Row } from '../contenders.ts';
import type { Places } from '../prepare.ts';

const MAX_PACKAGES = 15;
const MAX_MEGABYTES = 4;

/** Packages and megabytes that `npm install` of a client brings, the client counted. */
export async function measureInstalled({ folders }: Places): Promise<Row[]> {
  const files = async (contender: Contender): Promise<string[]> => {
    if (contender === 'raw-fetch') return [];
    const folder = join(folders[contender], 'node_modules');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !relative(folder, path).startsWith('.'));
  };
  const packages = await valuesOf(
    async (contender) =>
      (await files(contender)).filter((path) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path)).length,
  );
  const megabytes = await valuesOf(async (contender) => {
    const sizes = await Promise.all((await files(contender)).map(async (path) => (await stat(path)).size));
    return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  });
  return [
    {
      measure: 'packages installed',
      unit: '',
      values: packages,
      goal: { text: `≤ ${MAX_PACKAGES}`, met: (packages[OURS] ?? Infinity) <= MAX_PACKAGES },
    },
    {
      measure: 'installed',
      unit: 'MB',
      values: megabytes,
      headline: true,
      goal: { text: `≤ ${MAX_MEGABYTES} MB`, met: (megabytes[OURS] ?? Infinity) <= MAX_MEGABYTES },
    },
  ];
}
