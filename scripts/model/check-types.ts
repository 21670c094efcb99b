import ts from 'typescript';

const TYPES = 'schema.ts';

/**
 * What the compiler finds wrong with generated types, such as one that is made of itself alone.
 *
 * @returns the first error; `undefined` when there is none
 */
export function faultOfTypes(source: string): string | undefined {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, types: [], lib: ['lib.es5.d.ts'] };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    getSourceFile: (name, target) =>
      name === TYPES ? ts.createSourceFile(name, source, target) : disk.getSourceFile(name, target),
  };
  const program = ts.createProgram([TYPES], options, host);
  const file = program.getSourceFile(TYPES);
  const [first] = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return first && ts.flattenDiagnosticMessageText(first.messageText, ' ');
}
