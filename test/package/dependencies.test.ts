import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { execute, ROOT } from './packed.ts';

interface Lockfile {
  packages: Record<string, { dev?: boolean; hasInstallScript?: boolean; resolved?: string }>;
}

const MAX_RUNTIME_PACKAGES = 14;

async function read(path: string): Promise<Lockfile> {
  return JSON.parse(await readFile(join(ROOT, path), 'utf8')) as Lockfile;
}

async function runtimePackages(): Promise<[path: string, entry: Lockfile['packages'][string]][]> {
  const { packages } = await read('package-lock.json');
  return Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
}

describe('what is installed with the package', () => {
  test('runs no script when it is installed', async () => {
    const scripted = (await runtimePackages()).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted).toEqual([]);
    expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });

  test('is few packages', async () => {
    // Without the package itself, which makes one more.
    expect((await runtimePackages()).length).toBeLessThanOrEqual(MAX_RUNTIME_PACKAGES);
  });
});

describe('the versions', () => {
  test.each(['dependencies', 'devDependencies'] as const)('of the %s are exact', (kind) => {
    const loose = Object.entries(manifest[kind]).filter(
      ([, version]) => !/^(?:npm:typescript@)?\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  test.each(['package-lock.json', 'test/runtimes/package-lock.json'])('in %s name no registry', async (path) => {
    const { packages } = await read(path);
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved?.startsWith('http'))).toEqual([]);
  });
});

test('no file, export or dependency is unused', async () => {
  const knip = join(ROOT, 'node_modules/knip/bin/knip.js');
  await expect(execute(process.execPath, [knip, '--no-progress'], { cwd: ROOT })).resolves.toBeDefined();
}, 120_000);
