import type { Exit } from './exit-status.ts';

const NOTHING_SENT = 'Nothing was sent.';

interface CommandErrorOptions {
  cause?: unknown;
  /** Whether no target was sent. Default: whether the exit status says so. */
  nothingSent?: boolean;
  /** Default: `false`. */
  isDecision?: boolean;
}

/** Ends the command. The message says what is wrong, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: Exit;
  /** Whether a person decided so, and nothing is wrong. */
  readonly isDecision: boolean;
  readonly #nothingSent: boolean;

  constructor(exit: Exit, message: string, options: CommandErrorOptions = {}) {
    const { cause, nothingSent = exit === 'nothingSent', isDecision = false } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.exit = exit;
    this.isDecision = isDecision;
    this.#nothingSent = nothingSent;
  }

  /** The line that a person reads. It ends in "Nothing was sent." whenever that is true. */
  get line(): string {
    const isSaid = !this.#nothingSent || this.message.endsWith(NOTHING_SENT);
    return isSaid ? this.message : `${this.message} ${NOTHING_SENT}`;
  }
}

/** The code of an error, such as `ENOENT`, for a message. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}
