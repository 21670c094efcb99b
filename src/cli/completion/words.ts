import { COMMANDS, type CommandName } from '../commands.ts';
import { OPTIONS, type ValueKind } from '../flags.ts';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** One option as a shell completes it. */
export interface OptionWord {
  long: string;
  short: string | undefined;
  value: ValueKind;
  description: string;
}

/** One command as a shell completes it. */
export interface CommandWord {
  name: string;
  summary: string;
  /** What can follow it, in addition to options. */
  operands: readonly string[];
  options: readonly OptionWord[];
}

const HELP: OptionWord = { long: '--help', short: '-h', value: 'flag', description: 'show this help' };

/** Everything that can be completed, from the tables of commands and options. */
export function commandWords(): CommandWord[] {
  const names = Object.keys(COMMANDS) as CommandName[];
  const operands: Partial<Record<CommandName, readonly string[]>> = { completion: SHELLS, help: names };
  return names.map((name) => ({
    name,
    summary: COMMANDS[name].summary,
    operands: operands[name] ?? [],
    options: [...OPTIONS.filter(({ commands }) => commands.includes(name)).map(optionWord), HELP],
  }));
}

/** All names of the options with one of the kinds of values, in all commands. */
export function namesWith(...kinds: readonly ValueKind[]): string[] {
  const options = commandWords().flatMap((command) => command.options);
  const names = options.filter(({ value }) => kinds.includes(value)).flatMap(namesOf);
  return [...new Set(names)];
}

/** `-f` and `--file`. */
export function namesOf({ short, long }: OptionWord): string[] {
  return short === undefined ? [long] : [short, long];
}

function optionWord({ flags, value, description }: (typeof OPTIONS)[number]): OptionWord {
  const [, short, long = flags] = /^(?:(-\w), )?(--[a-z-]+)/.exec(flags) ?? [];
  return { long, short, value, description };
}
