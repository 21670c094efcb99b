import { fork, type ChildProcess } from 'node:child_process';
import type { Order } from './driver.ts';

/** A process of its own for the client of one contender. */
export class Worker {
  readonly #child: ChildProcess;

  constructor(path: string, execArgv: readonly string[] = []) {
    this.#child = fork(path, { execArgv: [...execArgv], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  order(order: Order): Promise<number> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the process of the measurement ended'));
      this.#child.once('exit', ended);
      this.#child.once('message', ({ value, failure }: { value?: number; failure?: string }) => {
        this.#child.off('exit', ended);
        if (value === undefined) reject(new Error(failure));
        else resolve(value);
      });
      this.#child.send(order);
    });
  }

  close(): void {
    this.#child.kill();
  }
}
