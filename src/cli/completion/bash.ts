import { NAME } from '../commands.ts';
import { commandWords, namesOf, namesWith } from './words.ts';

/** The completion script of bash, from 3.2 on. */
export function bashScript(): string {
  const commands = commandWords();
  const cases = commands.map(
    ({ name, operands, options }) => `    ${name}) words='${[...operands, ...options.flatMap(namesOf)].join(' ')}' ;;`,
  );
  return `# bash completion for ${NAME}
_box_session_termination() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=''
  COMPREPLY=()
  # "--file=x" is three words here.
  [[ $previous == = ]] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case $previous in
    ${namesWith('path').join(' | ')}) compopt -o default 2>/dev/null; return ;;
    ${namesWith('text', 'texts', 'count', 'seconds', 'minutes', 'time').join(' | ')}) return ;;
  esac
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _box_session_termination ${NAME}
`;
}
