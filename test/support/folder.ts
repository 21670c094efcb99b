import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/** A temporary folder of tests. */
export interface Folder {
  /** Absolute path; empty until the tests start. */
  path: string;
  /** The path of a file in the folder. */
  file: (name: string) => string;
}

/**
 * Makes a temporary folder for the file or the `describe` block that calls it, and removes it afterwards.
 *
 * @param scope - `each`: every test has a folder of its own
 */
export function useFolder(scope: 'all' | 'each' = 'all'): Folder {
  const folder: Folder = { path: '', file: (name) => join(folder.path, name) };
  const [before, after] = scope === 'all' ? [beforeAll, afterAll] : [beforeEach, afterEach];
  before(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'box-session-termination-'));
  });
  after(() => rm(folder.path, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
