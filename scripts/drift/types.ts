import { canonical, type Json, type JsonObject } from '../openapi/json.ts';

/** The types that are possible; `undefined` for any. */
export type Types = ReadonlySet<string> | undefined;

/** Listed values, as JSON; `undefined` if none are listed. */
export type Values = ReadonlySet<string> | undefined;

const ALL_TYPES: readonly string[] = ['array', 'boolean', 'null', 'number', 'object', 'string'];

/** Whether `types` has a type, or one that includes it. */
export function accepts(types: Types, type: string): boolean {
  return types === undefined || types.has(type) || (type === 'integer' && types.has('number'));
}

export function typesOfBoth(a: Types, b: Types): Types {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...[...a].filter((type) => accepts(b, type)), ...[...b].filter((type) => accepts(a, type))]);
}

/** Numbers include integers. All types together are any. */
export function typesOfAny(lists: readonly Types[]): Types {
  const found = new Set(lists.flatMap((types) => [...(types ?? ALL_TYPES)]));
  if (found.has('number')) found.delete('integer');
  return ALL_TYPES.every((type) => found.has(type)) ? undefined : found;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Number.isInteger(value)) return 'integer';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function typesIn({ type }: JsonObject): Types {
  const types = [type ?? []].flat();
  return type !== undefined && isTexts(types) ? typesOfAny([new Set(types)]) : undefined;
}

/** The values of `enum` and `const`, as JSON. */
export function valuesIn(schema: JsonObject): Set<string> | undefined {
  const lists = [schema['enum'], 'const' in schema ? [schema['const'] ?? null] : undefined].filter(Array.isArray);
  const sets = lists.map((list: Json[]) => new Set(list.map((value) => JSON.stringify(canonical(value)))));
  return sets.reduce<Set<string> | undefined>((found, set) => found && intersection(found, set), sets[0]);
}

export function withNull(types: Types): Types {
  return typesOfAny([types, new Set(['null'])]);
}

/** Listed values say of themselves which types are possible, unless one of them doesn't have the type that is required. */
export function typesWithValues(types: Types, values: Values): Types {
  if (values === undefined || !isFitting(types, values)) return types;
  const listed = new Set([...values].map((text) => typeOf(JSON.parse(text) as Json)));
  if (listed.delete('integer')) listed.add('number');
  // Whether `null` is possible is left to the types, if there are any.
  return types?.has('null') ? listed.add('null') : listed;
}

/** Whether every listed value has a type that is possible. */
export function isFitting(types: Types, values: Values): boolean {
  return [...(values ?? [])].every((text) => accepts(types, typeOf(JSON.parse(text) as Json)));
}

export function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].filter((item) => b.has(item)));
}

export function isTexts(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
