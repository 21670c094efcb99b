import { basename, resolve } from 'node:path';
import { rollup, type GetModuleInfo } from 'rollup';
import { CODE_ENTRIES } from './entries.ts';

/**
 * Joins the many small files that the compiler wrote into few, since each file that a program loads takes it a while.
 *
 * What the main entry needs becomes one file, which the other entries share: an error is an instance of the same class,
 * whichever of them it came from.
 */
export async function bundle(): Promise<void> {
  const bundled = await rollup({
    input: Object.fromEntries(CODE_ENTRIES.map((path) => [basename(path, '.js'), path])),
    external: /^[^./]/,
    treeshake: { moduleSideEffects: false },
  });
  let core: Set<string> | undefined;
  await bundled.write({
    dir: 'dist/src',
    chunkFileNames: 'shared/[name].js',
    minifyInternalExports: false,
    hoistTransitiveImports: false,
    manualChunks: (id, { getModuleInfo }) => {
      core ??= neededBy(resolve('dist/src/index.js'), getModuleInfo);
      return core.has(id) ? 'core' : undefined;
    },
  });
}

function neededBy(id: string, infoOf: GetModuleInfo, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  for (const imported of infoOf(id)?.importedIds ?? []) neededBy(imported, infoOf, found);
  return found;
}
