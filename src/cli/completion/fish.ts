import { NAME } from '../commands.ts';
import { commandWords, type OptionWord } from './words.ts';

/** The completion script of fish. */
export function fishScript(): string {
  const lines = commandWords().flatMap(({ name, summary, operands, options }) => {
    const inCommand = `complete -c ${NAME} -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c ${NAME} -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
      ...(operands.length === 0 ? [] : [`${inCommand} -a ${quote(operands.join(' '))}`]),
      ...options.map((option) => `${inCommand} ${flags(option)} -d ${quote(option.description)}`),
    ];
  });
  return `# fish completion for ${NAME}\ncomplete -c ${NAME} -f\n${lines.join('\n')}\n`;
}

function flags({ long, short, value }: OptionWord): string {
  const names = `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
  if (value === 'flag') return names;
  return `${names} ${value === 'path' ? '-r -F' : '-x'}`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
