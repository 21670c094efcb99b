import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A temporary folder of a test file. */
export interface Folder {
  /** Absolute path; empty until the tests start. */
  path: string;
  /** The path of a file in the folder. */
  file: (name: string) => string;
}

/** Makes a temporary folder for the file or the `describe` block that calls it, and removes it afterwards. */
export function useFolder(): Folder {
  const folder: Folder = { path: '', file: (name) => join(folder.path, name) };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'box-session-termination-'));
  });
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}
