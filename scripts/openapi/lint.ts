import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Rejection } from '../terminal/rejection.ts';
import type { JsonObject } from './json.ts';
import { selfContained } from './self-contained.ts';

/** What makes a spec wrong. Matters of taste are Box's business. */
const RULES = [
  'struct',
  'no-unresolved-refs',
  'no-empty-servers',
  'no-duplicated-tag-names',
  'no-identical-paths',
  'no-undefined-server-variable',
  'operation-operationId',
  'operation-operationId-unique',
  'operation-parameters-unique',
  'path-declaration-must-exist',
  'path-not-include-query',
  'path-parameters-defined',
  'security-defined',
  'spec-components-invalid-map-name',
];
/** Far beyond what Box's whole spec needs. */
const LIMITS = { timeout: 120_000, maxBuffer: 256 * 1024 * 1024 };

const command = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js');
const run = promisify(execFile);

interface Problem {
  message: string;
  location: { pointer?: string }[];
}

/** Checks a document, or rejects with a {@link Rejection}. */
export type Lint = (document: JsonObject) => Promise<void>;

/**
 * Lints a document with Redocly's command: in a process and a folder of its own, without our environment, and with a document
 * that refers to nothing outside.
 *
 * @throws {@link Rejection} for a document that breaks a rule, or when the linter takes too long
 */
export async function lint(document: JsonObject): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'box-session-termination-'));
  // A signal can end this process while it waits.
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    // No security means the same as an empty list, which Redocly wants to see.
    await writeFile(join(folder, 'openapi.json'), JSON.stringify({ security: [], ...selfContained(document) }));
    await writeFile(join(folder, 'lint.yaml'), `rules:\n${RULES.map((rule) => `  ${rule}: error\n`).join('')}`);
    reject(await problemsIn(folder));
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function problemsIn(folder: string): Promise<Problem[]> {
  const args = [command, 'lint', 'openapi.json', '--config', 'lint.yaml', '--format', 'json'];
  const failed = { stdout: '', stderr: '', killed: false, code: undefined, signal: undefined };
  const { stdout, stderr, killed, code, signal } = await run(process.execPath, args, {
    cwd: folder,
    env: envIn(folder),
    ...LIMITS,
  })
    .then((output) => ({ ...failed, ...output }))
    .catch((error: unknown) => ({ ...failed, ...(error as object) }));
  if (killed) {
    throw new Rejection(
      `Redocly didn't end within ${LIMITS.timeout / 1000} s. Try again when the machine is less busy.`,
    );
  }
  try {
    return (JSON.parse(stdout) as { problems: Problem[] }).problems;
  } catch {
    const reason = stderr.trim().split('\n').at(-1) || signal || code;
    throw new Rejection(`Redocly can't check the spec (${reason}). Try again, or look at the spec's source.`);
  }
}

/** Nothing of the person's environment, and a home without a configuration. Windows needs the last one. */
function envIn(folder: string): NodeJS.ProcessEnv {
  return {
    HOME: folder,
    USERPROFILE: folder,
    NO_COLOR: '1',
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  };
}

function reject(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const message = first.message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  const more = problems.length > 1 ? ` Problems in total: ${problems.length}.` : '';
  throw new Rejection(`The spec breaks a rule of OpenAPI: ${message} at ${first.location[0]?.pointer ?? '#'}.${more}`);
}
