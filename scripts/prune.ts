import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { CODE_ENTRIES, TYPE_ENTRIES } from './entries.ts';

/** Removes from `dist/` what neither an export nor the command reaches: a package holds what its user needs. */
export async function prune(): Promise<void> {
  const needed = new Set<string>();
  for (const entry of [...CODE_ENTRIES, ...TYPE_ENTRIES]) await reach(entry, needed);
  const files = await readdir('dist', { recursive: true, withFileTypes: true });
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && !needed.has(path)) await rm(path);
  }
}

async function reach(path: string, reached: Set<string>): Promise<void> {
  if (reached.has(path)) return;
  reached.add(path);
  const { importedFiles } = ts.preProcessFile(await readFile(path, 'utf8'), true, true);
  const extension = path.endsWith('.d.ts') ? '.d.ts' : '.js';
  for (const { fileName } of importedFiles) {
    // Declarations import each other by the names of their sources.
    if (fileName.startsWith('.')) await reach(join(dirname(path), fileName.replace(/\.[jt]s$/, extension)), reached);
  }
}
