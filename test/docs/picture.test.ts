import { readFile } from 'node:fs/promises';
import { expect, inject, it } from 'vitest';
import { drawTerminal, PICTURE_PATH, transcript } from '../../scripts/docs/picture.ts';

/** Times and durations differ from run to run. */
function timeless(picture: string): string {
  return picture.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME').replaceAll(/\d+\.\d s\b/g, 'DURATION');
}

it('the picture of the README shows what the command prints today', { timeout: 60_000 }, async () => {
  const lines = await transcript(inject('command'));
  expect(lines.join('\n')).toContain('signed in again');
  expect(timeless(drawTerminal(lines))).toBe(timeless(await readFile(PICTURE_PATH, 'utf8')));
});
