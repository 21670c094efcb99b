import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The suite with the library in it, one file for every runtime, and what starts it there. */
export interface Bundle {
  folder: string;
  /** The text of `suite.mjs`. */
  suite: string;
  remove(): Promise<void>;
}

/** For runtimes with a console: prints the results. The environment is the only argument. */
const CONSOLE = `import { runSuite } from './suite.mjs';
console.log(JSON.stringify(await runSuite(JSON.parse(process.argv[2]))));
`;

/** For workers: answers with the results. The environment is the body of the request. */
const WORKER = `import { runSuite } from './suite.mjs';
export default { fetch: async (request) => Response.json(await runSuite(await request.json())) };
`;

const WORKERD_CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "suite", worker = .suite),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],
);
const suite :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "suite.mjs", esModule = embed "suite.mjs"),
  ],
  compatibilityDate = "2026-10-01",
);
`;

export async function bundleSuite(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'box-session-termination-runtimes-'));
  const outfile = join(folder, 'suite.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('suite.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    logLevel: 'error',
  });
  const files = { 'console.mjs': CONSOLE, 'worker.mjs': WORKER, 'workerd.capnp': WORKERD_CONFIG };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { folder, suite: await readFile(outfile, 'utf8'), remove };
}
