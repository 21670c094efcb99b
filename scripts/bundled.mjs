// Runs a script of this folder from one bundled file: node scripts/bundled.mjs generate.ts [arguments]
// tsx would translate each file on its own and inspect every file of every package, which costs the generator 0.8 s per run.
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const [name = '', ...rest] = process.argv.slice(2);
const { outputFiles } = buildSync({
  entryPoints: [join(folder, name)],
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: `node${process.versions.node}`,
  write: false,
});
const [{ text }] = outputFiles;
// Named by its content, so that runs at the same time don't disturb each other.
const cache = join(folder, '../node_modules/.cache/box-session-termination');
let file = join(cache, `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`);
try {
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
} catch {
  // A folder that is read-only, or a full disk: the slower way needs no file.
  (await import('tsx/esm/api')).register();
  file = join(folder, name);
}
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
