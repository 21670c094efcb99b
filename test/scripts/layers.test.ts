import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The folders of scripts/ from the bottom to the top. A file imports from its own folder and from those below. */
const LAYERS = ['terminal', 'openapi', 'cut', 'overlay', 'model', 'drift', 'docs', 'write', ''];

interface Import {
  from: string;
  to: string;
}

async function importsOfScripts(): Promise<Import[]> {
  const names = await readdir('scripts', { recursive: true });
  const imports = names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /(?<!\.d)\.ts$/.test(name))
    .map(async (name) => {
      const source = await readFile(join('scripts', name), 'utf8');
      const targets = [...source.matchAll(/ from '(\.[^']*)'/g)].map(([, target = '']) => target);
      return targets.map((target) => ({ from: name, to: join(name, '..', target).replaceAll('\\', '/') }));
    });
  return (await Promise.all(imports)).flat();
}

function folderOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
}

it('imports go one way, from the entry points down to the terminal', async () => {
  const imports = await importsOfScripts();
  expect(imports.length).toBeGreaterThan(100);
  const inside = imports.filter(({ to }) => !to.startsWith('../'));
  const backward = inside.filter(
    ({ from, to }) => LAYERS.indexOf(folderOf(from)) < LAYERS.indexOf(folderOf(to)) || !LAYERS.includes(folderOf(to)),
  );
  expect(backward).toEqual([]);
});

it('nothing outside is imported but the sandbox, for its table and for the first run', async () => {
  const outside = (await importsOfScripts()).filter(({ to }) => to.startsWith('../') && to !== '../package.json');
  expect(outside.map(({ to }) => to).filter((to) => !to.startsWith('../sandbox/'))).toEqual([]);
});

it('a folder has at most a dozen files', async () => {
  for (const folder of LAYERS) {
    const entries = await readdir(join('scripts', folder), { withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile()).length, folder).toBeLessThanOrEqual(12);
  }
});
