import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatOutput } from './write/format.ts';
import { Rejection } from './terminal/rejection.ts';
import { TABLES } from './docs/table-content.ts';
import { fillTables } from './docs/table-markers.ts';

const USAGE = `Usage: npm run docs:tables -- [--check]

  Fills every <!-- table: NAME --> in README.md and docs/ from the source.
  --check  write nothing; fail when a page is not what would be written

Tables: ${Object.keys(TABLES).join(', ')}`;

/** The pages that people write: the others are machine-written as a whole. */
async function pages(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'docs'), { recursive: true });
  const inDocs = names.map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return ['README.md', ...inDocs.filter((path) => path.endsWith('.md') && !/^docs\/(?:api|reference)\//.test(path))];
}

/**
 * Fills the tables of all pages.
 *
 * @returns the pages that are not what they should be, with their new content
 * @throws {@link Rejection} for a name that no table has, or a fact that the source no longer has
 */
export async function renderTables(root: string): Promise<Record<string, string>> {
  const made = new Map<string, Promise<string>>();
  const make = (name: string, path: string): Promise<string> => {
    const table = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
    if (table === undefined)
      throw new Rejection(`${path}: there is no table ${name}. See npm run docs:tables -- --help.`);
    const known = made.get(name) ?? table(root);
    made.set(name, known);
    return known;
  };
  const changed: Record<string, string> = {};
  for (const path of await pages(root)) {
    const page = await readFile(join(root, path), 'utf8');
    const filled = await fillTables(page, path, make);
    if (filled === page) continue;
    const formatted = await formatOutput(root, path, filled);
    if (formatted !== page) changed[path] = formatted;
  }
  return changed;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const changed = await renderTables('.');
  for (const [path, content] of Object.entries(changed)) {
    if (values.check) console.error(`${path} has a table that is not as the source has it. Run npm run docs:tables.`);
    else await writeFile(path, content).then(() => console.log(path));
  }
  return values.check && Object.keys(changed).length > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('tables.ts')) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
