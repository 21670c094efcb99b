import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import type { JsonObject } from '../openapi/json.ts';
import { selfContained } from '../openapi/self-contained.ts';
import { Rejection } from '../terminal/rejection.ts';

const FILE = 'schema.ts';
/** The declarations of the language, parsed once for all runs of a process. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/**
 * The types of a document, as TypeScript. The only file that knows openapi-typescript.
 *
 * A `default` doesn't make a field required: Box fills it in for a request, and a response without the field must still match.
 *
 * @throws {@link Rejection} when it can't make sound types
 */
export async function writeTypes(document: JsonObject): Promise<string> {
  const ast = await openapiTS(JSON.stringify(selfContained(document)), {
    silent: true,
    defaultNonNullable: false,
  }).catch((error: Error) => reject(error.message, error));
  const types = astToString(ast);
  const fault = faultOf(types);
  return fault === undefined ? types : reject(fault);
}

/** What the compiler finds wrong with generated types, such as one that is made of itself alone. The first error only. */
function faultOf(source: string): string | undefined {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, types: [], lib: ['lib.es5.d.ts'] };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    getSourceFile: (name, target) => {
      if (name === FILE) return ts.createSourceFile(name, source, target);
      if (!libraries.has(name)) libraries.set(name, disk.getSourceFile(name, target));
      return libraries.get(name);
    },
  };
  const program = ts.createProgram([FILE], options, host);
  const file = program.getSourceFile(FILE);
  const [first] = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return first && ts.flattenDiagnosticMessageText(first.messageText, ' ');
}

function reject(message: string, cause?: Error): never {
  const [what = ''] = message.split('\n');
  const sentence = what.replace(/\.?$/, '.');
  throw new Rejection(`The spec can't be turned into types: ${sentence} Fix it or fetch it again.`, { cause });
}
