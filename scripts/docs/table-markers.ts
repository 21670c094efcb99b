import { Rejection } from '../terminal/rejection.ts';

const OPEN = /^<!-- table: ([a-z-]+) -->$/;
const CLOSE = '<!-- /table -->';

/**
 * Puts each table of a page between its markers; the closing one is added where there is none yet. Markers within code are
 * left alone.
 *
 * @param make - gives the Markdown of a table by its name
 * @throws {@link Rejection} for a closing marker without an opening one
 */
export async function fillTables(
  page: string,
  path: string,
  make: (name: string, path: string) => Promise<string>,
): Promise<string> {
  const lines = page.split('\n');
  const filled: string[] = [];
  let fence: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    filled.push(line);
    const [mark] = /^\s*(?:`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) fence = mark?.trim();
    else if (line.trim() === fence) fence = undefined;
    if (fence !== undefined || mark !== undefined) continue;
    if (line === CLOSE) throw new Rejection(`${path}:${index + 1} closes a table that was not opened. Take it out.`);
    const [, name] = OPEN.exec(line) ?? [];
    if (name === undefined) continue;
    filled.push('', await make(name, path), '', CLOSE);
    index = endOf(lines, index);
  }
  return filled.join('\n');
}

/** The line of the closing marker that belongs to an opening one; the line itself where there is none. */
function endOf(lines: readonly string[], start: number): number {
  const next = lines.findIndex((line, index) => index > start && (line === CLOSE || OPEN.test(line)));
  return lines[next] === CLOSE ? next : start;
}
