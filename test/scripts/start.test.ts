import { execFile } from 'node:child_process';
import { cp, readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { useFolder } from '../support/folder.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const git = (...args: string[]) => promisify(execFile)('git', ['-C', copy.path, ...args]);

const copy = useFolder();

beforeAll(async () => {
  const isOurs = (path: string): boolean => !/[/\\](?:node_modules|dist|\.git)$/.test(path);
  await cp(PROJECT, copy.path, { recursive: true, filter: isOurs });
  await symlink(join(PROJECT, 'node_modules'), copy.file('node_modules'));
  await git('init', '--quiet');
  await git('add', '--all');
});

it('npm start generates, builds, runs every example against the sandbox, and leaves the tree as it was', async () => {
  const { stdout } = await promisify(execFile)('npm', ['start'], { cwd: copy.path });
  expect(stdout).toContain('0 files written');
  expect(stdout).toMatch(/^sent +POST \/2\.0\/users\/terminate_sessions .*"11446498".*"ada@example\.com"/m);
  expect(stdout).toMatch(/^sent +POST \/2\.0\/groups\/terminate_sessions .*"27335"/m);
  const examples = (await readdir(join(PROJECT, 'docs/examples'))).filter((name) => name.endsWith('.ts'));
  expect(stdout.match(/^response +Box accepted/gm)).toHaveLength(examples.length);
  // node_modules is a link here, which git takes for a file.
  const { stdout: status } = await git('status', '--porcelain', '--', ':!node_modules');
  expect(status.split('\n').filter((line) => line !== '' && !line.startsWith('A  '))).toEqual([]);
}, 180_000);
