import { inspect } from 'node:util';
import { oneLine } from './one-line.ts';

/** The reason why a run ends before it writes anything. The message says what is wrong and what to do. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
}

/** What to print about a failure: one line, or everything if it is a fault of the generator itself. */
export function reasonOf(error: unknown): string {
  if (error instanceof Rejection) return oneLine(error.message);
  const { code, path, syscall, message } = error as NodeJS.ErrnoException;
  if (error instanceof Error && code !== undefined && path !== undefined) {
    return oneLine(`${path} can't be read or written (${code}). Check it and run the generator again.`);
  }
  // A full disk names no file.
  if (error instanceof Error && syscall !== undefined) {
    return oneLine(`A file can't be read or written (${message}). Check the disk and run the generator again.`);
  }
  return `The generator has a bug. Report it.\n${inspect(error)}`;
}
