import { once } from 'node:events';
import { styleText } from 'node:util';
import { codeOf } from './command-error.ts';
import { EXIT_STATUS } from './exit-status.ts';

const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 40;

/** Where everything goes that the command has to say: results on stdout, all else on stderr. */
export class Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly #environment: NodeJS.ProcessEnv;
  /** Called once nobody reads the results any more. */
  onReaderGone: () => void = () => {};
  #readerGone = false;

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, environment: NodeJS.ProcessEnv) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.#environment = environment;
    stdout.on('error', (error) => this.#onError(error));
    // Nobody is left who could be told.
    stderr.on('error', () => {});
  }

  /** Whether whoever reads the results has gone, such as `head` after its last line. */
  get readerGone(): boolean {
    return this.#readerGone;
  }

  /** How wide a line of results may be, in characters. */
  get columns(): number {
    const given = this.stdout.isTTY ? this.stdout.columns : Number(this.#environment['COLUMNS']);
    return Math.max(MIN_COLUMNS, given > 0 ? given : DEFAULT_COLUMNS);
  }

  /** Writes results, and waits while whoever reads them is slow. */
  async print(text: string): Promise<void> {
    if (this.#readerGone || text === '' || this.stdout.write(text)) return;
    const controller = new AbortController();
    const { signal } = controller;
    await Promise.race([once(this.stdout, 'drain', { signal }), once(this.stdout, 'close', { signal })]).catch(
      () => {},
    );
    controller.abort();
  }

  /** One line for the person. */
  say(line: string): void {
    this.stderr.write(`${line}\n`);
  }

  /** A word of the results in colour, where there is colour. */
  paint(color: 'red' | 'yellow' | 'green', text: string): string {
    const plain = (this.#environment['NO_COLOR'] ?? '') !== '' || this.#environment['TERM'] === 'dumb';
    return this.stdout.isTTY && !plain ? styleText(color, text, { validateStream: false }) : text;
  }

  #onError(error: unknown): void {
    if (this.#readerGone) return;
    this.#readerGone = true;
    // A broken pipe is how readers say that they have seen enough.
    if (codeOf(error) !== 'EPIPE') {
      this.say(`The results cannot be written (${codeOf(error)}).`);
      // What the command ends with may be settled already when the failure becomes known.
      process.once('exit', () => {
        process.exitCode ||= EXIT_STATUS.notAllAccepted.status;
      });
    }
    this.onReaderGone();
  }
}
