import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { codeOf, CommandError } from '../command-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
};

/** A whole input: lines end in `\n` alone, and there is no byte order mark. */
export interface InputText {
  /** For messages. */
  name: string;
  text: string;
}

/**
 * Reads a file or standard input.
 *
 * @param path - `-` is standard input
 * @throws {@link CommandError} when it cannot be read or is not text in UTF-8
 */
export async function readInputText(path: string, stdin: NodeJS.ReadableStream = process.stdin): Promise<InputText> {
  const name = path === '-' ? 'standard input' : path;
  let bytes: Buffer;
  try {
    bytes = path === '-' ? await buffer(stdin) : await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    throw new CommandError('nothingSent', `${name} cannot be read: ${REASONS[code] ?? code}.`, { cause: error });
  }
  return { name, text: decode(bytes, name).replaceAll(/\r\n?/g, '\n') };
}

function decode(bytes: Buffer, name: string): string {
  const refuse = (what: string): never => {
    throw new CommandError('nothingSent', `${name} ${what}. Save it as plain text or CSV in UTF-8.`);
  };
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return refuse('is in UTF-16');
  if (bytes.includes(0)) return refuse('is not a text file in UTF-8: it holds zero bytes');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(`is not in UTF-8 (line ${lineOfFault(bytes)})`);
  }
}

function lineOfFault(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split(/\r\n?|\n/);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return 1 + lines.findIndex((line) => !canDecode(decoder, Buffer.from(line, 'latin1')));
}

function canDecode(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
