import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds the command into a folder that is not there yet, since starting it from source takes a second each time.
 *
 * @returns the path of its entry
 */
export async function buildCommand(folder: string): Promise<string> {
  await mkdir(folder);
  // Beside the entry, since the command asks its package for the version.
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [join(ROOT, 'src/cli.ts')],
    outdir: join(folder, 'dist/src'),
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return join(folder, 'dist/src/cli.js');
}
