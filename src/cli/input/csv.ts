import type Papa from 'papaparse';
import type { Field, Kind } from '../../bulk/target.ts';
import { columnNames, fieldOfColumn, holdsList, isForOtherKind } from './columns.ts';
import { faultOfValue, type InputFindings } from './findings.ts';

const DELIMITERS = [',', ';', '\t'];

/** A column that names somebody. */
interface Column {
  index: number;
  name: string;
  field: Field;
}

/** How a text is read: as CSV, as a list, or not at all. */
export type Format = { delimiter: string } | 'list' | { line: number; fault: string };

/** Looks at the first line that is not blank: a header that names a column we know makes it CSV. */
export function detectFormat(text: string, kind: Kind): Format {
  const start = text.search(/\S/);
  if (start === -1) return 'list';
  const line = text.slice(0, start).split('\n').length;
  const header = text.slice(text.lastIndexOf('\n', start) + 1).split('\n', 1)[0] ?? '';
  for (const delimiter of DELIMITERS) {
    if (namesOf(header.split(delimiter)).some((name) => fieldOfColumn(name, kind) !== undefined)) return { delimiter };
  }
  // A comma in the first line and no known name: people are not signed out by guessing which column is meant.
  if (!DELIMITERS.some((delimiter) => header.trim().includes(delimiter))) return 'list';
  return { line, fault: `it looks like CSV, but its header names no column of ${columnNames(kind)}` };
}

/** Reads CSV whose first row that is not blank is a header. */
export async function readCsv(text: string, delimiter: string, kind: Kind, findings: InputFindings): Promise<void> {
  const { default: papa } = await import('papaparse');
  let nextLine = 1;
  let columns: Column[] | undefined;
  let width = 0;
  papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data: cells, errors }, parser) => {
      const line = nextLine;
      nextLine += 1 + countLineBreaks(cells);
      if (errors.length > 0) {
        findings.refuse(line, describe(errors));
        parser.abort();
      } else if (cells.every((cell) => cell.trim() === '')) {
        return;
      } else if (columns === undefined) {
        columns = readHeader(cells, line, kind, findings);
        width = cells.length;
        if (columns.length === 0) parser.abort();
      } else {
        readRow(cells, { columns, width, line }, findings);
      }
    },
  });
}

function readHeader(cells: string[], line: number, kind: Kind, findings: InputFindings): Column[] {
  const columns: Column[] = [];
  for (const [index, name] of namesOf(cells).entries()) {
    if (isForOtherKind(name, kind)) {
      const other = kind === 'users' ? 'groups' : 'users';
      findings.refuse(line, `the column ${name} is for \`${other}\`, not for \`${kind}\``);
      return [];
    }
    const field = fieldOfColumn(name, kind);
    if (field !== undefined) columns.push({ index, name, field });
  }
  return columns;
}

function readRow(
  cells: string[],
  { columns, width, line }: { columns: Column[]; width: number; line: number },
  findings: InputFindings,
): void {
  // One cell too many, such as from a name with a comma, moves the others into columns that are not theirs.
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    findings.refuse(line, `it has ${cells.length} cells, but the header has ${width}`);
    return;
  }
  let found = false;
  for (const { index, name, field } of columns) {
    const cell = (cells[index] ?? '').trim();
    if (cell === '') continue;
    found = true;
    for (const value of holdsList(name) ? cell.split(',').map((part) => part.trim()) : [cell]) {
      const fault = faultOfValue(value);
      if (fault === undefined) findings.add(field, value);
      else findings.refuse(line, `the value in the column ${name} ${fault}`);
    }
  }
  if (!found) findings.refuse(line, `it names nobody: ${columns.map(({ name }) => name).join(', ')} is empty`);
}

/** As they are compared: without quotes, in lower case. */
function namesOf(cells: string[]): string[] {
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim()
      .toLowerCase(),
  );
}

function countLineBreaks(cells: string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes('\n')) count += cell.split('\n').length - 1;
  return count;
}

function describe(errors: Papa.ParseError[]): string {
  const quotes = errors.some(({ type }) => type === 'Quotes');
  return quotes ? 'its quotes do not match' : 'it cannot be read as CSV';
}
