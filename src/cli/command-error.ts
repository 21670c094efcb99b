import type { Exit } from './exit-status.ts';

/** Ends the command. The message is the one line that the person reads: what is wrong, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: Exit;

  constructor(exit: Exit, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.exit = exit;
  }
}

/** The code of an error, such as `ENOENT`, for a message. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}
