import { CommandError } from '../command-error.ts';
import { COMMANDS, NAME, type CommandName } from '../commands.ts';
import { OPTIONS } from '../flags.ts';
import { CommanderError } from './parser.ts';
import { suggest } from './suggestion.ts';

/** No name of ours is nearly as long, but a token is. */
const MAX_NAME_LENGTH = 24;
/** What programs for texts make of two hyphens. */
const LONG_DASH = /^[–—−]+/;
const NAMES = Object.keys(COMMANDS);
const CREDENTIAL_ADVICE = 'Credentials come from the environment: set BOX_ACCESS_TOKEN.';
/** Options of other programs for what comes from the environment here. */
const CREDENTIAL = /^--?(?!.*url$).*(?:token|secret|password|key|credentials?|auth)$/i;

/** The long names of a command's options. */
export function optionNames(command: CommandName): string[] {
  return OPTIONS.filter(({ commands }) => commands.includes(command)).map(({ flags }) => longName(flags));
}

/** `--file` of `-f, --file <path>`. */
export function longName(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

/** What is wrong with the arguments, in whole sentences. */
export class UsageFault extends Error {}

/** An error of the usage, with the help that explains it; any other error as it is. */
export function usageErrorOf(error: unknown, command: string | undefined): unknown {
  if (error instanceof UsageFault) return new CommandError('nothingSent', `${error.message} ${seeHelp(command)}`);
  if (!(error instanceof CommanderError)) return error;
  // The parser quotes the option as the table of options has it.
  const [option = 'An option'] = /--[a-z-]+/.exec(error.message) ?? [];
  return new CommandError('nothingSent', `${option} needs a value. ${seeHelp(command)}`);
}

/** @throws {@link UsageFault} if there is an unknown option, or an argument that the command has no use for */
export function rejectArguments(command: CommandName, args: readonly string[]): void {
  const option = args.find((argument) => /^-./.test(argument));
  if (option !== undefined) throw new UsageFault(unknownOption(option, command));
  const stray = args[COMMANDS[command].operands.length];
  if (stray !== undefined) throw new UsageFault(strayArgument(stray, command));
}

/**
 * @param args - what was typed in the place of a command
 * @throws {@link UsageFault} always
 */
export function rejectCommand([first = '', ...rest]: readonly string[]): never {
  if (!first.startsWith('-')) {
    throw new UsageFault(first.includes('@') ? strayArgument(first, 'users') : unknownCommand(first));
  }
  const name = nameIn(first);
  const command = rest.find((argument) => NAMES.includes(argument));
  const isKnown = OPTIONS.some(({ flags }) => flags.split(/[ ,]+/).includes(name ?? ''));
  throw new UsageFault(
    isKnown
      ? `${name} belongs after the command: ${NAME} ${command ?? 'users'} ${name}.`
      : `There is no option ${name ?? 'with this name'}.${CREDENTIAL.test(name ?? '') ? ` ${CREDENTIAL_ADVICE}` : ''}`,
  );
}

function unknownCommand(typed: string): string {
  const name = nameIn(typed);
  return withSuggestion(
    `There is no command ${name ?? 'with this name'}.`,
    name === undefined ? undefined : suggest(name, NAMES),
  );
}

function unknownOption(typed: string, command: CommandName): string {
  const name = nameIn(typed);
  if (name !== undefined && optionNames(command).includes(name)) {
    return typed.includes('=')
      ? `${name} takes no value.`
      : `${name} follows --, which ends the options. Remove the --.`;
  }
  const text = `${command} has no option ${name ?? 'with this name'}.`;
  if (CREDENTIAL.test(name ?? '')) return `${text} ${CREDENTIAL_ADVICE}`;
  return withSuggestion(
    text,
    name === undefined ? undefined : suggest(`--${name.replace(/^-+/, '')}`, optionNames(command)),
  );
}

function strayArgument(typed: string, command: CommandName): string {
  const [dash] = LONG_DASH.exec(typed) ?? [];
  if (dash !== undefined) {
    const name = nameIn(typed.slice(dash.length)) ?? '';
    const text = `${command} has an argument that begins with a long dash instead of two hyphens.`;
    return withSuggestion(text, suggest(`--${name}`, optionNames(command)));
  }
  const text = `${command} takes no argument without an option.`;
  const options = optionNames(command);
  const meant = typed.includes('@') ? '--login' : /^\d+$/.test(typed) ? '--id' : '--file';
  return withSuggestion(text, options.includes(meant) ? meant : undefined);
}

function withSuggestion(text: string, meant: string | undefined): string {
  return meant === undefined ? text : `${text} Did you mean ${meant}?`;
}

/** The name that was typed, never what follows it: only letters, digits and hyphens. */
function nameIn(typed: string): string | undefined {
  const [name = ''] = /^[A-Za-z\d-]*/.exec(typed) ?? [];
  return /[A-Za-z\d]/.test(name) && name.length <= MAX_NAME_LENGTH ? name : undefined;
}

function seeHelp(command: string | undefined): string {
  const isExplained = command !== undefined && NAMES.includes(command) && !/^(?:help|version)$/.test(command);
  return `See ${NAME} ${isExplained ? `${command} ` : ''}--help.`;
}
