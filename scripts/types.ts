import openapiTS, { astToString } from 'openapi-typescript';
import { MARK } from './mark.ts';
import type { JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';

/**
 * The types of a document, as TypeScript. The only file that knows openapi-typescript.
 *
 * @throws {@link Refusal} when it cannot make them
 */
export async function writeTypes(document: JsonObject): Promise<string> {
  try {
    const ast = await openapiTS(JSON.stringify(document), { silent: true });
    return `// ${MARK}\n\n${astToString(ast)}`;
  } catch (error) {
    throw new Refusal(`No types can be made of the description: ${(error as Error).message.split('\n')[0]}`, {
      cause: error,
    });
  }
}
