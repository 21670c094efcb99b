import type { Budget } from '../openapi/budget.ts';
import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { follow, referenceName } from '../openapi/reference.ts';

/** A table cell has no room for more. */
const MAX_DEPTH = 4;

/**
 * A schema as short TypeScript, for people. One that contains itself ends in its name.
 *
 * @throws {@link Rejection} when the budget is spent
 */
export function typeText(schema: Json | undefined, document: JsonObject, budget: Budget): string {
  return unionOf(schema, document, budget, []);
}

/** @param path - the names of the schemas that contain this one */
function unionOf(schema: Json | undefined, document: JsonObject, budget: Budget, path: readonly string[]): string {
  budget.spend();
  if (schema === false) return 'never';
  const name = referenceName(schema);
  if ((name !== undefined && path.includes(name)) || path.length > MAX_DEPTH) return name ?? 'unknown';
  const shape = follow(schema, document);
  const inner = (part: Json | undefined): string => unionOf(part, document, budget, [...path, name ?? '']);
  const members = [...membersOf(shape, inner), ...(shape['nullable'] === true ? ['null'] : [])];
  const text = [...new Set(members)].join(' | ') || 'unknown';
  budget.spend(text.length);
  return text;
}

function membersOf(shape: JsonObject, inner: (part: Json | undefined) => string): string[] {
  if (shape['const'] !== undefined) return [JSON.stringify(shape['const'])];
  if (Array.isArray(shape['enum'])) return shape['enum'].map((value) => JSON.stringify(value));
  const { oneOf, anyOf, allOf, ...own } = shape;
  const variants = [oneOf, anyOf].filter(Array.isArray).flat();
  const base = variants.length > 0 ? variants.map(inner) : typesOf(own, inner);
  if (!Array.isArray(allOf)) return base;
  const parts = [...allOf.map(inner), base.join(' | ')].filter((part) => part !== 'unknown' && part !== '');
  return [[...new Set(parts)].map((part, _, all) => (all.length > 1 ? enclose(part) : part)).join(' & ')];
}

function typesOf(shape: JsonObject, inner: (part: Json | undefined) => string): string[] {
  const stated = shape['type'] ?? (shape['properties'] === undefined ? [] : 'object');
  const types = [stated].flat().filter((type) => typeof type === 'string');
  return types.map((type) => {
    if (type === 'integer') return 'number';
    if (type === 'object') return objectText(shape, inner);
    return type === 'array' ? `${enclose(inner(shape['items']))}[]` : type;
  });
}

function objectText(shape: JsonObject, inner: (part: Json | undefined) => string): string {
  const properties = Object.entries(isObject(shape['properties']) ? shape['properties'] : {});
  const required = Array.isArray(shape['required']) ? shape['required'] : [];
  const fields = properties.map(
    ([name, field]) => `${keyText(name)}${required.includes(name) ? '' : '?'}: ${inner(field)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  const others = shape['additionalProperties'];
  return `Record<string, ${isObject(others) ? inner(others) : 'unknown'}>`;
}

function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** A type that another operator follows: `A | B` as it stands would mean something else. */
function enclose(type: string): string {
  return / [|&] /.test(type) && !/^\{.*\}$/.test(type) ? `(${type})` : type;
}
