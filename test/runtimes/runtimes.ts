import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bundle } from './bundle.ts';
import type { CaseResult, Environment } from './case.ts';
import { findChromium, runInChromium } from './chromium.ts';
import manifest from './package.json' with { type: 'json' };
import { Unavailable } from './unavailable.ts';

const execute = promisify(execFile);

/** What a runtime made of the suite. */
export interface Run {
  version: string;
  results: CaseResult[];
}

export interface Runtime {
  name: string;
  /** @throws {@link Unavailable} when the runtime isn't available here */
  run: (bundle: Bundle, environment: Environment) => Promise<Run>;
}

export const RUNTIMES: readonly Runtime[] = [
  ...[20, 22, 24, 26].map((major) => ({
    name: `Node ${major}`,
    run: (bundle: Bundle, environment: Environment) =>
      runInConsole(program(`node${major}`, 'bin/node'), [], bundle, environment, `node${major}`),
  })),
  {
    name: 'Bun',
    run: (bundle, environment) => runInConsole(program('bun', 'bin/bun'), [], bundle, environment, 'bun'),
  },
  {
    name: 'Deno',
    run: (bundle, environment) => {
      const options = ['run', '--no-config', '--no-prompt', '--allow-net', `--allow-read=${bundle.folder}`];
      return runInConsole(program('deno', 'deno'), options, bundle, environment, 'deno');
    },
  },
  { name: 'workerd', run: runInWorkerd },
  {
    name: 'Chromium',
    run: async (_, environment) => runInChromium(await findChromium(), environment),
  },
];

/** Where a runtime was installed. */
export function program(name: keyof typeof manifest.optionalDependencies | `node${number}`, path: string): string {
  const file = fileURLToPath(new URL(`node_modules/${name}/${path}`, import.meta.url));
  if (existsSync(file)) return file;
  if (name === `node${process.versions.node.split('.')[0]}`) return process.execPath;
  throw new Unavailable('its package is not installed; it is made for Linux on x64 alone');
}

function versionOf(name: string): string {
  const pinned = (manifest.optionalDependencies as Record<string, string>)[name] ?? '';
  return pinned.slice(pinned.lastIndexOf('@') + 1);
}

async function runInConsole(
  path: string,
  options: readonly string[],
  { folder }: Bundle,
  environment: Environment,
  name: string,
): Promise<Run> {
  const args = [...options, join(folder, 'console.mjs'), JSON.stringify(environment)];
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), DENO_DIR: folder, DENO_NO_UPDATE_CHECK: '1' };
  const { stdout } = await execute(path, args, { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 });
  return { version: versionOf(name), results: JSON.parse(stdout) as CaseResult[] };
}

/** workerd serves a worker; it tells its port as JSON on the file descriptor that it is given. */
async function runInWorkerd({ folder }: Bundle, environment: Environment): Promise<Run> {
  const path = program('workerd', 'bin/workerd');
  const child = spawn(path, ['serve', 'workerd.capnp', '--control-fd=3'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  try {
    const control = createInterface({ input: child.stdio[3] as NodeJS.ReadableStream });
    const [line] = await Promise.race([
      new Promise<[string]>((resolve) => control.once('line', (text) => resolve([text]))),
      new Promise<never>((_, reject) => child.once('close', () => reject(new Error(`workerd ended: ${complaint}`)))),
    ]);
    const { port } = JSON.parse(line) as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(environment) });
    const text = await response.text();
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text} ${complaint}`);
    return { version: versionOf('workerd'), results: JSON.parse(text) as CaseResult[] };
  } finally {
    child.kill();
  }
}
