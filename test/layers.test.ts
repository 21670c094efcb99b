import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Files that programs start from: they import from every layer, and no file imports them. */
const ENTRY_POINTS: Record<string, RegExp> = { src: /^\w+(?<!errors)\.ts$/, scripts: /^(?!findings)[\w-]+\.ts$/ };

/** Folders, and single files that stand above or below their folder, from the bottom to the top. Imports go down only. */
const LAYERS: Record<string, string[]> = {
  src: [
    'errors.ts',
    'abort',
    'redaction',
    'http',
    'client',
    'auth',
    'bulk',
    'cli/text',
    'cli',
    'cli/usage',
    'cli/program.ts',
    'cli/network',
    'cli/settings.ts',
    'cli/error-object.ts',
    'cli/input',
    'cli/report',
    'cli/account',
    'cli/sign-out',
    'cli/verify',
    'cli/doctor',
    'cli/completion',
    'cli/run.ts',
  ],
  scripts: ['terminal', 'openapi', 'cut', 'overlay', 'model', 'drift', 'docs', 'write', 'findings.ts'],
};

/** What the files of a tree may import from outside it. */
const OUTSIDE: Record<string, RegExp> = {
  src: /^generated\/schema\.ts$/,
  // The sandbox: for the table of its rules, and for `npm start`.
  scripts: /^(?:sandbox\/\w+\.ts|package\.json)$/,
};

const MAX_FILES_IN_FOLDER = 12;

interface Import {
  from: string;
  to: string;
}

async function filesOf(tree: string): Promise<string[]> {
  const names = await readdir(tree, { recursive: true });
  return names.map((name) => name.replaceAll('\\', '/')).filter((name) => /(?<!\.d)\.ts$/.test(name));
}

/** Also the imports at run time, and those of types. Paths are relative to the tree. */
async function importsOf(tree: string): Promise<Import[]> {
  const imports = (await filesOf(tree)).map(async (from) => {
    const source = await readFile(join(tree, from), 'utf8');
    const targets = [...source.matchAll(/(?: from|import\(|^import) ?'(\.[^']*)'/gm)].map(([, target = '']) => target);
    return targets.map((target) => ({ from, to: posix.join(posix.dirname(from), target) }));
  });
  return (await Promise.all(imports)).flat();
}

/** The layer with the longest name that a file is of. */
function layerOf(tree: string, file: string): string | undefined {
  return LAYERS[tree]
    ?.filter((layer) => file === layer || file.startsWith(`${layer}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

describe.each(['src', 'scripts'])('%s/', (tree) => {
  const isEntryPoint = (file: string): boolean => ENTRY_POINTS[tree]?.test(file) === true;
  const rankOf = (file: string): number => LAYERS[tree]?.indexOf(layerOf(tree, file) ?? '') ?? -1;

  it('has a layer for each file that is no entry point', async () => {
    const files = await filesOf(tree);
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => !isEntryPoint(file) && layerOf(tree, file) === undefined)).toEqual([]);
  });

  it('imports go down the layers, and never to an entry point', async () => {
    const inside = (await importsOf(tree)).filter(({ to }) => !to.startsWith('../'));
    expect(inside.length).toBeGreaterThan(100);
    const backward = inside.filter(
      ({ from, to }) => isEntryPoint(to) || (!isEntryPoint(from) && rankOf(from) < rankOf(to)),
    );
    expect(backward).toEqual([]);
  });

  it('imports hardly anything from outside', async () => {
    const outside = (await importsOf(tree)).map(({ to }) => to).filter((to) => to.startsWith('../'));
    expect(outside.filter((to) => OUTSIDE[tree]?.test(to.slice(3)) !== true)).toEqual([]);
  });

  it('has at most a dozen files in a folder', async () => {
    const counts: Record<string, number> = {};
    for (const file of await filesOf(tree)) counts[posix.dirname(file)] = (counts[posix.dirname(file)] ?? 0) + 1;
    expect(Object.entries(counts).filter(([, count]) => count > MAX_FILES_IN_FOLDER)).toEqual([]);
  });
});
