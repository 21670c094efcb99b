import type { Place } from './places.ts';
import { accepts, intersection, isFitting, typesOfBoth, type Types, type Values } from './types.ts';

/** A schema as the list of everything that applies at once. An empty one accepts anything. */
export type Schema = readonly Place[];

/** A member of a choice. */
export interface Variant {
  schema: Schema;
  /** The value of the discriminator that stands for it, if there is one. */
  name: string | undefined;
}

/** A `oneOf` or `anyOf` that can't be written without one. */
export interface Choice {
  kind: string;
  variants: readonly Variant[];
  /** Of all variants. */
  types: Types;
}

/** A schema in one spelling, whatever version of OpenAPI and whatever components it was written with. */
export interface NormalSchema {
  pointer: string;
  types: Types;
  values: Values;
  /** Whether `null` is possible beside everything else, listed or not. */
  orNull: boolean;
  fields: ReadonlyMap<string, Schema>;
  required: ReadonlySet<string>;
  /** What applies to fields that aren't named beside it. */
  others: readonly { schema: Place; named: ReadonlySet<string> }[];
  choices: readonly Choice[];
  /** Every other keyword, as it is. */
  rest: ReadonlyMap<string, Schema>;
}

/** The schema that accepts anything. */
export function anything(pointer: string): NormalSchema {
  return {
    pointer,
    types: undefined,
    values: undefined,
    orNull: false,
    fields: new Map(),
    required: new Set(),
    others: [],
    choices: [],
    rest: new Map(),
  };
}

export function isAnything({ types, values, fields, required, others, choices, rest }: NormalSchema): boolean {
  const limits = fields.size + required.size + others.length + choices.length + rest.size;
  return types === undefined && values === undefined && limits === 0;
}

/** What applies to a field. */
export function fieldOf({ fields, others }: NormalSchema, name: string): Schema {
  const unnamed = others.filter(({ named }) => !named.has(name)).map(({ schema }) => schema);
  return [...(fields.get(name) ?? []), ...unnamed];
}

/** A choice that says everything. */
export function onlyChoice(schema: NormalSchema): Choice | undefined {
  const [choice, ...others] = schema.choices;
  const isOnly = others.length === 0 && isAnything({ ...schema, types: undefined, choices: [] });
  const isImplied = [...(choice?.types ?? ['any'])].every((type) => accepts(schema.types, type));
  return isOnly && isImplied ? choice : undefined;
}

/** Whether a schema says something, and nothing of it is a choice. */
export function isPlain(schema: NormalSchema): boolean {
  return schema.choices.length === 0 && !isAnything(schema);
}

/** The schema with no other type than `null`, if that is possible. */
export function onlyNull(schema: NormalSchema): NormalSchema {
  return { ...schema, types: new Set(accepts(schema.types, 'null') ? ['null'] : []) };
}

/** What applies to fields that nothing names. */
export function othersOf({ others }: NormalSchema): Schema {
  return others.map(({ schema }) => schema);
}

/** A `oneOf` in which one variant excludes values of another. */
export const EXCLUSIVE = 'oneOf with overlaps';

/**
 * What a choice amounts to. If no two variants have a type in common, exactly one of them is any of them. Variants that are
 * objects are taken to be told apart by their fields, others that overlap exclude values from each other.
 */
export function kindOf(keyword: string, variants: readonly NormalSchema[]): string {
  const overlaps = variants.flatMap(({ types }, index) =>
    variants.slice(0, index).map((other) => [...(typesOfBoth(types, other.types) ?? ['any'])].join()),
  );
  if (keyword === 'anyOf' || overlaps.every((types) => types === '')) return 'anyOf';
  return overlaps.every((types) => types === '' || types === 'object') ? keyword : EXCLUSIVE;
}

/** The one schema that variants amount to: a single one, or those that only list types or values. */
export function mergedVariants(
  keyword: string,
  kind: string,
  variants: readonly NormalSchema[],
): Partial<NormalSchema> | undefined {
  const [first, ...others] = variants;
  if (first !== undefined && others.length === 0) return first;
  if (!variants.every((schema) => isAnything({ ...schema, types: undefined, values: undefined }))) return undefined;
  if (kind === 'anyOf' && variants.every(({ values }) => values === undefined)) return {};
  const values = variants.flatMap((schema) => [...(schema.values ?? [])]);
  const isListed = variants.every((schema) => schema.values && isFitting(schema.types, schema.values));
  const isDistinct = keyword === 'anyOf' || new Set(values).size === values.length;
  return isListed && isDistinct ? { values: new Set(values) } : undefined;
}

/** What applies if all of several schemas do. Merging halves takes less time than adding one by one. */
export function together(schemas: readonly NormalSchema[]): NormalSchema | undefined {
  const half = Math.ceil(schemas.length / 2);
  const [left, right] = half === schemas.length ? schemas : [schemas.slice(0, half), schemas.slice(half)].map(together);
  return left && right ? both(left, right) : left;
}

function both(a: NormalSchema, b: NormalSchema): NormalSchema {
  return {
    pointer: a.pointer,
    types: typesOfBoth(a.types, b.types),
    values: a.values && b.values ? intersection(a.values, b.values) : (a.values ?? b.values),
    orNull: a.orNull || b.orNull,
    fields: joined(a.fields, b.fields),
    required: new Set([...a.required, ...b.required]),
    others: distinct(a.others, b.others),
    choices: distinct(a.choices, b.choices),
    rest: joined(a.rest, b.rest),
  };
}

function distinct<Item>(left: readonly Item[], right: readonly Item[]): Item[] {
  return [...new Set([...left, ...right])];
}

function joined(a: ReadonlyMap<string, Schema>, b: ReadonlyMap<string, Schema>): Map<string, Schema> {
  const all = new Map(a);
  for (const [key, schema] of b) all.set(key, distinct(all.get(key) ?? [], schema));
  return all;
}
