import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/**
 * Installs the pinned runtimes beside this file, outside the project's own packages. What is there already stays.
 *
 * @returns why they could not be installed
 */
export async function installRuntimes(): Promise<string | undefined> {
  if (await isInstalled()) return undefined;
  try {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    await execute('npm', ['ci', ...options], { cwd: FOLDER, shell: process.platform === 'win32' });
    return undefined;
  } catch (error) {
    return `npm ci failed: ${(error as { stderr?: string }).stderr?.trim().split('\n')[0] ?? String(error)}`;
  }
}

/** Whether what is installed is what the lockfile names, as far as this platform can have it. */
async function isInstalled(): Promise<boolean> {
  type Lockfile = { packages: Record<string, { version?: string }> };
  const read = async (name: string): Promise<Lockfile> => JSON.parse(await readFile(FOLDER + name, 'utf8')) as Lockfile;
  try {
    const [wanted, present] = await Promise.all([read('package-lock.json'), read('node_modules/.package-lock.json')]);
    return Object.entries(present.packages).every(([path, { version }]) => wanted.packages[path]?.version === version);
  } catch {
    return false;
  }
}
