import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from './json.ts';
import { Rejection } from '../terminal/rejection.ts';

const command = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js');
const run = promisify(execFile);

/** Far beyond what Box's whole description needs. */
const LIMITS = { timeout: 120_000, maxBuffer: 256 * 1024 * 1024 };

/** How a run of the command ended. */
export interface Outcome {
  failed: boolean;
  stdout: string;
  stderr: string;
}

/** A folder of its own for the command's files, which is gone afterwards, even when a signal ends the run. */
export async function withFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'box-session-termination-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/**
 * Runs the command in a folder, where no configuration of the project reaches it, and without the network.
 *
 * @throws {@link Rejection} when it takes too long
 */
export async function redocly(folder: string, args: string[]): Promise<Outcome> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
  };
  try {
    const output = await run(process.execPath, [command, ...args], { cwd: folder, env, ...LIMITS });
    return { failed: false, ...output };
  } catch (error) {
    const { stdout = '', stderr = '', killed } = error as Partial<Outcome> & { killed?: boolean };
    if (killed === true) {
      throw new Rejection(
        `Redocly did not end within ${LIMITS.timeout / 1000} s. Try again when the machine is less busy.`,
      );
    }
    return { failed: true, stdout, stderr };
  }
}

export async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

export async function readJson(folder: string, name: string): Promise<JsonObject> {
  return JSON.parse(await readFile(join(folder, name), 'utf8')) as JsonObject;
}

/** The first problem of a failed `bundle`, on one line: what, then where. */
export function firstProblem({ stderr }: Outcome): string {
  const found = /\[1\] \S+ at (#\S*)\s+([^\n]+)/.exec(stderr);
  if (found !== null) return `${found[2]} at ${found[1]}`;
  return (
    stderr
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^[\s-]+/, '') || 'no reason given'
  );
}
