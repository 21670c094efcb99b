import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll } from 'vitest';
import { useFolder, type Folder } from './folder.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The project as git knows it, in a folder of its own. */
export interface ProjectCopy extends Folder {
  /** Runs git in the copy, whose files are all added and not committed. */
  git(...args: string[]): Promise<string>;
}

/**
 * A copy of the project for the file that calls it, to build in: what is written and removed there disturbs no other test, and no
 * tool that reads the project meanwhile.
 */
export function useProjectCopy(): ProjectCopy {
  const folder = useFolder();
  const git = async (...args: string[]): Promise<string> => {
    const options = { cwd: folder.path, maxBuffer: 16 * 1024 * 1024 };
    return (await promisify(execFile)('git', [`--git-dir=${folder.file('.git')}`, ...args], options)).stdout;
  };
  beforeAll(async () => {
    await git('init', '--quiet');
    const files = await git(`--work-tree=${PROJECT}`, 'ls-files', '--others', '--exclude-standard', '-z');
    for (const file of files.split('\0').filter(Boolean)) {
      await mkdir(dirname(folder.file(file)), { recursive: true });
      await cp(join(PROJECT, file), folder.file(file), { verbatimSymlinks: true });
    }
    await symlink(join(PROJECT, 'node_modules'), folder.file('node_modules'));
    await git('add', '--all');
  });
  return {
    get path() {
      return folder.path;
    },
    file: folder.file,
    git,
  };
}
