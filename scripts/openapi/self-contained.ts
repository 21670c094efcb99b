import { Rejection } from '../terminal/rejection.ts';
import { partsOf } from './elements.ts';
import { isObject, type JsonObject } from './json.ts';
import { mappingReference } from './reference.ts';

/** What gives a schema another name or another dialect, which some tools look up. */
const IDENTITY = ['$schema', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$vocabulary'];

/**
 * The document as other tools get it: nothing in it leads outside, and references mean the same to them as to us. It has no prose
 * or examples but ours.
 *
 * @throws {@link Rejection} for a schema with an `$id`, which changes what the references in it mean
 */
export function selfContained(document: JsonObject): JsonObject {
  // Tools read the target of `externalValue` wherever it stands, even in data.
  const copy = JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'externalValue' && typeof value === 'string' ? undefined : value,
  ) as JsonObject;
  const isVersion30 = typeof copy['openapi'] === 'string' && copy['openapi'].startsWith('3.0.');
  delete copy['jsonSchemaDialect'];
  for (const { kind, part, pointer } of partsOf(copy)) {
    if (kind !== 'schema' && kind !== 'namedSchema') continue;
    if (typeof part['$id'] === 'string') {
      throw new Rejection(`The spec has an $id at #${pointer}, which changes what references mean. Remove it.`);
    }
    for (const key of IDENTITY) delete part[key];
    // From OpenAPI 3.1 on, the keyword has no meaning, which JSON Schema allows and Redocly doesn't.
    if (!isVersion30) delete part['nullable'];
    const { discriminator } = part;
    if (isObject(discriminator)) part['discriminator'] = withReferences(discriminator);
  }
  return copy;
}

/** A mapping can name a schema without saying where it is, which tools take for the name of a file. */
function withReferences(discriminator: JsonObject): JsonObject {
  const { mapping, ...rest } = discriminator;
  if (!isObject(mapping)) return discriminator;
  const references = Object.entries(mapping).map(
    ([value, target]) => [value, typeof target === 'string' ? mappingReference(target) : target] as const,
  );
  return { ...rest, mapping: Object.fromEntries(references) };
}
