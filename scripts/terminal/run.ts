import { spawn } from 'node:child_process';

/**
 * Runs a command of the project's tools, with its output on this terminal. `npm run` puts the tools on the PATH.
 *
 * @returns its exit status; 127 when it can't be started, 1 when a signal ended it
 */
export function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
    child.once('error', ({ message }) => {
      console.error(`${command} can't be started: ${message}`);
      resolve(127);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
}
