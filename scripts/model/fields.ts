import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { follow } from '../openapi/reference.ts';
import { typeText } from './type-text.ts';

/** Schemas made of schemas; one that holds itself ends here. */
const MAX_DEPTH = 6;

/** A field of a request body or of an answer. */
export interface Field {
  name: string;
  /** As TypeScript. */
  type: string;
  /** What the description says. */
  required: boolean;
  /** Where the façade is content with one or more of several fields: their names, this one's too. */
  alternatives: string[];
  description: string;
}

/**
 * The fields of an object, by name, with those that `allOf` adds.
 *
 * @param alternatives - the fields of which a caller has to give one or more
 */
export function fieldsOf(schema: Json | undefined, document: JsonObject, alternatives: string[]): Field[] {
  const layers = layersOf(schema, document);
  const required = layers.flatMap((layer) => (Array.isArray(layer['required']) ? layer['required'] : []));
  const fields = new Map(layers.toReversed().flatMap((layer) => objectsOf(layer['properties'])));
  return [...fields]
    .map(([name, field]) => ({
      name,
      type: typeText(field, document),
      required: required.includes(name),
      alternatives: alternatives.includes(name) ? alternatives : [],
      description: descriptionOf(field, document),
    }))
    .toSorted((a, b) => compare(a.name, b.name));
}

/** The schema of the first content type that is JSON, or else of the first one. */
export function schemaOf(part: JsonObject | undefined): Json | undefined {
  const types = objectsOf(part?.['content']);
  const [, json] = types.find(([type]) => /[/+]json\b/.test(type)) ?? types[0] ?? [];
  return json?.['schema'];
}

/** The entries that are objects themselves. */
export function objectsOf(value: Json | undefined): [string, JsonObject][] {
  return Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, JsonObject] =>
    isObject(entry[1]),
  );
}

/** A text on one line; empty where there is none. */
export function lineOf(text: Json | undefined): string {
  return typeof text === 'string' ? text.replaceAll(/\s+/g, ' ').trim() : '';
}

/** The same order on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A schema and all that `allOf` takes together with it, the schema itself first. */
function layersOf(schema: Json | undefined, document: JsonObject, depth = 0): JsonObject[] {
  const layer = follow(schema, document);
  const parts = Array.isArray(layer['allOf']) && depth < MAX_DEPTH ? layer['allOf'] : [];
  return [layer, ...parts.flatMap((part) => layersOf(part, document, depth + 1))];
}

function descriptionOf(schema: Json, document: JsonObject): string {
  return (
    layersOf(schema, document)
      .map(({ description }) => lineOf(description))
      .find(Boolean) ?? ''
  );
}
