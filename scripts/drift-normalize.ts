import { canonical, isObject, type Json, type JsonObject } from './json.ts';

/** A schema in one spelling, whatever version of OpenAPI it was written for. */
export interface NormalSchema {
  /** The types it takes but null; `undefined` for any. */
  types: string[] | undefined;
  nullable: boolean;
  enum: Json[] | undefined;
  properties: JsonObject;
  required: string[];
  items: Json | undefined;
  /** `false`, or a schema; `undefined` for any. */
  additionalProperties: Json | undefined;
  variants: Json[];
  limits: JsonObject;
  /** Everything else, as it stands. */
  rest: JsonObject;
}

/** Keywords that narrow what is taken, each by itself. */
export const LIMITS = (
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength ' +
  'minItems maxItems minProperties maxProperties pattern format uniqueItems'
).split(' ');
const HANDLED = new Set([
  ...LIMITS,
  ...'type nullable enum const properties required items additionalProperties oneOf anyOf'.split(' '),
]);
/** What a keyword says where it is absent. */
const SAME_AS_ABSENT: Readonly<JsonObject> = {
  uniqueItems: false,
  exclusiveMinimum: false,
  exclusiveMaximum: false,
  deprecated: false,
  readOnly: false,
  writeOnly: false,
  minLength: 0,
  minItems: 0,
  minProperties: 0,
};

/** Follows references within the document, and single-member `allOf`, to what they stand for. */
export function resolve(
  value: Json | undefined,
  pointer: string,
  document: JsonObject,
): { value: Json; pointer: string } {
  let found: { value: Json; pointer: string } = { value: value ?? {}, pointer };
  for (let steps = 0; steps < 100 && isObject(found.value); steps++) {
    const keys = Object.keys(found.value);
    const { $ref, allOf } = found.value;
    if (typeof $ref === 'string' && keys.length === 1)
      found = { value: lookUp($ref, document), pointer: $ref.slice(1) };
    else if (Array.isArray(allOf) && allOf.length === 1 && keys.length === 1) {
      found = { value: allOf[0] as Json, pointer: `${found.pointer}/allOf/0` };
    } else break;
  }
  return found;
}

function lookUp(reference: string, document: JsonObject): Json {
  const steps = decodeURIComponent(reference.slice(1)).split('/').slice(1);
  let value: Json = document;
  for (const step of steps) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return {};
    value = (value as JsonObject)[key] as Json;
  }
  return value;
}

export function normalize(schema: Json, document: JsonObject): NormalSchema {
  const source: JsonObject = isObject(schema) ? mergeAllOf(schema, document) : schema === false ? { not: {} } : {};
  const nulls = variantsOf(source).filter((variant) => isObject(variant) && variant['type'] === 'null');
  const variants = variantsOf(source).filter((variant) => !nulls.includes(variant));
  const only = variants.length === 1 ? resolve(variants[0], '', document).value : undefined;
  if (
    only !== undefined &&
    Object.keys(source).every((key) => key === 'oneOf' || key === 'anyOf' || key === 'nullable')
  ) {
    const inner = normalize(only, document);
    return { ...inner, nullable: inner.nullable || nulls.length > 0 || source['nullable'] === true };
  }
  const stated = source['type'] === undefined ? undefined : [source['type']].flat();
  const types = stated?.filter((type): type is string => typeof type === 'string' && type !== 'null');
  const values = source['const'] === undefined ? source['enum'] : [source['const']];
  const nullable =
    source['nullable'] === true ||
    nulls.length > 0 ||
    (stated ?? (Array.isArray(values) ? values : [])).some((value) => value === 'null' || value === null);
  const additional = source['additionalProperties'];
  return {
    types: types?.toSorted(),
    nullable,
    enum: Array.isArray(values) ? values.filter((value) => value !== null) : undefined,
    properties: isObject(source['properties']) ? source['properties'] : {},
    required: Array.isArray(source['required']) ? source['required'].filter((name) => typeof name === 'string') : [],
    items: isAny(source['items']) ? undefined : source['items'],
    additionalProperties: isAny(additional) ? undefined : additional,
    variants,
    limits: limitsOf(source),
    rest: Object.fromEntries(
      Object.entries(source).filter(([key, value]) => !HANDLED.has(key) && SAME_AS_ABSENT[key] !== value),
    ),
  };
}

function isAny(schema: Json | undefined): boolean {
  return schema === undefined || schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}

function variantsOf({ oneOf, anyOf }: JsonObject): Json[] {
  return [oneOf, anyOf].filter(Array.isArray).flat() as Json[];
}

/** Bounds in the spelling of 3.1, where an exclusive one is a number of its own. */
function limitsOf(source: JsonObject): JsonObject {
  const limits = LIMITS.filter((name) => source[name] !== undefined && SAME_AS_ABSENT[name] !== source[name]).map(
    (name): [string, Json] => [name, source[name] as Json],
  );
  const bounds = Object.fromEntries(limits);
  for (const [exclusive, inclusive] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (bounds[exclusive] !== true) continue;
    if (bounds[inclusive] === undefined) delete bounds[exclusive];
    else bounds[exclusive] = bounds[inclusive];
    delete bounds[inclusive];
  }
  return bounds;
}

/** Members of `allOf` that only add fields are taken together with what stands beside them; others are left for a person. */
function mergeAllOf(schema: JsonObject, document: JsonObject): JsonObject {
  const { allOf, $ref, ...own } = schema;
  const members = [...(Array.isArray(allOf) ? allOf : []), ...(typeof $ref === 'string' ? [{ $ref }] : [])];
  if (members.length === 0) return schema;
  const resolved = members.map((member) => resolve(member, '', document).value);
  const plain = new Set(['type', 'properties', 'required', 'x-box-tag']);
  const isPlain = (part: Json): part is JsonObject =>
    isObject(part) && Object.keys(part).every((key) => plain.has(key));
  if (!resolved.every(isPlain)) return schema;
  const parts = [...resolved, own];
  const types = [...new Set(parts.map(({ type }) => JSON.stringify(canonical(type ?? 'object'))))];
  if (types.length > 1) return schema;
  return {
    ...own,
    type: parts.find(({ type }) => type !== undefined)?.['type'] ?? 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})) as JsonObject,
    required: parts.flatMap(({ required }) => (Array.isArray(required) ? required : [])),
  };
}
