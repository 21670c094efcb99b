import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from '../model/library.ts';
import type { Operation } from '../model/operations.ts';
import { Rejection } from '../terminal/rejection.ts';
import { viewOfErrorClass, viewOfResponses } from './view.ts';

const OPEN = /^<!-- table: ([a-z-]+) -->$/;
const CLOSE = '<!-- /table -->';

/** The part that depends on Box's spec. `npm run generate` writes it; `npm run docs:tables` writes every other one. */
export const SPEC_TABLE = 'errors';

/** A row, or the heads of the columns, by field. */
export type Row = Readonly<Record<string, string>>;

/**
 * Fills the tables of all pages that people write.
 *
 * @param make - the Markdown of a table by its name; a table that it doesn't make stays as it is
 * @returns every page that has such a table, by path
 */
export async function pagesWithTables(
  root: string,
  make: (name: string, path: string) => Promise<string | undefined> | string | undefined,
): Promise<Record<string, string>> {
  const names = await readdir(join(root, 'docs'), { recursive: true }).catch(() => []);
  const inDocs = names.map((name) => `docs/${name.replaceAll('\\', '/')}`);
  const found: Record<string, string> = {};
  for (const path of ['README.md', ...inDocs.toSorted()]) {
    if (!path.endsWith('.md') || /^docs\/(?:api|reference)\//.test(path)) continue;
    const page = await readFile(join(root, path), 'utf8').catch(() => '');
    const { content, made } = await fillTables(page, path, make);
    if (made) found[path] = content;
  }
  return found;
}

/**
 * Puts each table of a page between its markers, and adds a closing marker where there is none. Markers in code are left alone.
 *
 * @returns the page, and whether a table was made for it
 * @throws {@link Rejection} for a closing marker without an opening one
 */
export async function fillTables(
  page: string,
  path: string,
  make: (name: string, path: string) => Promise<string | undefined> | string | undefined,
): Promise<{ content: string; made: boolean }> {
  const lines = page.split('\n');
  const filled: string[] = [];
  let fence: string | undefined;
  let made = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    filled.push(line);
    const [mark] = /^\s*(?:`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) fence = mark?.trim();
    else if (line.trim() === fence) fence = undefined;
    if (fence !== undefined || mark !== undefined) continue;
    if (line === CLOSE) throw new Rejection(`${path}:${index + 1} closes a table that wasn't opened. Remove the line.`);
    const [, name] = OPEN.exec(line) ?? [];
    if (name === undefined) continue;
    const end = endOf(lines, index);
    const content = await make(name, path);
    if (content === undefined) filled.push(...lines.slice(index + 1, end + 1));
    else filled.push('', content, '', CLOSE);
    made ||= content !== undefined;
    index = end;
  }
  return { content: filled.join('\n'), made };
}

/** A section for every error that the library rejects with; below `ApiError`, one for each status that the spec lists. */
export function errorSections(operations: readonly Operation[], { errors }: Pick<Library, 'errors'>): string {
  const byStatus = new Map(operations.flatMap(viewOfResponses).map((row) => [row['status'], row]));
  const sections = errors.flatMap((error) => {
    const introduction = `### ${error.name}\n\nThe \`code\` is \`${error.code}\`.`;
    if (error.code !== 'api') return `${introduction} ${meaningAndAdvice(viewOfErrorClass(error))}`;
    const statuses = [...byStatus].map(([status = '', row]) => {
      const heading = status.replaceAll('`', '');
      return `#### ${/^\d/.test(heading) ? `Status ${heading}` : `${heading} status`}\n\n${meaningAndAdvice(row)}`;
    });
    return [`${introduction} Box rejected the request. The \`status\` says why.`, ...statuses];
  });
  return sections.join('\n\n');
}

function meaningAndAdvice({ meaning, advice, retried }: Row): string {
  return `${meaning}\n\n- **What to do:** ${advice}\n- **Retried:** ${retried}`;
}

/** @param columns - the heads of the columns by the fields that they show; a field that a row lacks is an empty cell */
export function table(columns: Row, rows: readonly Row[]): string {
  const fields = Object.keys(columns);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(fields.map((field) => row[field] ?? '')));
  return [line(Object.values(columns)), line(fields.map(() => '---')), ...body].join('\n');
}

/** The line of the closing marker that belongs to an opening one; the line itself if there is none. */
function endOf(lines: readonly string[], start: number): number {
  const next = lines.findIndex((line, index) => index > start && (line === CLOSE || OPEN.test(line)));
  return lines[next] === CLOSE ? next : start;
}
