import type { Exit } from './exit-status.ts';

const NOTHING_SENT = 'Nothing was sent.';

interface CommandErrorOptions {
  cause?: unknown;
  /** Whether no target was sent. Default: whether the exit status says so. */
  nothingSent?: boolean;
  /** Default: `false`. */
  isDecision?: boolean;
  /** Lines that follow the message, such as one for each bad line of a list. Default: none. */
  details?: readonly string[];
}

/** Ends the command. The message says what is wrong, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: Exit;
  /** Whether a person decided so, and nothing is wrong. */
  readonly isDecision: boolean;
  readonly #nothingSent: boolean;
  readonly #details: readonly string[];

  constructor(exit: Exit, message: string, options: CommandErrorOptions = {}) {
    const { cause, nothingSent = exit === 'nothingSent', isDecision = false, details = [] } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.exit = exit;
    this.isDecision = isDecision;
    this.#nothingSent = nothingSent;
    this.#details = details;
  }

  /** What a person reads, line by line. It ends in "Nothing was sent." whenever that is true. */
  get lines(): string[] {
    const end = this.#nothingSent && !this.message.endsWith(NOTHING_SENT) ? [NOTHING_SENT] : [];
    if (this.#details.length > 0) return [this.message, ...this.#details, ...end];
    return [[this.message, ...end].join(' ')];
  }

  /** The same on one line. */
  get line(): string {
    return this.lines.join(' ');
  }
}

/** The code of an error, such as `ENOENT`, for a message. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}
