import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** `script` is an essential package of Debian; the options are those of util-linux. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** Why nothing can be run in a terminal here; `undefined` when it can. Continuous integration must have one. */
export function noTerminal(): string | undefined {
  if (hasScript) return undefined;
  if (process.env['CI'] !== undefined) throw new Error('The tests need `script` of util-linux.');
  return '`script` of util-linux is not installed';
}

/** The screen of a terminal, and how the program in it ended. */
export interface Screen {
  status: number | null;
  /** Everything that was written, with `\n` for `\r\n`. */
  output: string;
}

/**
 * Runs a program whose standard streams are a pseudo-terminal.
 *
 * @param line - the program and its arguments
 * @param options - `columns`: how wide the terminal is; `resize`: how wide it is as soon as a file exists; `type`: keys
 *   that are typed as soon as a text is on the screen
 */
export async function runInTerminal(
  line: readonly string[],
  options: {
    columns: number;
    resize?: { file: string; columns: number };
    type?: { keys: string; after: string };
    environment?: Record<string, string>;
  },
): Promise<Screen> {
  const { columns, resize, type, environment = {} } = options;
  const later =
    resize === undefined
      ? ''
      : `(until [ -e ${resize.file} ]; do sleep 0.05; done; stty -F /dev/tty cols ${resize.columns}) & `;
  const inside = `stty rows 24 cols ${columns}; ${later}exec ${line.map(quote).join(' ')}`;
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^BOX_|^NO_COLOR$|^FORCE_COLOR$|^COLUMNS$/.test(name)),
  );
  const child = spawn('script', ['--quiet', '--return', '--command', inside, '/dev/null'], {
    env: { ...inherited, TERM: 'xterm', SHELL: '/bin/sh', ...environment },
    stdio: [type === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (type !== undefined) {
    let seen = '';
    child.stdout?.on('data', function look(chunk: Buffer) {
      seen += chunk.toString();
      if (!seen.includes(type.after)) return;
      child.stdout?.off('data', look);
      child.stdin?.write(type.keys);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const output = child.stdout === null ? '' : await text(child.stdout);
  return { status: await ended, output: output.replaceAll('\r\n', '\n') };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
