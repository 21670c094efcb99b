import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { useFolder } from '../folder.ts';

/** How a run of the command ended. */
export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** What a run gets in addition to its arguments. */
export interface Given {
  environment?: Record<string, string>;
  stdin?: string;
  /** The descriptor of a file for what it writes. */
  stdout?: number;
  /** A program that starts the command, with its arguments: the command line follows them. */
  through?: readonly string[];
  /** The `node` that runs it. Default: the one of the tests. */
  node?: string;
}

/** A run that hasn't ended. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** The built command, and a folder for what it reads and writes. */
export interface CommandFixture {
  readonly folder: string;
  /** The path of a file in the folder. */
  path(name: string): string;
  start(args: readonly string[], given?: Given): Running;
  run(args: readonly string[], given?: Given): Promise<Ended>;
  /** What starts the command: the program and its first argument. */
  program(): readonly string[];
}

/** The command with a temporary folder, for the file that calls it. */
export function useCommand(): CommandFixture {
  const entry = inject('command');
  const folder = useFolder();
  const fixture: CommandFixture = {
    get folder() {
      return folder.path;
    },
    path: folder.file,
    start: (args, given) => start(entry, args, folder.path, given),
    run: (args, given) => fixture.start(args, given).ended,
    program: () => [process.execPath, entry],
  };
  return fixture;
}

function start(
  entry: string,
  args: readonly string[],
  cwd: string,
  { environment = {}, stdin, stdout, through = [], node = process.execPath }: Given = {},
): Running {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BOX_')));
  const [program = node, ...line] = [...through, node, entry, ...args];
  const child = spawn(program, line, {
    cwd,
    env: { ...inherited, ...environment },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', stdout ?? 'pipe', 'pipe'],
  });
  child.stdin?.end(stdin);
  return { child, ended: end(child) };
}

async function end(child: ChildProcess): Promise<Ended> {
  const exited = new Promise<Pick<Ended, 'status' | 'signal'>>((resolve) =>
    child.on('close', (status, signal) => resolve({ status, signal })),
  );
  // A test may close its end before the command has said everything.
  const read = async (stream: Readable | null): Promise<string> =>
    stream === null ? '' : text(stream).catch(() => '');
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { ...(await exited), stdout, stderr };
}
