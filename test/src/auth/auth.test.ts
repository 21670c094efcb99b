import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as auth from '../../../src/auth.ts';

/** The packages that a module loads, itself or through others. */
async function packagesOf(entry: string): Promise<string[]> {
  const { metafile } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false, metafile: true });
  const names = Object.keys(metafile.inputs).map((path) => /node_modules\/([^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}

describe('box-session-termination/auth', () => {
  it('offers client credentials and JWT', () => {
    expect(Object.keys(auth).toSorted()).toEqual(['clientCredentials', 'jwt']);
  });

  // Built without a platform, as for a browser: an import of a module of Node would fail here.
  it('loads the libraries of the protocol, and the main entry does not', async () => {
    await expect(packagesOf('src/auth.ts')).resolves.toEqual(['jose']);
    await expect(packagesOf('src/index.ts')).resolves.toEqual(['openapi-fetch']);
  });
});
