import { CommandError } from '../command-error.ts';
import { NAME } from '../commands.ts';
import type { Exit } from '../exit-status.ts';
import type { Terminal } from '../terminal.ts';
import { suggest } from '../usage/suggestion.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { powershellScript } from './powershell.ts';
import { SHELLS } from './words.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/**
 * `completion`: prints the script that teaches a shell the commands and options.
 *
 * @throws {@link CommandError} for a shell that has none
 */
export async function printCompletion(shell: string | undefined, terminal: Terminal): Promise<Exit> {
  const known = SHELLS.find((name) => name === shell);
  if (known === undefined) {
    const meant = suggest(shell ?? '', SHELLS);
    const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
    const message = `completion needs the name of a shell: ${SHELLS.join(', ')}.${question}`;
    throw new CommandError('nothingSent', `${message} See ${NAME} completion --help.`);
  }
  await terminal.print(SCRIPTS[known]());
  return 'allAccepted';
}
