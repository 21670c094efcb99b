import { once } from 'node:events';
import { codeOf } from './command-error.ts';
import { EXIT_STATUS } from './exit-status.ts';
import { safeJson, safeLine } from './text/safe-text.ts';

const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 40;
/** The codes of colors (ECMA-48, section 8.3.117). */
const COLORS = { red: 31, green: 32, yellow: 33, none: 39 } as const;
/** Marks a change of color in a text until it is written. It ends in a number that no text of others can know. */
const MARK = `color-${Math.random().toString(36).slice(2)}-`;

/**
 * The one place that writes to a terminal: results on stdout, everything else on stderr. Whatever it writes is made safe
 * here, so no name, path or text of a server can steer the terminal.
 */
export class Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly #environment: NodeJS.ProcessEnv;
  /** Called when the reader of the results has gone. */
  onReaderGone: () => void = () => {};
  #readerGone = false;

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, environment: NodeJS.ProcessEnv) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.#environment = environment;
    stdout.on('error', (error) => this.#onError(error));
    // Without a reader there is nowhere to report it.
    stderr.on('error', () => {});
  }

  /** Whether the reader of the results has gone, such as `head` after its last line. */
  get readerGone(): boolean {
    return this.#readerGone;
  }

  /** How wide a line of results can be, in characters. */
  get columns(): number {
    const given = this.stdout.isTTY ? this.stdout.columns : Number(this.#environment['COLUMNS']);
    return Math.max(MIN_COLUMNS, given > 0 ? given : DEFAULT_COLUMNS);
  }

  /** Writes lines of results for a person, and waits while their reader is slow. */
  async print(text: string): Promise<void> {
    await this.#write(text.split('\n').map(safeLine).join('\n'));
  }

  /** Writes results as lines of JSON, and waits while their reader is slow. */
  async printJson(...values: readonly unknown[]): Promise<void> {
    await this.#write(values.map((value) => `${safeJson(value)}\n`).join(''));
  }

  /** Writes one line for the person to stderr. */
  say(line: string): void {
    this.stderr.write(`${colored(safeLine(line))}\n`);
  }

  /** Writes what ends the command to stderr. */
  sayError(message: string): void {
    this.say(`${this.#paintFor(this.stderr, 'red', 'Error:')} ${message}`);
  }

  /** A word of the results in color, if stdout shows color. */
  paint(color: 'red' | 'yellow' | 'green', text: string): string {
    return this.#paintFor(this.stdout, color, text);
  }

  /** Resolves when everything that was written has left the process, or when it can't. */
  async flush(): Promise<void> {
    const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
      new Promise((resolve) => {
        if (stream.destroyed) return resolve();
        stream.once('close', resolve);
        stream.write('', () => resolve());
      });
    await Promise.all([flushed(this.stdout), flushed(this.stderr)]);
  }

  #paintFor(stream: NodeJS.WriteStream, color: 'red' | 'yellow' | 'green', text: string): string {
    const isPlain = (this.#environment['NO_COLOR'] ?? '') !== '' || this.#environment['TERM'] === 'dumb';
    return stream.isTTY && !isPlain ? `${MARK}${COLORS[color]};${text}${MARK}${COLORS.none};` : text;
  }

  async #write(text: string): Promise<void> {
    if (this.#readerGone || text === '' || this.stdout.write(colored(text))) return;
    const controller = new AbortController();
    const { signal } = controller;
    await Promise.race([once(this.stdout, 'drain', { signal }), once(this.stdout, 'close', { signal })]).catch(
      () => {},
    );
    controller.abort();
  }

  #onError(error: unknown): void {
    if (this.#readerGone) return;
    this.#readerGone = true;
    // A broken pipe is how readers say that they have seen enough.
    if (codeOf(error) !== 'EPIPE') {
      this.say(`The results can't be written (${codeOf(error)}).`);
      // The exit status can be settled before the failure becomes known.
      process.once('exit', () => {
        process.exitCode ||= EXIT_STATUS.notAllAccepted.status;
      });
    }
    this.onReaderGone();
  }
}

function colored(text: string): string {
  return text.replaceAll(new RegExp(`${MARK}(\\d\\d);`, 'g'), '\u001B[$1m');
}
