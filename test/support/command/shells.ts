import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes sure that a shell is installed: as root on Debian it is installed from the system's packages.
 *
 * @returns why it isn't available; `undefined` if it is
 */
export async function provide(shell: string): Promise<string | undefined> {
  if (await isInstalled(shell)) return undefined;
  if (process.getuid?.() !== 0) return `${shell} isn't installed, and installing it needs root`;
  const install = `apt-get install -y --no-install-recommends ${shell}`;
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('sh', ['-c', `${install} || { apt-get update && ${install}; }`], { env });
  } catch {
    return `${shell} isn't installed, and apt-get can't install it here`;
  }
  return (await isInstalled(shell)) ? undefined : `${shell} was installed but can't be started`;
}

async function isInstalled(shell: string): Promise<boolean> {
  return run(shell, ['--version']).then(
    () => true,
    () => false,
  );
}
