import { createRequire } from 'node:module';
import { COMMANDS, NAME, type CommandName } from './commands.ts';
import type { Exit } from './exit-status.ts';
import { OPTIONS, type OptionRow } from './flags.ts';
import { examplesOf, generalHelp, helpFor } from './usage/help.ts';
import { Command, CommanderError, Option } from './usage/parser.ts';
import { longName, rejectArguments, rejectCommand, usageErrorOf } from './usage/usage-error.ts';
import { valueReader } from './usage/values.ts';

/** The options of every command that talks to Box. */
export interface ConnectionOptions {
  json: boolean;
  /** In seconds. */
  timeout: number;
  baseUrl: string;
  tokenUrl?: string;
  asUser?: string;
  debug: boolean;
}

/** The options of `users` and `groups`. */
export interface SignOutOptions extends ConnectionOptions {
  id: readonly string[];
  login: readonly string[];
  /** A path, or `-` for standard input. */
  file?: string;
  column?: string;
  dryRun: boolean;
  /** Whether not to ask. */
  yes: boolean;
  report?: string;
  resume: boolean;
  batchSize: number;
  concurrency: number;
  /** Requests per minute. */
  rate: number;
  keepGoing: boolean;
  progress: boolean;
}

/** The options of `verify`. */
export interface VerifyOptions extends ConnectionOptions {
  report?: string;
  /** In minutes. */
  watch?: number;
  since?: Date;
}

/** `groups` has no logins. */
const NO_TARGETS = { id: [], login: [] };

/** What a person typed, with every default in place. */
export type Invocation =
  | { command: 'users' | 'groups'; options: SignOutOptions }
  | { command: 'verify'; options: VerifyOptions }
  | { command: 'doctor'; options: ConnectionOptions }
  | { command: 'completion'; shell: string | undefined };

/** What the parser needs to know of its surroundings. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  /** The width of the terminal; `undefined` where there is none. */
  columns: number | undefined;
  /** Receives the help or the version. */
  print: (text: string) => void;
}

/**
 * Reads the arguments.
 *
 * @returns the exit status if the help or the version was printed and nothing is left to do
 * @throws {@link CommandError} for wrong usage
 */
export function readInvocation(args: readonly string[], surroundings: Surroundings): Invocation | Exit {
  let invocation: Invocation | Exit = 'allAccepted';
  try {
    createProgram(args, surroundings, (found) => (invocation = found)).parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 'allAccepted';
    throw usageErrorOf(error, args[0]);
  }
  return invocation;
}

function createProgram(
  args: readonly string[],
  surroundings: Surroundings,
  found: (invocation: Invocation | Exit) => void,
): Command {
  const { columns, print } = surroundings;
  const program = new Command(NAME)
    .description('Signs users and the members of groups out of Box.')
    .usage('<command> [options]')
    .option('-V, --version', 'show the version')
    .on('option:version', () => {
      printVersion(print);
      throw new CommanderError(0, 'commander.version', '');
    })
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp(helpFor(columns))
    .configureOutput({ writeOut: print, writeErr: () => {} })
    .addHelpText('after', () => generalHelp(columns))
    .enablePositionalOptions()
    // Both are rejected here, with messages that never show what follows a name.
    .allowUnknownOption()
    .allowExcessArguments()
    .exitOverride()
    .action((_, root: Command) => {
      if (root.args.length > 0) rejectCommand(root.args);
      root.outputHelp();
      found('nothingSent');
    });
  const add = (name: CommandName, act: (command: Command) => void): void => {
    const command = addCommand(program, name);
    // The options of the others would only cost the start time.
    if (args.includes(name)) addOptions(command, name, surroundings.environment);
    command.action(() => {
      rejectArguments(name, command.args);
      act(command);
    });
  };
  for (const name of ['users', 'groups'] as const) {
    add(name, (command) => found({ command: name, options: { ...NO_TARGETS, ...command.opts<SignOutOptions>() } }));
  }
  add('verify', (command) => found({ command: 'verify', options: command.opts<VerifyOptions>() }));
  add('doctor', (command) => found({ command: 'doctor', options: command.opts<ConnectionOptions>() }));
  add('completion', ({ args: [shell] }) => found({ command: 'completion', shell }));
  add('help', ({ args: [name] }) => {
    const about = name === undefined ? program : program.commands.find((command) => command.name() === name);
    (about ?? rejectCommand([name ?? ''])).outputHelp();
  });
  add('version', () => printVersion(print));
  return program;
}

function printVersion(print: Surroundings['print']): void {
  const { version } = createRequire(import.meta.url)('box-session-termination/package.json') as { version: string };
  print(`${version}\n`);
}

function addCommand(program: Command, name: CommandName): Command {
  const { summary, description, operands } = COMMANDS[name];
  return program
    .command(name)
    .summary(summary)
    .description(description)
    .usage(['[options]', ...operands].join(' '))
    .allowUnknownOption()
    .addHelpText('after', examplesOf(name));
}

function addOptions(command: Command, name: CommandName, environment: NodeJS.ProcessEnv): void {
  for (const row of OPTIONS.filter(({ commands }) => commands.includes(name))) addOption(command, row, environment);
}

function addOption(
  command: Command,
  { flags, description, value, ...row }: OptionRow,
  environment: NodeJS.ProcessEnv,
): void {
  const named = row.variable === undefined ? description : `${description} (or ${row.variable})`;
  const option = new Option(flags, named);
  const attribute = option.attributeName();
  if (row.default !== undefined) option.default(row.default, String(row.default));
  if (value !== 'flag') {
    const isGiven = (): boolean => command.getOptionValueSource(attribute) === 'cli';
    option.argParser(valueReader(longName(flags), value, isGiven));
  }
  command.addOption(option);
  // Set here instead of in the option, whose help would show "default: false".
  if (value === 'flag' && !option.negate) command.setOptionValueWithSource(attribute, false, 'default');
  const given = row.variable === undefined ? undefined : environment[row.variable];
  if (given) command.setOptionValueWithSource(attribute, given, 'env');
}
