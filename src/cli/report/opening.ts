import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf, CommandError } from '../command-error.ts';

/** A report names people. */
export const OWNER_ONLY = 0o600;
/** Neither follows a link nor waits for the other end of a pipe; Windows has no such flags. */
export const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a report that is only read.
 *
 * @returns `undefined` when there is none
 * @throws {@link CommandError} when it isn't a file, or can't be read
 */
export async function openForReading(path: string): Promise<FileHandle | undefined> {
  const handle = await openUnless('ENOENT', path, constants.O_RDONLY);
  return handle === undefined ? undefined : checked(handle, path);
}

/**
 * Opens a report for reading and appending, and creates it if it doesn't exist.
 *
 * @param owner - the user ID that an existing one must have: the one that files created here get; `undefined` where there
 *   are none
 * @throws {@link CommandError} when it isn't a file of this user, or can't be opened
 */
export async function openOrCreate(
  path: string,
  owner: bigint | undefined,
): Promise<{ handle: FileHandle; created: boolean }> {
  const flags = constants.O_RDWR | constants.O_APPEND;
  const created = await openUnless('EEXIST', path, flags | constants.O_CREAT | constants.O_EXCL);
  if (created !== undefined) return { handle: await checked(created, path), created: true };
  return { handle: await checked(await openSafely(path, flags), path, owner), created: false };
}

async function openSafely(path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags | SAFELY, OWNER_ONLY);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** @returns `undefined` after an error with this code */
async function openUnless(code: string, path: string, flags: number): Promise<FileHandle | undefined> {
  return openSafely(path, flags).catch((error: unknown) => {
    if (error instanceof CommandError && codeOf(error.cause) === code) return undefined;
    throw error;
  });
}

async function checked(handle: FileHandle, path: string, owner?: bigint): Promise<FileHandle> {
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) throw unusable(path, "isn't a regular file. Name one.");
    if (stats.nlink > 1n) throw unusable(path, 'has a second name (a hard link). Name another file.');
    if (owner !== undefined && stats.uid !== owner) {
      throw unusable(path, `belongs to another user (user ID ${stats.uid}). Name a file of your own.`);
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function cannotOpen(path: string, error: unknown): CommandError {
  const code = codeOf(error);
  if (code === 'ELOOP' || code === 'EMLINK') return unusable(path, 'is a symbolic link. Name the file itself.', error);
  if (code === 'EISDIR' || code === 'ENXIO') return unusable(path, "isn't a regular file. Name one.", error);
  return unusable(path, `can't be opened (${code}). Name another file.`, error);
}

/** Why a report can't be used. */
export function unusable(path: string, fault: string, cause?: unknown): CommandError {
  return new CommandError('nothingSent', `--report: ${path} ${fault}`, { cause });
}
