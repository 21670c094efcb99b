import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { MARK } from './files.ts';

/** The folders whose files are all machine-written, except those without our mark. */
const FOLDERS = ['generated', 'docs/reference'];
/** Contains everything to be put in place, once it is complete. */
const STAGED = 'generated/.staged';
/** Contains what is still being collected. */
const STAGING = /^\.staging-/;

/** The content of each file by its path within the root. */
export type Outputs = Readonly<Record<string, string>>;

/** What a run would change on disk, by paths within the root. */
export interface Difference {
  changed: string[];
  /** Machine-written files that nothing writes anymore, and what a killed run left. */
  stale: string[];
}

/** What differs on disk from what would be written. Reads only. */
export async function compareWithDisk(root: string, outputs: Outputs): Promise<Difference> {
  const changed: string[] = [];
  for (const [path, content] of Object.entries(outputs)) {
    if ((await readIfThere(join(root, path))) !== content) changed.push(path);
  }
  const found = (await Promise.all(FOLDERS.map((folder) => filesOf(root, folder)))).flat();
  const stale: string[] = [];
  for (const path of found.filter((file) => !Object.hasOwn(outputs, file))) {
    if (isLeftover(path) || (await readIfThere(join(root, path)))?.includes(MARK) === true) stale.push(path);
  }
  return { changed, stale };
}

/**
 * Puts the changed outputs in place, all or none. It collects them in one folder first and then renames it. A run that fails or is
 * killed before the renaming has changed nothing; {@link finishKilledRun} finishes one killed after it.
 */
export async function writeOutputs(root: string, outputs: Outputs, { changed, stale }: Difference): Promise<void> {
  if (changed.length > 0) {
    const staging = join(root, 'generated', `.staging-${process.pid}`);
    try {
      for (const path of changed) {
        await writeDurably(join(staging, path), outputs[path] ?? '');
        await access(await folderOf(join(root, path)), constants.W_OK);
      }
      await rename(staging, join(root, STAGED));
    } catch (error) {
      await rm(staging, { recursive: true, force: true });
      throw error;
    }
    await placeStaged(root);
  }
  for (const path of stale) await rm(join(root, path), { force: true });
}

/** Makes the tree whole after a killed run: what was complete is put in place, what wasn't is removed. */
export async function finishKilledRun(root: string): Promise<void> {
  await placeStaged(root);
  for (const name of await readdir(join(root, 'generated')).catch(() => [])) {
    if (STAGING.test(name)) await rm(join(root, 'generated', name), { recursive: true, force: true });
  }
}

async function placeStaged(root: string): Promise<void> {
  for (const path of await filesOf(root, STAGED)) {
    const target = join(root, relative(STAGED, path));
    await folderOf(target);
    await rename(join(root, path), target);
  }
  await rm(join(root, STAGED), { recursive: true, force: true });
}

async function writeDurably(path: string, content: string): Promise<void> {
  await folderOf(path);
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The folder of a file, which it makes if there is none. */
async function folderOf(path: string): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** All files below a folder, by their paths within the root, with `/` on every system. */
async function filesOf(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}

function isLeftover(path: string): boolean {
  return path.startsWith('generated/.stag');
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
