import { readFile, stat } from 'node:fs/promises';
import { codeOf, CommandError } from '../command-error.ts';
import { readRecord } from './record.ts';
import { keyOf } from '../target-name.ts';

/** What a report shows. */
export interface ReportContent {
  /** Keys of the targets that it shows as accepted. */
  accepted: ReadonlySet<string>;
  /** Keys of all targets in it. */
  targets: ReadonlySet<string>;
  /** How much of the file is whole lines, in bytes: what follows is a torn line. */
  wholeBytes: number;
  /** What is missing at the end of the last line: a line break, or nothing. */
  missingEnd: '' | '\n';
}

const LINE_FEED = 0x0a;

/**
 * Reads a report; one that is not there yet is empty.
 *
 * A run that was killed may leave a last line without its end. When it can be read all the same, it counts.
 *
 * @param resume - whether it may have lines
 * @throws {@link CommandError} when it has lines and must not, cannot be read, or is something else than a report
 */
export async function readReport(path: string, { resume }: { resume: boolean }): Promise<ReportContent> {
  const bytes = await readBytes(path);
  if (!resume && bytes.length > 0) {
    throw new CommandError(
      'nothingSent',
      `${path} has lines already. Go on with it by --resume, or name another file. Nothing was sent.`,
    );
  }
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  const lines = bytes.subarray(0, end).toString().split('\n');
  const accepted = new Set<string>();
  const targets = new Set<string>();
  const take = (line: string): boolean => {
    const record = readRecord(line);
    if (record === undefined) return false;
    const key = keyOf(record.target);
    targets.add(key);
    if (record.status === 'accepted') accepted.add(key);
    return true;
  };
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || take(line)) continue;
    throw new CommandError(
      'nothingSent',
      `${path}, line ${index + 1}, is not a line of a report. Name the report of the run to go on with.`,
    );
  }
  const whole = take(bytes.subarray(end).toString());
  return { accepted, targets, wholeBytes: whole ? bytes.length : end, missingEnd: whole ? '\n' : '' };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new CommandError('nothingSent', `--report: ${path} is not a file. Name one.`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw new CommandError('nothingSent', `--report: ${path} cannot be read (${codeOf(error)}).`, { cause: error });
  }
}
