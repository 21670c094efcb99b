import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TABLES } from './docs/table-content.ts';
import { pagesWithTables, SPEC_TABLE } from './docs/tables.ts';
import { reasonOf, Rejection } from './terminal/rejection.ts';
import { formatFile } from './write/files.ts';

const USAGE = `Usage: npm run docs:tables -- [--check]

  Fills every <!-- table: NAME --> in README.md and docs/ from the source.
  --check  write nothing; fail if a page differs from what would be written

Tables: ${Object.keys(TABLES).join(', ')}. npm run generate writes the table ${SPEC_TABLE}.`;

/**
 * Fills the tables of all pages, except the one that depends on Box's spec.
 *
 * @returns the pages that differ from what they should be, with their new content
 * @throws {@link Rejection} for a name that no table has, or a fact that the source no longer has
 */
export async function renderTables(root: string): Promise<Record<string, string>> {
  const made = new Map<string, Promise<string>>();
  const make = (name: string, path: string): Promise<string> | undefined => {
    if (name === SPEC_TABLE) return undefined;
    const content = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
    if (content === undefined) {
      throw new Rejection(`${path}: there is no table ${name}. See npm run docs:tables -- --help.`);
    }
    const known = made.get(name) ?? content(root);
    made.set(name, known);
    return known;
  };
  const changed: Record<string, string> = {};
  for (const [path, page] of Object.entries(await pagesWithTables(root, make))) {
    const formatted = await formatFile(root, path, page);
    if (formatted !== (await readFile(join(root, path), 'utf8'))) changed[path] = formatted;
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
    if (values.check) console.error(`${path} has a table that differs from the source. Run npm run docs:tables.`);
    else await writeFile(path, content).then(() => console.log(path));
  }
  return values.check && Object.keys(changed).length > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('tables.ts')) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(reasonOf(error));
    process.exitCode = 2;
  }
}
