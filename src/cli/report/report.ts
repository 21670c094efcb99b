import type { FileHandle } from 'node:fs/promises';
import { codeOf, CommandError } from '../command-error.ts';
import { readContent, type ReportContent } from './content.ts';
import { ReportFile } from './file.ts';
import { ReportLock } from './lock.ts';
import { openForReading } from './opening.ts';
import type { OutcomeRecord } from './record.ts';

const EMPTY: ReportContent = { accepted: new Set(), targets: new Set(), bytes: 0, wholeBytes: 0, missingEnd: '' };

/** The report of a run: what was written to it stays, whatever happens to the process or the machine. */
export class Report {
  readonly path: string;
  readonly content: ReportContent;
  readonly #lock: ReportLock;
  readonly #file: ReportFile;
  #begun = false;

  private constructor(path: string, lock: ReportLock, file: ReportFile, content: ReportContent) {
    this.path = path;
    this.#lock = lock;
    this.#file = file;
    this.content = content;
  }

  /**
   * Locks a report, opens it, and reads what it shows. A new one disappears on `close`, unless `begin` was called.
   *
   * @param say - told when this takes a while
   * @throws {@link CommandError} when another run uses it, it has lines and `resume` is `false`, or it isn't a report
   */
  static async open(path: string, { resume }: { resume: boolean }, say: (line: string) => void): Promise<Report> {
    checkPath(path);
    const lock = await ReportLock.take(path, () => say(`Checking whether another run still uses ${path} …`));
    try {
      const file = await ReportFile.open(path, process.platform === 'win32' ? undefined : lock.owner);
      try {
        return new Report(path, lock, file, await read(file.handle, path, resume));
      } catch (error) {
        await file.close({ unused: true });
        throw error;
      }
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Called as soon as another run takes the report over. */
  set onLost(listener: () => void) {
    this.#lock.onLost = listener;
  }

  /**
   * Prepares the file for the first line: cuts off a torn last one, and finds out whether the disk has room.
   *
   * @param warn - told when others can read it
   * @throws {@link CommandError} when it can't be written
   */
  async begin(warn: (line: string) => void): Promise<void> {
    if (!(await this.#lock.isHeld())) throw new CommandError('nothingSent', lost(this.path));
    await this.#file.begin(this.content, warn);
    this.#begun = true;
  }

  /**
   * Writes lines and waits until they are on the disk.
   *
   * @throws {@link CommandError} when they are not
   */
  async write(records: readonly OutcomeRecord[]): Promise<void> {
    // In this order, since a run that took over removed the lock before it wrote.
    const changed = await this.#file.contentFault();
    stopFor((await this.fault()) ?? changed);
    try {
      await this.#file.append(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    } catch (error) {
      const what = `${this.path} can no longer be written (${codeOf(error)}).`;
      throw new CommandError('notAllAccepted', `${what} Make room.`, { cause: error });
    }
    // The lines might be in a file that no longer has a name.
    stopFor(await this.fault());
  }

  /** Why nothing more may be sent; `undefined` when there is no reason. */
  async fault(): Promise<string | undefined> {
    return (await this.#file.nameFault()) ?? ((await this.#lock.isHeld()) ? undefined : lost(this.path));
  }

  async close(): Promise<void> {
    await this.#file.close({ unused: !this.#begun });
    this.#lock.release();
  }
}

/**
 * Reads what a report shows without locking or changing it.
 *
 * @throws {@link CommandError} when it has lines and `resume` is `false`, or isn't a report
 */
export async function readReport(path: string, { resume }: { resume: boolean }): Promise<ReportContent> {
  checkPath(path);
  const handle = await openForReading(path);
  if (handle === undefined) return EMPTY;
  try {
    return await read(handle, path, resume);
  } finally {
    await handle.close();
  }
}

function stopFor(fault: string | undefined): void {
  if (fault !== undefined) throw new CommandError('notAllAccepted', fault);
}

function checkPath(path: string): void {
  if (path !== '-') return;
  const what = '--report needs a file: a run that continues has to read it again.';
  throw new CommandError('nothingSent', `${what} For lines on standard output, use --json.`);
}

async function read(handle: FileHandle, path: string, resume: boolean): Promise<ReportContent> {
  const { size } = await handle.stat();
  if (resume || size === 0) return readContent(handle, path);
  const what = `${path} already has lines.`;
  throw new CommandError('nothingSent', `${what} Continue it with --resume, or name another file.`);
}

function lost(path: string): string {
  return `This run has lost the lock of ${path}: it was stopped so long that another run took over, or the lock file was removed.`;
}
