import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { COMPILER } from '../../../scripts/terminal/run.ts';

const PROJECT = 'type-check.json';

/**
 * What the type check says about the library of a project.
 *
 * @param also - more files to check, by their paths within the project
 * @returns `path:line: message` of each error
 */
export async function typeErrors(root: string, also: readonly string[] = []): Promise<string[]> {
  const project = { extends: './tsconfig.json', files: ['src/index.ts', ...also], include: [] };
  await writeFile(join(root, PROJECT), JSON.stringify(project));
  const args = [resolve(COMPILER), '--noEmit', '--pretty', 'false', '--project', PROJECT];
  const output = await new Promise<string>((done) =>
    execFile(process.execPath, args, { cwd: root }, (_, stdout, stderr) => done(stdout + stderr)),
  );
  // The further lines of a message are indented.
  const lines = output.split('\n').filter((line) => /^\S/.test(line));
  return lines.map((line) => line.replace(/^(.+?)\((\d+),\d+\): error TS\d+/, '$1:$2'));
}
