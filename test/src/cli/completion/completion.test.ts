import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandWords, namesOf } from '../../../../src/cli/completion/words.ts';
import { useCommand } from '../../../support/command/command.ts';
import { noTerminal } from '../../../support/command/pseudo-terminal.ts';
import { provide } from '../../../support/command/shells.ts';

const run = promisify(execFile);
const command = useCommand();
const scripts = { bash: 'complete.bash', zsh: '_complete', fish: 'complete.fish', powershell: 'complete.ps1' } as const;
type Shell = keyof typeof scripts;

beforeAll(async () => {
  for (const [shell, file] of Object.entries(scripts)) {
    const { status, stdout } = await command.run(['completion', shell]);
    expect(status).toBe(0);
    await writeFile(command.path(file), stdout);
  }
});

/** What bash offers for a line whose last word is not complete. */
async function completeInBash(...words: string[]): Promise<string[]> {
  const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _box_session_termination; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--noprofile', '--norc', '-c', program, 'bash', command.path(scripts.bash)];
  const { stdout } = await run('bash', [...args, 'box-session-termination', ...words]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  it.for(['bash', 'zsh', 'fish'] as const)(
    'is a script that %s accepts',
    { timeout: 300_000 },
    async (shell, { skip }) => {
      const missing = await provide(shell);
      // Continuous integration must have every shell.
      if (process.env['CI'] !== 'true') skip(missing !== undefined, missing);
      expect(missing).toBeUndefined();
      await expect(run(shell, ['-n', command.path(scripts[shell])])).resolves.toEqual({ stdout: '', stderr: '' });
    },
  );

  it.each(Object.keys(scripts) as Shell[])('of %s has every command and option', async (shell) => {
    const { stdout } = await command.run(['completion', shell]);
    for (const { name, options } of commandWords()) {
      expect(stdout).toContain(name);
      for (const option of options) {
        for (const word of namesOf(option)) {
          const written = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`;
          expect(stdout).toContain(shell === 'fish' ? written : word);
        }
      }
    }
  });
});

describe('in bash', () => {
  it.each<[string, string[], string[]]>([
    ['a command', ['us'], ['users']],
    ['an option', ['users', '--dr'], ['--dry-run']],
    ['an option of one command only', ['groups', '--lo'], []],
    ['an option after others', ['users', '--id', '7', '--dry-run', '--y'], ['--yes']],
    ['a shell', ['completion', 'fi'], ['fish']],
    ['no value that it can not know', ['users', '--id', ''], []],
    ['no number of minutes', ['verify', '--watch', ''], []],
    ['no option in the place of a value behind an equals sign', ['users', '--file', '=', '--'], []],
  ])('%s is completed', async (_, words, expected) => {
    expect(await completeInBash(...words)).toEqual(expected);
  });

  it.skipIf(noTerminal() !== undefined)('the tab key completes "users --dr"', async () => {
    const shell = spawn('script', ['--quiet', '--command', 'bash --noprofile --norc -i', '/dev/null']);
    let output = '';
    const shows = async (text: string, from = 0): Promise<void> => {
      while (!output.slice(from).includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    shell.stdout.on('data', (chunk) => (output += String(chunk)));
    shell.stdin.write(`source ${command.path(scripts.bash)}; echo sour"ced"\n`);
    await shows('sourced');
    const before = output.length;
    shell.stdin.write('box-session-termination users --dr\t');
    await shows('--dry-run', before);
    shell.stdin.end('\u0015exit\n');
    await once(shell, 'close');
  });
});
