import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the built command. */
    command: string;
  }
}

/** Builds the command once for all test files, since starting it from source takes a second each time. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'box-session-termination-command-'));
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
  project.provide('command', join(folder, 'dist/src/cli.js'));
  return () => rm(folder, { recursive: true, force: true });
}
