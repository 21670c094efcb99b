import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command-error.ts';
import type { SignOutSettings } from '../settings.ts';
import { count } from '../text/numbers.ts';

/** Whether there is somebody to ask. */
function canAsk(file: string | undefined): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && file !== '-';
}

/** @throws {@link CommandError} when many would be sent and nobody can be asked */
export function requireConsent(targets: number, { yes, file }: Pick<SignOutSettings, 'yes' | 'file'>): void {
  if (yes || targets <= 1 || canAsk(file)) return;
  throw new CommandError(
    'nothingSent',
    `${count(targets, 'target')} would be sent and nobody can be asked. Confirm with --yes. Nothing was sent.`,
  );
}

/**
 * Asks whether to go on.
 *
 * @param question - without what can be answered
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
  // The cursor may still be behind the question.
  if (!answer) terminal.output.write('\n');
  if (answer === undefined) throw new CommandError('interrupted', 'Interrupted. Nothing was sent.');
  throw new CommandError('nothingSent', 'Declined. Nothing was sent.', { isDecision: true });
}

/** What is asked. */
export function questionFor(kind: 'users' | 'groups', targets: number, account: string): string {
  const who = kind === 'users' ? count(targets, 'user') : `all members of ${count(targets, 'group')}`;
  return `Sign out ${who}, acting as ${account}?`;
}
