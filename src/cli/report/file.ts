import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, CommandError } from '../command-error.ts';

/** A report names people. */
const OWNER_ONLY = 0o600;
const MODE_OF_OTHERS = 0o077n;
/** Neither follows a link nor waits for the other end of a pipe; Windows has no such flags. */
const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
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
    const { handle, created } = await openOrCreate(path);
    try {
      const stats = await check(handle, path);
      if (!created && owner !== undefined && stats.uid !== owner) {
        throw unusable(path, `belongs to another user (user ID ${stats.uid}). Name a file of your own.`);
      }
      return new ReportFile(path, handle, created);
    } catch (error) {
      await handle.close();
      throw error;
    }
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

/**
 * Opens a report that is only read.
 *
 * @returns `undefined` when there is none
 * @throws {@link CommandError} when it isn't a file, or can't be read
 */
export async function openForReading(path: string): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | SAFELY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw cannotOpen(path, error);
  }
  try {
    await check(handle, path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openOrCreate(path: string): Promise<{ handle: FileHandle; created: boolean }> {
  const flags = constants.O_RDWR | constants.O_APPEND | SAFELY;
  try {
    return { handle: await open(path, flags | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY), created: true };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw cannotOpen(path, error);
  }
  try {
    return { handle: await open(path, flags), created: false };
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

async function check(handle: FileHandle, path: string): Promise<BigIntStats> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) throw unusable(path, "isn't a regular file. Name one.");
  if (stats.nlink > 1n) throw unusable(path, 'has a second name (a hard link). Name another file.');
  return stats;
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

function cannotOpen(path: string, error: unknown): CommandError {
  const code = codeOf(error);
  if (code === 'ELOOP' || code === 'EMLINK') return unusable(path, 'is a symbolic link. Name the file itself.', error);
  if (code === 'EISDIR' || code === 'ENXIO') return unusable(path, "isn't a regular file. Name one.", error);
  return unusable(path, `can't be opened (${code}). Name another file.`, error);
}

function unusable(path: string, fault: string, cause?: unknown): CommandError {
  return new CommandError('nothingSent', `--report: ${path} ${fault}`, { cause });
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
