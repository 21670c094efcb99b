import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { rollup, type GetModuleInfo, type Plugin } from 'rollup';
import ts from 'typescript';
import manifest from '../package.json' with { type: 'json' };
import { nodesOf } from './model/source.ts';
import { COMPILER, run } from './terminal/run.ts';

/** Comments are a quarter of the code. A reader of the package has them in the declarations, which keep theirs. */
const withoutComments: Plugin = {
  name: 'without-comments',
  renderChunk: (code) => {
    const compilerOptions = { removeComments: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    return ts.transpileModule(code, { compilerOptions }).outputText;
  },
};

/** The paths in `dist/` of the code that the package's exports name, and of the command. */
const COMMAND = join(manifest.bin['box-session-termination']);
const CODE_ENTRIES = [...exported('default'), COMMAND];

// What is no longer in the source must not stay in the package.
await rm('dist', { recursive: true, force: true });
process.exitCode = await run('node', [COMPILER, '--project', 'tsconfig.build.json']);
if (process.exitCode === 0) {
  await bundle();
  await prune();
  await nameCompiledFiles();
}

/**
 * Joins the many small files that the compiler wrote into few, since loading each file takes a program time.
 *
 * What the main entry needs becomes one file, which the other entries share, so that an error is an instance of the same class
 * whichever entry it came from. What the command needs for its help becomes another, so that the help loads nothing else.
 */
async function bundle(): Promise<void> {
  const bundled = await rollup({
    input: Object.fromEntries(CODE_ENTRIES.map((path) => [basename(path, '.js'), path])),
    external: /^[^./]/,
    treeshake: { moduleSideEffects: false },
    plugins: [withoutComments],
  });
  const reached = (paths: readonly string[], infoOf: GetModuleInfo): Set<string> =>
    new Set(paths.flatMap((path) => [...neededBy(resolve(path), infoOf)]));
  let core: Set<string> | undefined;
  let library: Set<string> | undefined;
  let start: Set<string> | undefined;
  await bundled.write({
    dir: 'dist/src',
    chunkFileNames: 'shared/[name].js',
    minifyInternalExports: false,
    hoistTransitiveImports: false,
    manualChunks: (id, { getModuleInfo }) => {
      core ??= reached(['dist/src/index.js'], getModuleInfo);
      library ??= reached(exported('default'), getModuleInfo);
      start ??= reached([COMMAND], getModuleInfo);
      // A file of its own, or the library would load the command.
      if (start.has(id) && library.has(id)) return 'defaults';
      if (start.has(id)) return id === resolve(COMMAND) ? undefined : 'start';
      return core.has(id) ? 'core' : undefined;
    },
  });
}

function neededBy(id: string, infoOf: GetModuleInfo, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  for (const imported of infoOf(id)?.importedIds ?? []) neededBy(imported, infoOf, found);
  return found;
}

/** Removes from `dist/` what neither an export nor the command reaches. */
async function prune(): Promise<void> {
  const needed = new Set<string>();
  for (const entry of [...CODE_ENTRIES, ...exported('types')]) await reach(entry, needed);
  const files = await readdir('dist', { recursive: true, withFileTypes: true });
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && !needed.has(path)) await rm(path);
  }
}

/** The compiler leaves `.ts` in the imports of declarations, which compilers before 5.0 reject. */
async function nameCompiledFiles(): Promise<void> {
  const paths = (await readdir('dist', { recursive: true })).filter((path) => path.endsWith('.d.ts'));
  for (const path of paths.map((name) => join('dist', name))) {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(/(from |import\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2'));
  }
}

async function reach(path: string, reached: Set<string>): Promise<void> {
  if (reached.has(path)) return;
  reached.add(path);
  const extension = path.endsWith('.d.ts') ? '.d.ts' : '.js';
  for (const name of importsOf(await readFile(path, 'utf8'), path)) {
    // Declarations import each other by the names of their sources.
    if (name.startsWith('.')) await reach(join(dirname(path), name.replace(/\.[jt]s$/, extension)), reached);
  }
}

/** The modules that a file imports. Parsed in full: TypeScript's quick scan takes a quote in a regular expression for a string. */
function importsOf(text: string, path: string): string[] {
  return [...nodesOf(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))].flatMap((node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
    if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : [];
    return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
      ? textOf(node.arguments[0])
      : [];
  });
}

function textOf(node: ts.Node | undefined): string[] {
  return node !== undefined && ts.isStringLiteralLike(node) ? [node.text] : [];
}

function exported(condition: 'default' | 'types'): string[] {
  return Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [join(target[condition])],
  );
}
