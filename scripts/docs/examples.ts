import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rejection } from '../terminal/rejection.ts';

/** Where the example of a façade method is: `createX` has `docs/examples/create-x.ts`. */
export function examplePath(method: string): string {
  return `docs/examples/${method.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}.ts`;
}

/**
 * Reads the example of a façade method: a whole program, as the tests run it.
 *
 * @throws {@link Rejection} when there is none
 */
export async function readExample(root: string, method: string): Promise<string> {
  const path = examplePath(method);
  const program = await readFile(join(root, path), 'utf8').catch(() => '');
  if (program.trim() === '') throw new Rejection(`${path} is missing. Write a program there that calls ${method}.`);
  return program.replaceAll('\r\n', '\n');
}
