import type { Budget } from '../openapi/budget.ts';
import { objectsOf, type Json, type JsonObject } from '../openapi/json.ts';
import { follow } from '../openapi/reference.ts';
import { typeText } from './type-text.ts';

/** `allOf` in `allOf`; a schema that contains itself ends here. */
const MAX_DEPTH = 6;

/** A field of a request body or of a response. */
export interface Field {
  name: string;
  /** As TypeScript. */
  type: string;
  /** What the spec says. */
  required: boolean;
  /** The fields, including this one, of which the façade requires at least one; empty if it requires none. */
  alternatives: string[];
  description: string;
}

/**
 * The fields of an object, by name, with those that `allOf` adds.
 *
 * @param alternatives - the fields of which a caller has to pass at least one
 */
export function fieldsOf(
  schema: Json | undefined,
  document: JsonObject,
  budget: Budget,
  alternatives: string[] = [],
): Field[] {
  const layers = layersOf(schema, document, budget);
  const required = layers.flatMap((layer) => (Array.isArray(layer['required']) ? layer['required'] : []));
  const fields = new Map(layers.toReversed().flatMap((layer) => objectsOf(layer['properties'])));
  return [...fields]
    .map(([name, field]) => ({
      name,
      type: typeText(field, document, budget),
      required: required.includes(name),
      alternatives: alternatives.includes(name) ? alternatives : [],
      description: descriptionOf(field, document, budget),
    }))
    .toSorted((a, b) => compare(a.name, b.name));
}

/** The schema of the first content type that is JSON, or else of the first one. */
export function schemaOf(part: JsonObject | undefined): Json | undefined {
  const types = objectsOf(part?.['content']);
  const [, json] = types.find(([type]) => /[/+]json\b/.test(type)) ?? types[0] ?? [];
  return json?.['schema'];
}

/** A text on one line; empty if there is none. */
export function lineOf(text: Json | undefined): string {
  return typeof text === 'string' ? text.replaceAll(/\s+/g, ' ').trim() : '';
}

/** The same order on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A schema and everything that `allOf` adds to it, the schema itself first. */
function layersOf(schema: Json | undefined, document: JsonObject, budget: Budget, depth = 0): JsonObject[] {
  budget.spend();
  const layer = follow(schema, document);
  const parts = Array.isArray(layer['allOf']) && depth < MAX_DEPTH ? layer['allOf'] : [];
  return [layer, ...parts.flatMap((part) => layersOf(part, document, budget, depth + 1))];
}

function descriptionOf(schema: Json, document: JsonObject, budget: Budget): string {
  return (
    layersOf(schema, document, budget)
      .map(({ description }) => lineOf(description))
      .find(Boolean) ?? ''
  );
}
