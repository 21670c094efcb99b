import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, CommandError } from '../command-error.ts';
import { readReport, type ReportContent } from './content.ts';
import { ReportLock } from './lock.ts';
import type { OutcomeRecord } from './record.ts';

/** It names people. */
const OWNER_ONLY = 0o600;

/** The report of a run: what was written to it stays, whatever happens to the process or the machine. */
export class Report {
  readonly content: ReportContent;
  readonly #path: string;
  readonly #lock: ReportLock;
  #file: FileHandle | undefined;

  private constructor(path: string, lock: ReportLock, content: ReportContent) {
    this.#path = path;
    this.#lock = lock;
    this.content = content;
  }

  /**
   * Locks a report and reads what it shows. The file itself is not touched before `begin`.
   *
   * @throws {@link CommandError} when another run uses it, or when it has lines and `resume` is `false`
   */
  static async open(path: string, { resume }: { resume: boolean }): Promise<Report> {
    const lock = await ReportLock.take(path);
    try {
      return new Report(path, lock, await readReport(path, { resume }));
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /**
   * Makes the file ready for the first line: a torn last one is cut off.
   *
   * @throws {@link CommandError} when it cannot be written
   */
  async begin(): Promise<void> {
    try {
      this.#file = await open(this.#path, 'a', OWNER_ONLY);
      await this.#file.truncate(this.content.wholeBytes);
      await this.#file.appendFile(this.content.missingEnd);
      await this.#file.datasync();
      await syncFolder(dirname(this.#path));
    } catch (error) {
      throw new CommandError('nothingSent', `--report: ${this.#path} cannot be written (${codeOf(error)}).`, {
        cause: error,
      });
    }
  }

  /**
   * Writes lines and waits until they are on the disk.
   *
   * @throws {@link CommandError} when they are not
   */
  async write(records: readonly OutcomeRecord[]): Promise<void> {
    try {
      await this.#file?.appendFile(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      await this.#file?.datasync();
    } catch (error) {
      const what = `${this.#path} cannot be written any more (${codeOf(error)}), so the run has stopped.`;
      throw new CommandError('notAllAccepted', `${what} Make room and go on with --resume.`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#file?.close().catch(() => {});
    this.release();
  }

  /** Lets other runs have the report; synchronous, for the last moment of a process. */
  release(): void {
    this.#lock.release();
  }
}

/** Else the name of a new file may be lost with the power. Not every system can do it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync();
    await handle.close();
  } catch {
    // The lines themselves are safe.
  }
}
