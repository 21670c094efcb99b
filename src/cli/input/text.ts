import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { codeOf, CommandError } from '../command-error.ts';
import { decode, type DecodedText } from './encoding.ts';
import { shown } from './values.ts';

/** A list of a million people with 100 characters each is a fifth of this; a JavaScript string ends at 512 MiB. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_NAME_LENGTH = 200;
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
};

/**
 * Reads a file or standard input.
 *
 * @param path - `-` is standard input
 * @throws {@link CommandError} when it can't be read, is too large, or isn't text
 */
export async function readInputText(
  path: string,
  stdin: NodeJS.ReadableStream = process.stdin,
): Promise<DecodedText & { name: string }> {
  const name = path === '-' ? 'standard input' : shown(path, MAX_NAME_LENGTH);
  let bytes: Buffer | undefined;
  try {
    bytes = path === '-' ? await readStream(stdin) : await readPath(path);
  } catch (error) {
    const code = codeOf(error);
    throw new CommandError('nothingSent', `${name} cannot be read: ${REASONS[code] ?? code}.`, { cause: error });
  }
  if (bytes === undefined) {
    throw new CommandError('nothingSent', `${name} is larger than ${MAX_BYTES / 1024 / 1024} MiB. Split the list.`);
  }
  return { name, ...decode(bytes, name) };
}

async function readPath(path: string): Promise<Buffer | undefined> {
  const found = await stat(path);
  // A device or a pipe has no size.
  if (!found.isFile()) return await readStream(createReadStream(path));
  return found.size > MAX_BYTES ? undefined : await readFile(path);
}

/** @returns `undefined` when there is more than the limit */
async function readStream(stream: NodeJS.ReadableStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
