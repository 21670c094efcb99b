import { createRequire } from 'node:module';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CommandError } from './command-error.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { EXIT_STATUS } from './exit-status.ts';
import { OPTIONS, type OptionRow, type ValueKind } from './flags.ts';

/** What was asked for, as it was written. */
export interface Invocation {
  command: CommandName;
  options: ParsedOptions;
}

/** The options as the parser leaves them: those not given are absent. */
export interface ParsedOptions {
  id?: string[];
  login?: string[];
  file?: string;
  column?: string;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
  report?: string;
  resume?: boolean;
  batchSize?: number;
  concurrency?: number;
  rate?: number;
  /** In seconds. */
  timeout?: number;
  baseUrl?: string;
  asUser?: string;
  progress?: boolean;
  debug?: boolean;
}

const NAME = 'box-session-termination';
const MAX_SECONDS = 86_400;
/** What the parser says less well. */
const FAULTS: Readonly<Record<string, string>> = {
  'commander.help': 'Nothing was asked for.',
  'commander.excessArguments': 'Whom to sign out is named with --login, --id or --file.',
};

/**
 * Reads the arguments.
 *
 * @returns `undefined` when the help or the version was asked for; `print` has been given it
 * @throws {@link CommandError} for wrong usage
 */
export function readInvocation(args: readonly string[], print: (text: string) => void): Invocation | undefined {
  let invocation: Invocation | undefined;
  const program = createProgram(print, (found) => {
    invocation = found;
  });
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'commander.helpDisplayed' || code === 'commander.version') return undefined;
    if (!code?.startsWith('commander.')) throw error;
    throw new CommandError('nothingSent', `${FAULTS[code] ?? oneLine(message)} See ${NAME} --help.`);
  }
  return invocation;
}

function createProgram(print: (text: string) => void, found: (invocation: Invocation) => void): Command {
  const { version } = createRequire(import.meta.url)('box-session-termination/package.json') as { version: string };
  const program = new Command(NAME)
    .description('Signs users and groups out of Box.')
    .version(version, '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp({ helpWidth: 80 })
    .configureOutput({ writeOut: print, writeErr: () => {} })
    .exitOverride()
    .addHelpText('after', `${examples(['users --login ada@example.com', 'doctor'])}\n${ENVIRONMENT}\n${statuses()}`);
  for (const name of Object.keys(COMMANDS) as CommandName[]) addCommand(program, name, found);
  return program;
}

function addCommand(program: Command, name: CommandName, found: (invocation: Invocation) => void): void {
  const { summary, description, examples: shown } = COMMANDS[name];
  const command = program
    .command(name)
    .summary(summary)
    .description(description)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', examples(shown))
    .action((options: ParsedOptions) => found({ command: name, options }));
  for (const row of OPTIONS.filter(({ commands }) => commands.includes(name))) command.addOption(createOption(row));
}

function createOption(row: OptionRow): Option {
  const option = new Option(
    row.flags,
    row.default === undefined ? row.description : `${row.description} (default: ${row.default})`,
  );
  return row.value === 'flag' ? option : option.argParser(valueReader(row.value));
}

function valueReader(kind: Exclude<ValueKind, 'flag'>): (text: string, earlier: unknown) => unknown {
  return (text, earlier) => {
    if (text === '' || text.startsWith('--')) throw new InvalidArgumentError('It needs a value.');
    if (kind === 'texts') return [...((earlier as string[] | undefined) ?? []), text];
    if (earlier !== undefined) throw new InvalidArgumentError('It may be given once.');
    if (kind === 'count') return readCount(text);
    return kind === 'seconds' ? readSeconds(text) : text;
  };
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 1_000_000) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 1,000,000.');
  }
  return count;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds < 0.001 || seconds > MAX_SECONDS) {
    throw new InvalidArgumentError(`It must be a number of seconds above 0, up to ${MAX_SECONDS}.`);
  }
  return seconds;
}

/** The parser may put a suggestion on a line of its own, ends without a full stop, and quotes what was given. */
function oneLine(message: string): string {
  const line = message
    .replace(/^error: /, '')
    .replaceAll(/'[^']*'/g, (quoted) => (/^'(?:--?)?[a-z-]+(?: <[a-z]+>)?'$/.test(quoted) ? quoted : "'…'"))
    .replace(/ argument '.*?' is invalid\./, ' is invalid.')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
  const sentence = line.charAt(0).toUpperCase() + line.slice(1);
  return /[.)]$/.test(sentence) ? sentence : `${sentence}.`;
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${NAME} ${line}\n`).join('')}`;
}

const ENVIRONMENT = `Credentials come from the environment, never from an option: BOX_ACCESS_TOKEN,
or BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID or BOX_USER_ID,
or BOX_CONFIG_FILE, the JSON file that Box's Developer Console downloads.
`;

function statuses(): string {
  return `Exit status: ${Object.values(EXIT_STATUS)
    .map(({ status }) => status)
    .join(', ')}; 0 means that all was accepted, 2 that nothing was sent.`;
}
