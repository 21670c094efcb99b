import type { Place } from './places.ts';
import type { Json } from '../openapi/json.ts';

/** A schema as the list of everything that applies at once. An empty one accepts anything. */
export type Schema = readonly Place[];

/** What an object says of its fields, or an array of its items, whose names are their indexes. */
export interface Members {
  named: ReadonlyMap<string, Schema>;
  /** By regular expression. */
  patterns: ReadonlyMap<string, Schema>;
  /** For members that nothing beside it names. */
  others: readonly { schema: Place; isNamed: (name: string) => boolean }[];
}

/** A `oneOf` or `anyOf` with more than one member. */
export interface Choice {
  kind: string;
  variants: readonly Schema[];
  pointer: string;
}

/** A schema in one spelling, whatever version of OpenAPI and whatever components it was written with. */
export interface NormalSchema {
  pointer: string;
  /** `undefined` for any. */
  types: ReadonlySet<string> | undefined;
  /** The listed values as they are, by their JSON text; `undefined` if none are listed. */
  values: ReadonlySet<string> | undefined;
  /** Whether `null` is possible beside everything else, listed or not. */
  orNull: boolean;
  fields: Members;
  required: ReadonlySet<string>;
  items: Members;
  limits: ReadonlyMap<string, Limit>;
  choices: readonly Choice[];
  /** Whether there is one choice, and nothing else. */
  isChoice: boolean;
  /** Every other keyword, as it is. */
  rest: ReadonlyMap<string, Schema>;
}

/** A bound, and whether it is itself excluded; or texts that each limit the values. */
export type Limit = readonly [bound: number, excluded: boolean] | readonly string[];

const NO_MEMBERS: Members = { named: new Map(), patterns: new Map(), others: [] };

/** The schema that accepts anything. */
export function anything(pointer: string): NormalSchema {
  return {
    pointer,
    types: undefined,
    values: undefined,
    orNull: false,
    fields: NO_MEMBERS,
    required: new Set(),
    items: NO_MEMBERS,
    limits: new Map(),
    choices: [],
    isChoice: false,
    rest: new Map(),
  };
}

export function isAnything(schema: NormalSchema): boolean {
  const { types, values, required, limits, choices, rest } = schema;
  const isFree = !types && !values && choices.length + required.size + limits.size + rest.size === 0;
  return isFree && [schema.fields, schema.items].every(hasNone);
}

function hasNone({ named, patterns, others }: Members): boolean {
  return named.size + patterns.size + others.length === 0;
}

/** What applies to a member: `undefined` stands for one that nothing names. */
export function memberOf({ named, patterns, others }: Members, name: string | undefined): Schema {
  const matching = [...patterns].filter(([pattern]) => name !== undefined && matches(pattern, name));
  const unnamed = others.filter(({ isNamed }) => name === undefined || !isNamed(name)).map(({ schema }) => schema);
  return [...((name !== undefined && named.get(name)) || []), ...matching.flatMap(([, schema]) => schema), ...unnamed];
}

/** Whether a name has the pattern. If the pattern can't be read, it applies to every name. */
export function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return true;
  }
}

/** What applies if two schemas do. */
export function both(a: NormalSchema, b: NormalSchema): NormalSchema {
  return {
    ...a,
    types: typesOfBoth(a.types, b.types),
    values: valuesOfBoth(a.values, b.values),
    orNull: a.orNull || b.orNull,
    fields: membersOfBoth(a.fields, b.fields),
    required: new Set([...a.required, ...b.required]),
    items: membersOfBoth(a.items, b.items),
    limits: joined(a.limits, b.limits, limitOfBoth),
    choices: [...a.choices, ...b.choices],
    rest: joined(a.rest, b.rest, (left, right) => [...left, ...right]),
  };
}

/** Whether `types` has a type, or one that includes it. */
export function accepts(types: NormalSchema['types'], type: string): boolean {
  return types === undefined || types.has(type) || (type === 'integer' && types.has('number'));
}

export function typesOfBoth(a: NormalSchema['types'], b: NormalSchema['types']): NormalSchema['types'] {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...[...a].filter((type) => accepts(b, type)), ...[...b].filter((type) => accepts(a, type))]);
}

/** Lists without a common value are kept as one: what changes in either of them has to show. */
export function valuesOfBoth(a: NormalSchema['values'], b: NormalSchema['values']): NormalSchema['values'] {
  if (a === undefined || b === undefined) return a ?? b;
  const common = intersection(a, b);
  return common.size > 0 ? common : new Set([[a, b].map((list) => [...list].toSorted().join(', ')).join(' and ')]);
}

/** How much tighter one limit is than another: negative for looser, `undefined` for neither. */
export function tightness(name: string, one: Limit | undefined, other: Limit | undefined): number | undefined {
  if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
  if (isBound(one) && isBound(other)) {
    const sign = name.startsWith('max') ? -1 : 1;
    return sign * (one[0] - other[0]) || Number(one[1]) - Number(other[1]);
  }
  const [left, right] = [one, other].map((limit) => new Set(limit.map(String))) as [Set<string>, Set<string>];
  const common = intersection(left, right).size;
  if (name === 'multipleOf' && left.size + right.size === 2) {
    const [step, otherStep] = [Number(one[0]), Number(other[0])];
    if (step % otherStep === 0) return step - otherStep;
    return otherStep % step === 0 ? -1 : undefined;
  }
  if (common === right.size) return left.size - right.size;
  return common === left.size ? -1 : undefined;
}

export function isBound(limit: Limit): limit is readonly [bound: number, excluded: boolean] {
  return typeof limit[0] === 'number';
}

export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Number.isInteger(value)) return 'integer';
  return Array.isArray(value) ? 'array' : typeof value;
}

function membersOfBoth(a: Members, b: Members): Members {
  return {
    named: joined(a.named, b.named, (left, right) => [...left, ...right]),
    patterns: joined(a.patterns, b.patterns, (left, right) => [...left, ...right]),
    others: [...a.others, ...b.others],
  };
}

export function limitOfBoth(left: Limit, right: Limit, name: string): Limit {
  if (isBound(left) && isBound(right)) return (tightness(name, left, right) ?? 0) > 0 ? left : right;
  return [...new Set([...left, ...right].map(String))].toSorted();
}

function joined<Value>(
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  join: (left: Value, right: Value, key: string) => Value,
): Map<string, Value> {
  const all = new Map(a);
  for (const [key, right] of b) {
    const left = all.get(key);
    all.set(key, left === undefined ? right : join(left, right, key));
  }
  return all;
}

export function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].filter((item) => b.has(item)));
}
