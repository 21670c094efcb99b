import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { useFolder } from '../support/folder.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const git = (...args: string[]) =>
  promisify(execFile)('git', [`--git-dir=${copy.file('.git')}`, ...args], {
    cwd: copy.path,
    maxBuffer: 16 * 1024 * 1024,
  });

const copy = useFolder();

beforeAll(async () => {
  await git('init', '--quiet');
  // Other tests write to folders that git ignores, and remove them at any time.
  const { stdout: files } = await git(`--work-tree=${PROJECT}`, 'ls-files', '--others', '--exclude-standard', '-z');
  for (const file of files.split('\0').filter(Boolean)) {
    await mkdir(dirname(copy.file(file)), { recursive: true });
    await cp(join(PROJECT, file), copy.file(file), { verbatimSymlinks: true });
  }
  await symlink(join(PROJECT, 'node_modules'), copy.file('node_modules'));
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
