import openapiTS, { astToString } from 'openapi-typescript';
import { faultOfTypes } from './check-types.ts';
import { MARK } from '../write/mark.ts';
import type { JsonObject } from '../openapi/json.ts';
import { Rejection } from '../terminal/rejection.ts';

/**
 * The types of a document, as TypeScript. The only file that knows openapi-typescript.
 *
 * @throws {@link Rejection} when it cannot make them
 */
export async function writeTypes(document: JsonObject): Promise<string> {
  const ast = await openapiTS(JSON.stringify(document), { silent: true }).catch((error: Error) =>
    refuse(error.message, error),
  );
  const types = `// ${MARK}\n\n${astToString(ast)}`;
  const fault = faultOfTypes(types);
  return fault === undefined ? types : refuse(fault);
}

function refuse(message: string, cause?: Error): never {
  const [what = ''] = message.split('\n');
  const sentence = what.replace(/\.?$/, '.');
  throw new Rejection(`No types can be made of the description: ${sentence} Mend it or fetch it again.`, { cause });
}
