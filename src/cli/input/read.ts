import { readCsv, readStart } from './csv.ts';
import type { DecodedText } from './encoding.ts';
import type { InputFindings } from './findings.ts';
import { isJson, readJson } from './json.ts';
import { readList } from './list.ts';

/**
 * Reads a list in the format that its content shows: JSON, CSV with a header, or one value a line.
 *
 * @param picked - the name of the column to read, when `--column` gives one
 * @throws {@link CommandError} when anything in it is wrong
 */
export async function readSource(
  { text, encoding, name }: DecodedText & { name: string },
  findings: InputFindings,
  picked?: string,
): Promise<void> {
  findings.startSource({ name, format: 'list', encoding });
  const start = text.search(/[^\s\uFEFF]/);
  if (start !== -1 && isJson(text.slice(start, start + 100))) {
    readJson(text, findings, picked);
  } else {
    const found = await readStart(text, findings, picked);
    if (found === 'list') readList(text, findings);
    else if (found !== 'empty' && 'fault' in found) findings.reject(found.line, found.fault);
    else if (found !== 'empty') await readCsv(text, found, findings);
  }
  findings.endSource();
}
