import { join, resolve } from 'node:path';
import ts from 'typescript';
import { nameOf, type Block } from './blocks.ts';

const ROOT = resolve('.');

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

/**
 * Compiles blocks in one program, each as a module of its own beside its page.
 *
 * @returns what is wrong, each with the page and its line
 */
export function faultsOf(compiled: readonly Block[]): string[] {
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
