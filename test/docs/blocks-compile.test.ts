import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allBlocks, isTypeScript, nameOf, type Block } from './blocks.ts';

const ROOT = resolve('.');
const blocks = (await allBlocks()).filter(isTypeScript);

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

/** Compiles all blocks in one program, each as a module of its own beside its page. */
function faultsOf(compiled: readonly Block[]): string[] {
  const files = new Map(compiled.map((block) => [join(ROOT, `${nameOf(block).replace(':', '.')}.ts`), block]));
  const options = readOptions();
  const standard = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...standard,
    fileExists: (path) => files.has(path) || standard.fileExists(path),
    readFile: (path) => files.get(path)?.code ?? standard.readFile(path),
    getSourceFile: (path, target, ...rest) => {
      const block = files.get(path);
      if (block === undefined) return standard.getSourceFile(path, target, ...rest);
      return ts.createSourceFile(path, block.code, target);
    },
  };
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    host,
    options: {
      ...options,
      noEmit: true,
      moduleDetection: ts.ModuleDetectionKind.Force,
      // A reader sees a piece of a program: what it names and does not go on with is for them to use.
      noUnusedLocals: false,
      paths: {
        'box-session-termination': [join(ROOT, 'src/index.ts')],
        'box-session-termination/*': [join(ROOT, 'src/*.ts')],
      },
    },
  });
  return [...files].flatMap(([path, block]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const line = block.line + ts.getLineAndCharacterOfPosition(source as ts.SourceFile, start).line;
        return `${block.page}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}

describe('the TypeScript blocks of the pages', { timeout: 180_000 }, () => {
  it('compile, each by itself, under the strict options of the project', () => {
    console.info(`${blocks.length} TypeScript blocks on ${new Set(blocks.map(({ page }) => page)).size} pages`);
    expect(faultsOf(blocks)).toEqual([]);
    expect(blocks.length).toBeGreaterThan(10);
  });

  it('are really compiled: a misspelt method is found at its line', () => {
    const code = `import { SessionTerminationManager } from 'box-session-termination';

new SessionTerminationManager({ auth: '' }).createUserTerminateSessions({ user_ids: ['1'] });
`;
    const page = join(dirname(blocks[0]?.page ?? ''), 'wrong.md');
    expect(faultsOf([{ page, line: 10, language: 'ts', code }])).toEqual([
      expect.stringMatching(/wrong\.md:12 Property 'createUserTerminateSessions' does not exist/),
    ]);
  });
});
