import { inspect } from 'node:util';
import { oneLine } from './one-line.ts';

/** Why a run ends before anything is written. The message is what the person reads: what is wrong, and what to do. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
}

/** What to tell a person about a failure: a line, or everything when it is a fault of the generator itself. */
export function reasonOf(error: unknown): string {
  if (error instanceof Rejection) return oneLine(error.message);
  const { code, path } = error as NodeJS.ErrnoException;
  if (error instanceof Error && code !== undefined && path !== undefined) {
    return `${path} cannot be read or written (${code}). Check it and run the generator again.`;
  }
  return `The generator failed, which is a fault of its own. Report it.\n${inspect(error)}`;
}
