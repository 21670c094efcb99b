import openapiTS, { astToString } from 'openapi-typescript';
import { MARK } from './mark.ts';
import type { JsonObject } from './json.ts';

/** The types of a document, as TypeScript. The only file that knows openapi-typescript. */
export async function writeTypes(document: JsonObject): Promise<string> {
  const ast = await openapiTS(JSON.stringify(document), { silent: true });
  return `// ${MARK}\n\n${astToString(ast)}`;
}
