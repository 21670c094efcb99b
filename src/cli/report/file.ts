import { lstat, open, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, CommandError } from '../command-error.ts';
import { openOrCreate, OWNER_ONLY, unusable } from './opening.ts';

const MODE_OF_OTHERS = 0o077n;
/** As much as the first lines of a run. */
const PROBE = Buffer.alloc(64 * 1024, ' ');

/** The file of a report, opened once: whatever happens to its name, nothing but this file is read and written. */
export class ReportFile {
  readonly handle: FileHandle;
  readonly #path: string;
  readonly #created: boolean;
  /** What this run expects it to be, in bytes. */
  #size = 0;

  private constructor(path: string, handle: FileHandle, created: boolean) {
    this.#path = path;
    this.handle = handle;
    this.#created = created;
  }

  /**
   * Opens a report for reading and appending, and creates it if it doesn't exist.
   *
   * @param owner - the user ID that it must have: the one that files created here get; `undefined` where there are none
   * @throws {@link CommandError} when it isn't a file of this user, or can't be opened
   */
  static async open(path: string, owner: bigint | undefined): Promise<ReportFile> {
    const { handle, created } = await openOrCreate(path, owner);
    return new ReportFile(path, handle, created);
  }

  /**
   * Prepares the file for the first line: takes away the rights of others, cuts off what follows `wholeBytes`, and finds out
   * whether the disk has room.
   *
   * @param bytes - its size when it was read
   * @param warn - told when others had, or still have, rights to it
   * @throws {@link CommandError} when it changed since then, or can't be written
   */
  async begin(
    { bytes, wholeBytes, missingEnd }: { bytes: number; wholeBytes: number; missingEnd: string },
    warn: (line: string) => void,
  ): Promise<void> {
    this.#size = bytes;
    const fault = (await this.nameFault()) ?? (await this.contentFault());
    if (fault !== undefined) throw new CommandError('nothingSent', fault);
    await closeToOthers(this.handle, this.#path, warn);
    try {
      await this.handle.truncate(wholeBytes);
      await this.handle.appendFile(PROBE);
      await this.handle.datasync();
      await this.handle.truncate(wholeBytes);
      await this.handle.appendFile(missingEnd);
      await this.handle.datasync();
      await syncFolder(dirname(this.#path));
      this.#size = wholeBytes + missingEnd.length;
    } catch (error) {
      await this.handle.truncate(wholeBytes).catch(() => {});
      throw unusable(this.#path, `can't be written (${codeOf(error)}). Make room, or name another file.`, error);
    }
  }

  /**
   * Appends text and waits until it is on the disk.
   *
   * @throws the error of the file system; then nothing was appended, as far as the disk allows
   */
  async append(text: string): Promise<void> {
    try {
      const bytes = Buffer.from(text);
      await this.handle.appendFile(bytes);
      await this.handle.datasync();
      this.#size += bytes.length;
    } catch (error) {
      await this.handle.truncate(this.#size).catch(() => {});
      throw error;
    }
  }

  /** What happened to the name of the file behind the back of this run; `undefined` when nothing did. */
  async nameFault(): Promise<string | undefined> {
    try {
      const [opened, named] = await Promise.all([
        this.handle.stat({ bigint: true }),
        lstat(this.#path, { bigint: true }),
      ]);
      const isSame = named.dev === opened.dev && named.ino === opened.ino;
      return isSame ? undefined : `${this.#path} was replaced by another file after this run opened it.`;
    } catch (error) {
      const hasFolder = await lstat(dirname(this.#path)).then(
        () => true,
        () => false,
      );
      if (!hasFolder) return `The folder of ${this.#path} was removed after this run opened it.`;
      return codeOf(error) === 'ENOENT'
        ? `${this.#path} was deleted after this run opened it.`
        : `${this.#path} can no longer be found (${codeOf(error)}).`;
    }
  }

  /** The same for what is in it. Not to be asked while it is written. */
  async contentFault(): Promise<string | undefined> {
    const { size } = await this.handle.stat();
    return size === this.#size ? undefined : `${this.#path} was changed by another program after this run opened it.`;
  }

  /** Closes the file, and removes it again if this run created it and never wrote to it. */
  async close({ unused }: { unused: boolean }): Promise<void> {
    const isLeftover =
      unused && this.#created && (await this.nameFault()) === undefined && (await this.contentFault()) === undefined;
    await this.handle.close().catch(() => {});
    if (isLeftover) await unlink(this.#path).catch(() => {});
  }
}

/** Takes the rights of others to a file away, or warns when that can't be done. */
async function closeToOthers(handle: FileHandle, path: string, warn: (line: string) => void): Promise<void> {
  const before = await handle.stat({ bigint: true });
  if (process.platform === 'win32' || (before.mode & MODE_OF_OTHERS) === 0n) return;
  await handle.chmod(OWNER_ONLY).catch(() => {});
  const { mode } = await handle.stat({ bigint: true });
  warn(
    (mode & MODE_OF_OTHERS) === 0n
      ? `${path} could be read or changed by others, and it names people. From now on it is yours alone.`
      : `${path} can be read or changed by others, and it names people. Keep it where only you have access.`,
  );
}

/** Without this, the name of a new file might be lost with the power. Not every system can do it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync();
    await handle.close();
  } catch {
    // The lines themselves are safe.
  }
}
