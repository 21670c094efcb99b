import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const [START, END] = ['<!-- runtimes:start -->', '<!-- runtimes:end -->'];

export const PAGE = new URL('../../docs/guide/runtimes.md', import.meta.url);
export const RESULTS = new URL('results.json', import.meta.url);

/** The page with another table between its markers. */
export async function pageWith(table: string): Promise<string> {
  const page = await readFile(PAGE, 'utf8');
  const [before, rest = ''] = page.split(START);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`docs/guide/runtimes.md has no ${START} … ${END}.`);
  const options = await resolveConfig(PAGE);
  return format(`${before}${START}\n\n${table}\n\n${END}${after}`, { ...options, parser: 'markdown' });
}
