import { join, relative } from 'node:path';
import ts from 'typescript';

/**
 * What the type check says about the library of a project.
 *
 * @param also - more files to check, by their paths within the project
 * @returns `path:line: message` of each error
 */
export function typeErrors(root: string, also: readonly string[] = []): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const files = ['src/index.ts', ...also].map((path) => join(root, path));
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(files, options));
  return diagnostics.map(({ file, start = 0, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
    return `${relative(root, file?.fileName ?? '')}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
