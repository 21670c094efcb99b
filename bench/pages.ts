import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { renderEnvironment, renderHeadlines, renderTable, type Results } from './table.ts';

const [START, END] = ['<!-- bench:start -->', '<!-- bench:end -->'];
const ROOT = new URL('../', import.meta.url);

export const RESULTS = new URL('bench/results.json', ROOT);

/** The pages that show figures, by path, as they have to be for these results. */
export async function renderPages(results: Results): Promise<Map<URL, string>> {
  const environment = renderEnvironment(results);
  const shown = {
    'docs/guide/benchmarks.md': `${renderTable(results)}\n\n${environment}`,
    'docs/index.md': renderHeadlines(results),
    'README.md': `${renderHeadlines(results)}\n\n${environment}`,
  };
  const pages = new Map<URL, string>();
  for (const [path, text] of Object.entries(shown)) pages.set(new URL(path, ROOT), await insert(path, text));
  return pages;
}

async function insert(path: string, text: string): Promise<string> {
  const url = new URL(path, ROOT);
  const page = await readFile(url, 'utf8');
  const [before, rest = ''] = page.split(START);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`${path} has no ${START} … ${END}.`);
  const options = await resolveConfig(url);
  return format(`${before}${START}\n\n${text}\n\n${END}${after}`, { ...options, parser: 'markdown' });
}
