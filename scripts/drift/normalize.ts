import { type Document, type Place } from './document.ts';
import { both, takes, typesOfBoth } from './merge.ts';
import { canonical, isObject, type Json, type JsonObject } from '../openapi/json.ts';

/** A schema as the list of all that holds at once. An empty one takes anything. */
export type Schema = readonly Place[];

/** A schema in one spelling, whatever version of OpenAPI and whatever components it was written with. */
export interface NormalSchema {
  pointer: string;
  /** `undefined` for any. */
  types: ReadonlySet<string> | undefined;
  /** The listed values but null, by their JSON text; `undefined` where none are listed. */
  values: ReadonlySet<string> | undefined;
  fields: ReadonlyMap<string, Schema>;
  required: ReadonlySet<string>;
  items: Schema;
  /** Of the fields without a name. */
  otherFields: Schema;
  limits: ReadonlyMap<string, Json>;
  /** Each `oneOf` or `anyOf` with more than one member. */
  choices: readonly { kind: string; variants: readonly Schema[] }[];
  /** Every other keyword, as it stands. */
  rest: ReadonlyMap<string, Schema>;
}

const LIMITS = new Set(
  (
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength ' +
    'minItems maxItems minProperties maxProperties pattern format uniqueItems'
  ).split(' '),
);
/** Lists of schemas, which are taken apart before the other keywords. */
const LISTS = new Set(['allOf', 'oneOf', 'anyOf']);
/** Keywords that say with `false` what they say when they are left out. */
const FLAGS = new Set(
  'nullable uniqueItems exclusiveMinimum exclusiveMaximum deprecated readOnly writeOnly'.split(' '),
);

/** @param open - the pointers of what is being normalised already, so that a schema made of itself ends */
export function normalize(schema: Schema, document: Document, open: readonly string[] = []): NormalSchema {
  const [first, ...others] = schema.map((place) => normalizeOne(place, document, open));
  return others.reduce(both, first ?? anything(''));
}

function normalizeOne(place: Place, document: Document, open: readonly string[]): NormalSchema {
  const { value, pointer } = place;
  if (value === true || open.includes(pointer)) return anything(pointer);
  if (value === false) return { ...anything(pointer), types: new Set() };
  if (!isObject(value)) return { ...anything(pointer), rest: new Map([['', [place]]]) };

  const members = document.members(place);
  const parts = document.items(members.get('allOf'));
  const reference = members.get('$ref');
  if (reference !== undefined) parts.unshift(reference);
  const choices: NormalSchema['choices'][number][] = [];
  let orNull = value['nullable'] === true;
  for (const kind of ['oneOf', 'anyOf']) {
    const variants = document.items(members.get(kind));
    const lists = variants.map((variant) => listedValues(variant, document));
    const [only, ...more] = variants.filter((variant) => !isNull([variant], document));
    if (only !== undefined && more.length === 0) {
      parts.push(only);
      orNull ||= variants.length > 1;
    } else if (variants.length > 0 && variants.every((variant) => isPlainType(variant, document))) {
      const types = variants.flatMap((variant) => (document.resolve(variant).value as JsonObject)['type'] as Json);
      parts.push({ value: { type: types }, pointer: `${pointer}/${kind}` });
    } else if (variants.length > 0 && lists.every((list) => list !== undefined)) {
      parts.push({ value: { enum: lists.flat() }, pointer: `${pointer}/${kind}` });
    } else if (variants.length > 0) choices.push({ kind, variants: variants.map((variant) => [variant]) });
  }
  const own = { ...ownKeywords(members, document, pointer), choices };
  const normal = parts.map((part) => normalize([part], document, [...open, pointer]));
  const whole = normal.reduce(both, own);
  if (orNull) return withNull(whole, document);
  // What only stands for something else is reported where that stands.
  return normal.length === 1 && members.size === 1 ? { ...whole, pointer: normal[0]?.pointer ?? pointer } : whole;
}

function ownKeywords(members: ReadonlyMap<string, Place>, document: Document, pointer: string): NormalSchema {
  const own = { ...anything(pointer), limits: limitsOf(members) };
  const rest = new Map<string, Schema>();
  const lists: Json[][] = [];
  for (const [key, place] of members) {
    const { value } = place;
    if (LIMITS.has(key) || isTakenApart(key, value) || (value === false && FLAGS.has(key))) continue;
    if (key === 'type' && isTexts([value].flat())) own.types = withoutDoubles([value].flat() as string[]);
    else if (key === 'const') lists.push([value]);
    else if (key === 'enum' && Array.isArray(value)) lists.push(value);
    else if (key === 'required' && isTexts(value)) own.required = new Set(value);
    else if (key === 'properties' && isObject(value)) own.fields = fieldsOf(place, document);
    else if (key === 'items') own.items = [place];
    else if (key === 'additionalProperties') own.otherFields = isAnything(value) ? [] : [place];
    else rest.set(key, [place]);
  }
  return lists.reduce(withValues, { ...own, rest });
}

function anything(pointer: string): NormalSchema {
  return {
    pointer,
    types: undefined,
    values: undefined,
    fields: new Map(),
    required: new Set(),
    items: [],
    otherFields: [],
    limits: new Map(),
    choices: [],
    rest: new Map(),
  };
}

function isTakenApart(key: string, value: Json): boolean {
  // The tag marks what is cut out; it says nothing about a schema.
  if (key === '$ref' || key === '$defs' || key === 'x-box-tag') return true;
  return (LISTS.has(key) && Array.isArray(value)) || (key === 'nullable' && value === true);
}

function isAnything(schema: Json): boolean {
  return schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}

function isTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Whether nothing but `null` is possible. */
export function isNull([place, ...others]: Schema, document: Document): boolean {
  if (place === undefined || others.length > 0) return false;
  const { types } = ownKeywords(document.members(document.resolve(place)), document, '');
  return types?.size === 1 && types.has('null');
}

function isPlainType(place: Place, document: Document): boolean {
  const { value } = document.resolve(place);
  return isObject(value) && Object.keys(value).join() === 'type' && isTexts([value['type'] as Json].flat());
}

/** The values of a schema that is nothing but a list of them. */
function listedValues(place: Place, document: Document): Json[] | undefined {
  const { value } = document.resolve(place);
  if (!isObject(value) || Object.keys(value).some((key) => !['type', 'const', 'enum'].includes(key))) return undefined;
  if (value['const'] !== undefined) return [value['const']];
  return Array.isArray(value['enum']) ? value['enum'] : undefined;
}

/** Every number takes integers too. */
function withoutDoubles(types: Iterable<string>): Set<string> {
  const found = new Set(types);
  if (found.has('number')) found.delete('integer');
  return found;
}

/** Listed values have types of their own. Whether `null` is possible is left to the types, where there are any. */
function withValues(schema: NormalSchema, values: readonly Json[]): NormalSchema {
  const { types, values: others } = schema;
  const fitting = values.filter(
    (value) => takes(types, typeOf(value)) || (typeof value === 'number' && takes(types, 'integer')),
  );
  const own = new Set(fitting.map(typeOf));
  const texts = fitting
    .filter((value) => value !== null)
    .map((value) => JSON.stringify(canonical(value)))
    .filter((text) => others?.has(text) !== false);
  return {
    ...schema,
    types: types === undefined ? own : typesOfBoth(types, own.add('null')),
    values: texts.length > 0 ? new Set(texts) : undefined,
  };
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function fieldsOf(properties: Place, document: Document): Map<string, Schema> {
  return new Map([...document.members(properties)].map(([name, place]) => [name, [place]]));
}

/** Bounds in the spelling of 3.1, where an exclusive one is a number of its own. */
function limitsOf(members: ReadonlyMap<string, Place>): Map<string, Json> {
  const limits = new Map<string, Json>();
  for (const [key, { value }] of members) {
    if (LIMITS.has(key) && value !== false && !(value === 0 && /^min[A-Z]/.test(key))) limits.set(key, value);
  }
  for (const inclusive of ['minimum', 'maximum']) {
    const exclusive = `exclusive${inclusive[0]?.toUpperCase()}${inclusive.slice(1)}`;
    if (limits.get(exclusive) !== true) continue;
    const bound = limits.get(inclusive);
    limits.delete(inclusive);
    if (bound === undefined) limits.delete(exclusive);
    else limits.set(exclusive, bound);
  }
  return limits;
}

function withNull(schema: NormalSchema, document: Document): NormalSchema {
  const { types, choices, pointer } = schema;
  const orNull: Schema = [{ value: { type: 'null' }, pointer: `${pointer}/nullable` }];
  return {
    ...schema,
    types: types && new Set([...types, 'null']),
    choices: choices.map((choice) =>
      choice.variants.some((variant) => isNull(variant, document))
        ? choice
        : { ...choice, variants: [...choice.variants, orNull] },
    ),
  };
}
