import type { Exit } from './exit-status.ts';

/** Ends the command. The message is what the person reads: what is wrong, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: Exit;
  /** The message line by line; most are one line. */
  readonly lines: readonly string[];

  constructor(exit: Exit, message: string | readonly string[], options?: { cause: unknown }) {
    const lines = typeof message === 'string' ? [message] : message;
    super(lines.join('\n'), options);
    this.exit = exit;
    this.lines = lines;
  }
}

/** The code of an error, such as `ENOENT`, for a message. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}
