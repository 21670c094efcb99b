import { resolve as resolvePointer } from 'json-p3';
import { isObject, type Json, type JsonObject } from './json.ts';

/** References to references end somewhere, or go round. */
const MAX_STEPS = 100;

/**
 * Follows a reference within the document to what it stands for. What stands beside it (OpenAPI 3.1) goes before.
 *
 * @returns `{}`, which takes any value, where there is nothing
 */
export function follow(value: Json | undefined, document: JsonObject): JsonObject {
  let found = isObject(value) ? value : {};
  for (let step = 0; step < MAX_STEPS; step++) {
    const { $ref, ...beside } = found;
    if (typeof $ref !== 'string') return found;
    const target = resolvePointer(decodeURIComponent($ref.slice(1)), document, {});
    found = { ...(isObject(target as Json) ? (target as JsonObject) : {}), ...beside };
  }
  return {};
}

/** The last step of a reference, which names what it stands for. */
export function referenceName(value: Json | undefined): string | undefined {
  const reference = isObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}
