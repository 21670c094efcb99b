import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { CommandError } from '../../../../src/cli/command-error.ts';
import { readInput, type Input } from '../../../../src/cli/input/input.ts';

export type Kind = 'users' | 'groups';

/** Reads a text as the command reads standard input. */
export async function read(content: string | Uint8Array, kind: Kind = 'users', column?: string): Promise<Input> {
  return readInput(
    { kind, id: [], login: [], file: '-', ...(column === undefined ? {} : { column }) },
    Readable.from([Buffer.from(content)]),
  );
}

/** What a text names. */
export async function valuesOf(content: string | Uint8Array, kind?: Kind, column?: string): Promise<string[]> {
  return (await read(content, kind, column)).targets.flatMap((target) => Object.values(target));
}

/** The lines of the error about a text. */
export async function errorOf(content: string | Uint8Array, kind?: Kind, column?: string): Promise<string> {
  return read(content, kind, column).then(
    ({ targets }) => `no error, but ${JSON.stringify(targets)}`,
    (error: CommandError) => error.lines.join('\n'),
  );
}

/** A sample file. */
export async function sample(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../support/samples/lists/${name}`, import.meta.url));
}
