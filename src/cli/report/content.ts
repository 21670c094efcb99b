import type { FileHandle } from 'node:fs/promises';
import { CommandError } from '../command-error.ts';
import { parseObject } from '../../http/json-object.ts';
import { keyOf } from '../target-name.ts';
import { readReportLine, type ReportLine } from './record.ts';

/** What a report shows. */
export interface ReportContent {
  /** Keys of the targets that it shows as accepted. */
  accepted: ReadonlySet<string>;
  /** Keys of all targets in it. */
  targets: ReadonlySet<string>;
  /** Size of the file, in bytes. */
  bytes: number;
  /** How much of the file is whole lines, in bytes. What follows is a torn line. */
  wholeBytes: number;
  /** What the last line lacks: a line break, or nothing. */
  missingEnd: '' | '\n';
}

const LINE_FEED = 0x0a;
const CHUNK_BYTES = 256 * 1024;
/** A line contains one target and one message of Box, which has a limit itself. */
const MAX_LINE_BYTES = 1024 * 1024;

/**
 * Reads a report from its start, a part of it at a time.
 *
 * A killed run might leave a last line without its end. It counts if it can be read.
 *
 * @param name - how messages name the file
 * @param onLine - called for each line, in order
 * @param passedOver - the types of lines that aren't outcomes, such as those at the end of what `--json` writes
 * @throws {@link CommandError} when it is something other than a report
 */
export async function readLines(
  handle: FileHandle,
  name: string,
  onLine: (line: ReportLine) => void,
  passedOver: readonly string[] = [],
): Promise<Pick<ReportContent, 'bytes' | 'wholeBytes' | 'missingEnd'>> {
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let number = 1;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const reject = (): never => {
    const what = `${name}, line ${number}, isn't a line of a report.`;
    throw new CommandError('nothingSent', `${what} Name the report of an earlier run, or a new file.`);
  };
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, bytes);
    if (bytesRead === 0) break;
    bytes += bytesRead;
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    const end = rest.lastIndexOf(LINE_FEED) + 1;
    for (const text of rest.toString('utf8', 0, end).split('\n').slice(0, -1)) {
      if (!take(text, onLine) && !isOf(passedOver, text)) reject();
      number += 1;
    }
    rest = rest.subarray(end);
    if (rest.length > MAX_LINE_BYTES) reject();
  }
  const tail = rest.toString();
  const isWhole = withoutMark(tail).trim() !== '' && take(tail, onLine);
  return { bytes, wholeBytes: isWhole ? bytes : bytes - rest.length, missingEnd: isWhole ? '\n' : '' };
}

/** Reads what a run has to know about a report that it continues. */
export async function readContent(handle: FileHandle, name: string): Promise<ReportContent> {
  const accepted = new Set<string>();
  const targets = new Set<string>();
  const extent = await readLines(handle, name, ({ target, status }) => {
    const key = keyOf(target);
    targets.add(key);
    if (status === 'accepted') accepted.add(key);
  });
  return { accepted, targets, ...extent };
}

/** @returns whether it is a line of a report, or a blank one */
function take(text: string, onLine: (line: ReportLine) => void): boolean {
  const unmarked = withoutMark(text);
  if (unmarked.trim() === '') return true;
  const line = readReportLine(unmarked);
  if (line !== undefined) onLine(line);
  return line !== undefined;
}

function isOf(types: readonly string[], text: string): boolean {
  const type = parseObject(text)?.['type'];
  return typeof type === 'string' && types.includes(type);
}

/** Editors put a byte order mark in front, and `cat` puts it in front of any line. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
