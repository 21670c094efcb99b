import {
  accepts,
  anything,
  both,
  isAnything,
  isBound,
  limitOfBoth,
  matches,
  typeOf,
  typesOfBoth,
  valuesOfBoth,
} from './normal-schema.ts';
import type { Choice, Limit, Members, NormalSchema, Schema } from './normal-schema.ts';
import { isEqual, type Document, type Place, type Places } from './places.ts';
import type { Budget } from '../openapi/budget.ts';
import { canonical, isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { componentOf, mappingReference, resolve } from '../openapi/reference.ts';

/** One of the schemas that a schema consists of. */
interface Part {
  place: Place;
  /** Whether `null` is possible instead. */
  orNull: boolean;
}

/** Patterns that every text has. */
const ANY_TEXT = new Set(['', '^', '$', '.*', '^.*', '.*$']);
/** Keywords that say the same with `false` as if they are missing. */
const FLAGS = new Set(
  'nullable uniqueItems exclusiveMinimum exclusiveMaximum deprecated readOnly writeOnly'.split(' '),
);
/** Keywords of our own: the values of a discriminator that stand for a variant, and what is beside a `$ref` without effect. */
export const DISCRIMINATING = 'discriminating values';
export const IGNORED = 'beside $ref';
/** A `oneOf` in which one variant excludes values of another. */
export const EXCLUSIVE = 'oneOf with overlaps';
const ALL_TYPES = ['array', 'boolean', 'null', 'number', 'object', 'string'];
const isNumber = (value: Json): boolean => typeof value === 'number';
const isCount = (value: Json): boolean => typeof value === 'number' || typeof value === 'boolean';
const isAlways = (): boolean => true;
/** Keywords with a place of their own in a normal schema, as long as their values are valid. */
const KNOWN: Record<string, (value: Json) => boolean> = {
  ...keywords('minLength maxLength minItems maxItems minProperties maxProperties', isNumber),
  ...keywords('minimum maximum exclusiveMinimum exclusiveMaximum', isCount),
  ...keywords('multipleOf pattern format uniqueItems const additionalProperties', isAlways),
  // They say nothing about values by themselves. The tag marks what is cut out.
  ...keywords('$ref $defs discriminator x-box-tag', isAlways),
  ...keywords('allOf oneOf anyOf enum prefixItems', Array.isArray),
  ...keywords('properties patternProperties', isObject),
  items: (value) => !Array.isArray(value),
  required: isTexts,
  nullable: (value) => value === true,
  type: (value) => isTexts([value].flat()),
};

/** Brings the schemas of one document into one spelling, each once. */
export class Normalizer {
  readonly #known = new Map<string, NormalSchema>();

  constructor(
    readonly document: Document,
    readonly budget: Budget,
  ) {}

  normalize(schema: Schema): NormalSchema {
    const name = nameOf(schema);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // A schema that is a choice of itself ends here.
    this.#known.set(name, anything(''));
    const normal = this.#make(schema);
    this.#known.set(name, normal);
    return normal;
  }

  /** Whether no value is possible. */
  isNever(schema: Schema): boolean {
    return schema.some((place) => this.normalize([place]).types?.size === 0);
  }

  /** Whether only `null` is possible. */
  isNull(place: Place): boolean {
    const { value } = this.document.resolve(place);
    if (!isObject(value)) return false;
    return isEqual([value['type'] ?? ''].flat(), ['null']) || isEqual(listOf(value, 'enum') ?? [], [null]);
  }

  /** The name of the component that a schema is, if it is one. */
  componentName([place, ...others]: Schema): string | undefined {
    if (place === undefined || others.some(({ id }) => id === undefined)) return undefined;
    const { pointer } = this.document.resolve(place);
    return /^\/components\/schemas\/[^/]+$/.test(pointer) ? componentOf(`#${pointer}`)?.[1] : undefined;
  }

  #make(schema: Schema): NormalSchema {
    const parts = this.#partsOf(schema);
    const said = parts.map((part) => this.#own(part)).filter((own) => !isAnything(own));
    const [first, ...others] = said;
    const pointer = schema[0] === undefined ? '' : this.document.resolve(schema[0]).pointer;
    const whole = others.reduce(both, first ?? anything(pointer));
    return { ...this.#withChoices(whole), pointer: said.length === 1 && first !== undefined ? first.pointer : pointer };
  }

  /** Everything that applies at once: references, `allOf` and choices of one, each part once, however often it is named. */
  #partsOf(schema: Schema): Part[] {
    const parts = new Map<string, Part>();
    const open: Part[] = schema.toReversed().map((place) => ({ place, orNull: false }));
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const place = this.document.resolve(part.place);
      const name = `${part.orNull} ${nameOf([place])}`;
      if (parts.has(name)) continue;
      this.budget.spend();
      const members = this.document.members(place);
      const orNull = part.orNull || members.get('nullable')?.value === true;
      parts.set(name, { place, orNull });
      const ignored = this.document.ignored(part.place);
      const { pointer } = part.place;
      if (!isEqual(ignored, {}))
        open.push({ place: { value: { [IGNORED]: ignored }, pointer, id: `${pointer} ${IGNORED}` }, orNull: false });
      const reference = members.get('$ref');
      const inner = reference === undefined ? [] : [reference];
      const choices = this.#choicesOf(place, members).flatMap(({ only }) => only ?? []);
      open.push(
        ...choices.map((only) => ({ ...only, orNull: orNull || only.orNull })).toReversed(),
        ...[...inner, ...this.document.items(members.get('allOf'))]
          .map((item) => ({ place: item, orNull }))
          .toReversed(),
      );
    }
    return [...parts.values()];
  }

  /** Each `oneOf` and `anyOf`: the one schema that it amounts to, or the choice that it is. */
  #choicesOf({ pointer }: Place, members: Places): { only?: Part; choice?: Choice }[] {
    return ['oneOf', 'anyOf'].flatMap((kind): { only?: Part; choice?: Choice }[] => {
      const all = this.document.items(members.get(kind));
      const variants = all.filter((variant) => !this.isNull(variant));
      const orNull = variants.length < all.length;
      const [first] = variants;
      if (first === undefined) return all.slice(0, 1).map((place) => ({ only: { place, orNull: false } }));
      if (variants.length === 1) return [{ only: { place: first, orNull } }];
      const value = this.#asOne(variants, kind);
      const id = `${pointer}/${kind} as one`;
      if (value !== undefined) return [{ only: { place: { value, pointer: `${pointer}/${kind}`, id }, orNull } }];
      const names = members.get('discriminator');
      return [{ choice: { kind, pointer, variants: all.map((variant) => this.#named(variant, names)) } }];
    });
  }

  /** Variants that only list types, or only values, as one list. */
  #asOne(variants: readonly Place[], kind: string): JsonObject | undefined {
    const values = variants.map((place) => this.document.resolve(place).value);
    const lists = (['type', 'enum'] as const).map((keyword) => values.map((value) => listOf(value, keyword)));
    const index = lists.findIndex((list) => list.every((items) => items !== undefined));
    const list = lists[index]?.flatMap((items) => items ?? []) ?? [];
    const isOverlapping = index === 0 ? list.includes('integer') && list.includes('number') : false;
    const isDistinct = new Set(list.map((item) => JSON.stringify(canonical(item)))).size === list.length;
    if (index < 0 || (kind === 'oneOf' && (isOverlapping || !isDistinct))) return undefined;
    return index === 0 ? { type: list } : { enum: list };
  }

  /** A variant with the values that a discriminator tells it by: the keys of its mapping, else the component's name. */
  #named(variant: Place, discriminator: Place | undefined): Schema {
    const { propertyName, mapping } = isObject(discriminator?.value) ? discriminator.value : {};
    const { pointer } = this.document.resolve(variant);
    const component = this.componentName([variant]);
    if (discriminator === undefined || typeof propertyName !== 'string' || component === undefined) return [variant];
    const mapped = Object.entries(isObject(mapping) ? mapping : {})
      .filter(([, target]) => this.#mapped(target) === pointer)
      .map(([key]) => key);
    const value = { [DISCRIMINATING]: mapped.length > 0 ? mapped : [component] };
    return [variant, { value, pointer: discriminator.pointer, id: `${discriminator.pointer} ${variant.pointer}` }];
  }

  #mapped(target: Json): string | undefined {
    return typeof target === 'string' ? resolve(mappingReference(target), this.document.root)?.pointer : undefined;
  }

  #own({ place, orNull }: Part): NormalSchema {
    const { value, pointer } = place;
    const nothing = anything(pointer);
    if (value === true) return nothing;
    if (value === false) return { ...nothing, types: new Set(orNull ? ['null'] : []) };
    if (!isObject(value)) return { ...nothing, rest: new Map([['', [place]]]) };
    const members = this.document.members(place);
    const choices = this.#choicesOf(place, members).flatMap(({ choice }) => choice ?? []);
    const rest = new Map(
      [...members].filter(([key, member]) => isRest(key, member.value)).map(([key, item]) => [key, [item]]),
    );
    const discriminator = members.get('discriminator');
    if (discriminator !== undefined) rest.set('discriminator', [this.#leftOf(discriminator, choices)]);
    const own = {
      ...nothing,
      types: typesIn(value['type']),
      fields: this.#fieldsOf(members),
      required: new Set(isTexts(value['required']) ? value['required'] : []),
      items: this.#itemsOf(members),
      limits: limitsOf(value),
      choices,
      rest,
    };
    const lists = [value['enum'], 'const' in value ? [value['const']] : undefined];
    const listed = lists.filter((list) => Array.isArray(list)).reduce(withValues, own);
    if (!orNull) return listed;
    const { types } = listed;
    return {
      ...listed,
      types: types && new Set([...types, 'null']),
      // Whether `nullable` includes null in an `enum` that doesn't list it, readers of OpenAPI 3.0 disagree.
      orNull: value['nullable'] !== true,
      choices: choices.map((choice) => this.#withNullVariant(choice)),
    };
  }

  /** What a discriminator says beyond the names of the variants beside it. */
  #leftOf(discriminator: Place, choices: readonly Choice[]): Place {
    if (!isObject(discriminator.value) || choices.length === 0) return discriminator;
    const { mapping, ...others } = discriminator.value;
    const known = choices.flatMap(({ variants }) =>
      variants.map(([variant]) => variant && this.document.resolve(variant).pointer),
    );
    const left = Object.entries(isObject(mapping) ? mapping : {}).filter(
      ([, target]) => !known.includes(this.#mapped(target)),
    );
    const value = left.length > 0 ? { ...others, mapping: Object.fromEntries(left) } : others;
    return { value, pointer: discriminator.pointer, id: `${discriminator.pointer} left` };
  }

  #fieldsOf(members: Places): Members {
    const [named, patterns] = [members.get('properties'), members.get('patternProperties')];
    return membersWith(this.#schemasIn(named), this.#schemasIn(patterns), members.get('additionalProperties'));
  }

  #itemsOf(members: Places): Members {
    const prefix = this.document
      .items(members.get('prefixItems'))
      .map((place, index): [string, Schema] => [`${index}`, [place]]);
    const items = members.get('items');
    return membersWith(new Map(prefix), new Map(), Array.isArray(items?.value) ? undefined : items);
  }

  #schemasIn(place: Place | undefined): Map<string, Schema> {
    return new Map([...this.document.members(place)].map(([name, schema]) => [name, [schema]]));
  }

  /** The types that are possible in the end, how exclusive its choices are, and whether there is only a choice. */
  #withChoices(schema: NormalSchema): NormalSchema {
    const listed = schema.choices.map(({ variants }) => variants.map((variant) => this.normalize(variant).types));
    const implied = listed.map((lists) =>
      lists.includes(undefined) ? undefined : withoutDoubles(lists.flatMap((types) => [...(types ?? [])])),
    );
    const types = implied.reduce(typesOfBoth, schema.types);
    const isImplied = implied[0] !== undefined && [...implied[0]].every((type) => accepts(schema.types, type));
    const isBare = isAnything({ ...schema, choices: [], types: isImplied ? undefined : schema.types });
    const limits = types && isIntegral(types) ? rounded(schema.limits) : schema.limits;
    const choices = schema.choices.map((choice, index) => ({
      ...choice,
      kind: kindOf(choice.kind, listed[index] ?? []),
    }));
    return { ...schema, types, limits, choices, isChoice: isBare && choices.length === 1 };
  }

  #withNullVariant(choice: Choice): Choice {
    if (choice.variants.some(([variant]) => variant !== undefined && this.isNull(variant))) return choice;
    const { pointer } = choice;
    return { ...choice, variants: [...choice.variants, [{ value: { type: 'null' }, pointer, id: `${pointer} null` }]] };
  }
}

/** Identifies a schema. */
export function nameOf(schema: Schema): string {
  return [...new Set(schema.map(({ id, pointer }) => (id === undefined ? pointer : `:${id}`)))].toSorted().join('\n');
}

function keywords(names: string, isValid: (value: Json) => boolean): typeof KNOWN {
  return Object.fromEntries(names.split(' ').map((name) => [name, isValid]));
}

function isRest(key: string, value: Json): boolean {
  if (value === false && FLAGS.has(key)) return false;
  return !(Object.hasOwn(KNOWN, key) && KNOWN[key]?.(value));
}

function isTexts(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function typesIn(type: Json | undefined): NormalSchema['types'] {
  const types = [type ?? []].flat();
  return type !== undefined && isTexts(types) ? withoutDoubles(types) : undefined;
}

/** Every number type includes integers. All types together are any. */
function withoutDoubles(types: Iterable<string>): NormalSchema['types'] {
  const found = new Set(types);
  if (found.has('number')) found.delete('integer');
  return ALL_TYPES.every((type) => found.has(type)) ? undefined : found;
}

/** The values of a schema that only lists types, or only lists values. */
function listOf(value: Json, keyword: 'type' | 'enum'): Json[] | undefined {
  const allowed = keyword === 'type' ? ['type'] : ['type', 'enum', 'const'];
  if (!isObject(value) || Object.keys(value).some((key) => !allowed.includes(key))) return undefined;
  const list = value[keyword] ?? (keyword === 'enum' ? value['const'] : undefined);
  if (keyword === 'enum' && list !== undefined) return Array.isArray(list) && 'enum' in value ? list : [list];
  const types = [list ?? null].flat();
  return isTexts(types) ? types : undefined;
}

/** Listed values have types of their own. They count as they are, even if they don't have the type that is required. */
function withValues(schema: NormalSchema, list: readonly Json[]): NormalSchema {
  const texts = new Set(list.map((value) => JSON.stringify(canonical(value))));
  const types = typesOfBoth(schema.types, new Set([...list.map(typeOf), 'null']));
  const listed = typesOfBoth(schema.types, withoutDoubles(list.map(typeOf)));
  return {
    ...schema,
    // Whether `null` is possible is left to the types, if there are any.
    types: schema.types === undefined || listed?.size === 0 ? (schema.types ?? listed) : types,
    values: valuesOfBoth(schema.values, texts),
  };
}

function membersWith(named: Members['named'], patterns: Members['patterns'], others: Place | undefined): Members {
  const isNamed = (name: string): boolean =>
    named.has(name) || [...patterns.keys()].some((pattern) => matches(pattern, name));
  const isFree = others === undefined || others.value === true || isEqual(others.value, {});
  return { named, patterns, others: isFree ? [] : [{ schema: others, isNamed }] };
}

/** Bounds have one spelling, whatever the version. */
function limitsOf(schema: JsonObject): Map<string, Limit> {
  const limits = new Map<string, Limit>();
  for (const [key, value] of Object.entries(schema)) {
    const isCounted = /^(?:min|max)(?:Length|Items|Properties)$/.test(key) && typeof value === 'number';
    if (isCounted && !(value === 0 && key.startsWith('min'))) limits.set(key, [value, false]);
    const isText = /^(?:multipleOf|pattern|format|uniqueItems)$/.test(key) && value !== false;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (isText && !(key === 'pattern' && ANY_TEXT.has(text))) limits.set(key, [text]);
  }
  for (const name of ['minimum', 'maximum']) {
    const [bound, exclusive] = [schema[name], schema[name.replace(/^m/, 'exclusiveM')]];
    const bounds: Limit[] = typeof bound === 'number' ? [[bound, exclusive === true]] : [];
    if (typeof exclusive === 'number') bounds.push([exclusive, true]);
    if (bounds.length > 0)
      limits.set(
        name,
        bounds.reduce((a, b) => limitOfBoth(a, b, name)),
      );
  }
  return limits;
}

/**
 * What a choice amounts to. If no two variants have a type in common, exactly one of them is any of them. Variants that are
 * objects are taken to be told apart by their fields, others that overlap exclude values from each other.
 */
function kindOf(kind: string, variants: readonly NormalSchema['types'][]): string {
  const overlaps = variants.flatMap((types, index) =>
    variants.slice(0, index).map((others) => typesOfBoth(types, others)),
  );
  if (kind === 'anyOf' || overlaps.every((types) => types?.size === 0)) return 'anyOf';
  return overlaps.every((types) => types && [...types].every((type) => type === 'object')) ? kind : EXCLUSIVE;
}

function isIntegral(types: ReadonlySet<string>): boolean {
  return types.has('integer') && [...types].every((type) => type === 'integer' || type === 'null');
}

/** The bounds of integers, as the least and the greatest that are possible. */
function rounded(limits: NormalSchema['limits']): NormalSchema['limits'] {
  return new Map(
    [...limits].map(([name, limit]): [string, Limit] => {
      if (!isBound(limit) || !/^(?:minimum|maximum)$/.test(name)) return [name, limit];
      const [bound, excluded] = limit;
      if (name === 'minimum') return [name, [excluded ? Math.floor(bound) + 1 : Math.ceil(bound), false]];
      return [name, [excluded ? Math.ceil(bound) - 1 : Math.floor(bound), false]];
    }),
  );
}
