import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { CONTENDERS, OURS, type Contender, type Row, type Values } from '../contenders.ts';
import { programOf, type Places } from '../prepare.ts';

/** Compressed with brotli. */
const MAX_KILOBYTES = 8;

/** Kilobytes of one call program with its client, bundled for browsers, minified and compressed. */
export async function measureBundle(places: Places): Promise<Row[]> {
  const gzip: Partial<Values> = {};
  const brotli: Partial<Values> = {};
  for (const contender of CONTENDERS) {
    const code = await bundle(places, contender);
    gzip[contender] = gzipSync(code, { level: 9 }).length / 1000;
    brotli[contender] = brotliCompressSync(code).length / 1000;
  }
  const goal = { text: `≤ ${MAX_KILOBYTES} kB`, met: (brotli[OURS] ?? Infinity) <= MAX_KILOBYTES };
  return [
    { measure: 'client bundle, gzip', unit: 'kB', values: gzip as Values },
    { measure: 'client bundle, brotli', unit: 'kB', values: brotli as Values, goal },
  ];
}

async function bundle(places: Places, contender: Contender): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [programOf(places, contender, 'program')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
