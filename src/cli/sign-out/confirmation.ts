import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command-error.ts';
import type { SignOutSettings } from '../settings.ts';
import { count } from '../text/numbers.ts';

/** Whether a person can answer a question: a list on standard input leaves no room for it. */
function canAsk(file: string | undefined): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && file !== '-';
}

/** @throws {@link CommandError} when there is more than one target and no person who can confirm them */
export function requireConsent(targets: number, { yes, file }: Pick<SignOutSettings, 'yes' | 'file'>): void {
  if (yes || targets <= 1 || canAsk(file)) return;
  throw new CommandError(
    'nothingSent',
    `${count(targets, 'target')} need a confirmation, and there is no terminal to ask on. Confirm them with --yes.`,
  );
}

/**
 * Asks for a confirmation.
 *
 * @param question - without the possible answers
 * @throws {@link CommandError} when the answer is anything but yes
 */
export async function ask(
  question: string,
  terminal: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stderr,
  },
): Promise<void> {
  const reader = createInterface({ ...terminal, terminal: true });
  const answer = await new Promise<string | undefined>((resolve) => {
    reader.once('SIGINT', () => resolve(undefined));
    reader.once('close', () => resolve(''));
    reader.question(`${question} [y/N] `).then(resolve, () => resolve(''));
  });
  reader.close();
  if (/^y(?:es)?$/i.test(answer?.trim() ?? '')) return;
  // The cursor can still be behind the question.
  if (!answer) terminal.output.write('\n');
  if (answer === undefined) throw new CommandError('interrupted', 'Interrupted.', { nothingSent: true });
  throw new CommandError('nothingSent', 'Declined.', { isDecision: true });
}

/** The question, in one line. */
export function questionFor(kind: 'users' | 'groups', targets: number, account: string): string {
  const who = kind === 'users' ? count(targets, 'user') : `all members of ${count(targets, 'group')}`;
  return `Sign out ${who}, acting as ${account}?`;
}
