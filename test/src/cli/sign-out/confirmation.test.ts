import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CommandError } from '../../../../src/cli/command-error.ts';
import { ask, questionFor } from '../../../../src/cli/sign-out/confirmation.ts';

async function answerWith(keys: string | undefined): Promise<{ end: string; shown: string }> {
  const terminal = { input: new PassThrough(), output: new PassThrough() };
  const asking = ask(questionFor('groups', 1200, 'Ada Admin <ada@example.com>'), terminal).then(
    () => 'go on',
    (error: CommandError) => `${error.exit}: ${error.line}`,
  );
  if (keys === undefined) terminal.input.end();
  else terminal.input.write(keys);
  const end = await asking;
  return { end, shown: String(terminal.output.read()) };
}

describe('confirmation', () => {
  it('shows how many are signed out, and who does it', async () => {
    const { shown } = await answerWith('y\r');
    expect(shown).toContain('Sign out all members of 1,200 groups, acting as Ada Admin <ada@example.com>? [y/N] ');
  });

  it.each([
    ['y', 'y\r', 'go on'],
    ['YES', 'YES\r', 'go on'],
    ['n', 'n\r', 'nothingSent: Declined. Nothing was sent.'],
    ['nothing', '\r', 'nothingSent: Declined. Nothing was sent.'],
    ['something else', 'yesterday\r', 'nothingSent: Declined. Nothing was sent.'],
    ['the end of the input', undefined, 'nothingSent: Declined. Nothing was sent.'],
    ['Ctrl-C', '\u0003', 'interrupted: Interrupted. Nothing was sent.'],
  ])('takes %s for an answer', async (_, keys, end) => {
    expect((await answerWith(keys)).end).toBe(end);
  });
});
