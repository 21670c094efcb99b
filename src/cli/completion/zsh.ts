import { NAME } from '../commands.ts';
import { commandWords, type CommandWord, type OptionWord } from './words.ts';

/** The completion script of zsh: a file in its `fpath`, or sourced after `compinit`. */
export function zshScript(): string {
  const commands = commandWords();
  return `#compdef ${NAME}
_box_session_termination() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe -t commands command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _box_session_termination ]]; then
  _box_session_termination "$@"
else
  compdef _box_session_termination ${NAME}
fi
`;
}

function commandCase({ name, operands, options }: CommandWord): string {
  const operand = operands.length === 0 ? [] : [quote(`1:${name}:(${operands.join(' ')})`)];
  const specifications = [...operand, ...options.map(specification)].map((text) => `      ${text}`);
  return `    ${name}) _arguments \\\n${specifications.join(' \\\n')} ;;`;
}

function specification({ long, short, value, description }: OptionWord): string {
  const about = `[${description.replaceAll(/[[\]:\\]/g, String.raw`\$&`)}]`;
  const argument = value === 'flag' ? '' : `:value:${value === 'path' ? '_files' : ''}`;
  // Of an option with a value, "-f value", "-fvalue", "--file value" and "--file=value" are the same.
  const [afterShort, afterLong] = value === 'flag' ? ['', ''] : ['+', '='];
  if (short === undefined) return quote(`${value === 'texts' ? '*' : ''}${long}${afterLong}${about}${argument}`);
  return `${quote(`(${short} ${long})`)}{${short}${afterShort},${long}${afterLong}}${quote(`${about}${argument}`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
