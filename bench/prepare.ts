import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { installPacked } from '../test/package/packed.ts';
import { CONTENDERS, OURS, type Contender } from './contenders.ts';

const execute = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Where each contender is installed, with its call program (`program.mjs`) and what drives that (`driver.mjs`). */
export interface Places {
  folders: Record<Contender, string>;
  remove(): Promise<void>;
}

/** Installs each contender as a user would, in a project that is empty but for it. */
export async function prepare(): Promise<Places> {
  const packed = await installPacked();
  const bare = await mkdtemp(join(tmpdir(), 'box-session-termination-bench-'));
  const folders = { [OURS]: packed.project, 'raw-fetch': bare } as Record<Contender, string>;
  for (const peer of ['box-node-sdk', 'openapi-fetch'] as const) {
    folders[peer] = join(HERE, 'peers', peer);
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await execute('npm', ['ci', ...options], { cwd: folders[peer], shell: process.platform === 'win32' });
  }
  // Where npm puts its packages, so that what is written there is no part of a project.
  for (const contender of CONTENDERS) await writePrograms(contender, folders[contender]);
  const remove = async (): Promise<void> => {
    await packed.remove();
    await rm(bare, { recursive: true, force: true });
  };
  return { folders, remove };
}

/** The path of a program of a contender. */
export function programOf({ folders }: Places, contender: Contender, name: 'program' | 'driver'): string {
  return join(folders[contender], 'node_modules', '.bench', `${name}.mjs`);
}

async function writePrograms(contender: Contender, folder: string): Promise<void> {
  const outdir = join(folder, 'node_modules', '.bench');
  await mkdir(outdir, { recursive: true });
  const program = `./programs/${contender}.ts`;
  const many =
    contender === OURS
      ? `import { signOutMany } from './programs/bulk.ts';`
      : `import { loopWith } from './programs/loop.ts'; const signOutMany = loopWith(connect);`;
  const contents = {
    program: `export { connect } from '${program}';`,
    driver: `import { connect } from '${program}'; import { drive } from './driver.ts'; ${many} drive(connect, signOutMany);`,
  };
  for (const [name, text] of Object.entries(contents)) {
    await build({
      stdin: { contents: text, resolveDir: HERE, loader: 'ts' },
      outfile: join(outdir, `${name}.mjs`),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      plugins: [INSTALLED],
      logLevel: 'error',
    });
  }
}

/** Programs import our source, for its types; what is measured is the installed package. */
const INSTALLED: Plugin = {
  name: 'installed',
  setup: (bundler) => {
    bundler.onResolve({ filter: /\/src\/(?:index|bulk)\.ts$/ }, ({ path }) => ({
      path: path.endsWith('bulk.ts') ? `${OURS}/bulk` : OURS,
      external: true,
    }));
  },
};
