import { fork } from 'node:child_process';

/**
 * Runs a server in a process of its own for as long as something takes.
 *
 * @param limit - how many requests it takes in a second. Default: any number
 */
export async function serving<Result>(work: (origin: string) => Promise<Result>, limit = Infinity): Promise<Result> {
  const path = new URL('accepting-server.ts', import.meta.url);
  const child = fork(path, [String(limit)], { execArgv: ['--import', 'tsx'] });
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      child.once('message', (message) => resolve(message as string));
      child.once('exit', () => reject(new Error('the server of the measurement ended')));
    });
    return await work(origin);
  } finally {
    child.kill();
  }
}
