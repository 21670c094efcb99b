import { isObject, pointerStep, type Json, type JsonObject } from './json.ts';

/** A kind of element of a spec. A schema with a name, which a component or a field is, is a kind of its own. */
export type Kind =
  | 'document'
  | 'info'
  | 'tag'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'callback'
  | 'parameter'
  | 'requestBody'
  | 'response'
  | 'header'
  | 'mediaType'
  | 'schema'
  | 'namedSchema';

/** An element of a spec. */
export interface Part {
  kind: Kind;
  part: JsonObject;
  /** JSON pointer. */
  pointer: string;
  /** Its key or index. */
  name: string;
}

/** The value of a key: one element, or a map or list of them. */
type Child = readonly [shape: 'one' | 'many', kind: Kind];
type Children = Readonly<Record<string, Child>>;

const VALUE: Children = { schema: ['one', 'schema'], content: ['many', 'mediaType'] };
const SCHEMA: Children = {
  ...under('properties patternProperties $defs dependentSchemas', ['many', 'namedSchema']),
  ...under('allOf anyOf oneOf prefixItems', ['many', 'schema']),
  ...under('items additionalProperties not if then else contains propertyNames', ['one', 'schema']),
  ...under('unevaluatedItems unevaluatedProperties', ['one', 'schema']),
};
/** The HTTP methods that a path can have. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

const CHILDREN: Readonly<Record<Kind, Children>> = {
  document: {
    info: ['one', 'info'],
    tags: ['many', 'tag'],
    paths: ['many', 'pathItem'],
    webhooks: ['many', 'pathItem'],
    components: ['one', 'components'],
  },
  info: {},
  tag: {},
  components: {
    schemas: ['many', 'namedSchema'],
    parameters: ['many', 'parameter'],
    requestBodies: ['many', 'requestBody'],
    responses: ['many', 'response'],
    headers: ['many', 'header'],
    callbacks: ['many', 'callback'],
    pathItems: ['many', 'pathItem'],
  },
  pathItem: {
    parameters: ['many', 'parameter'],
    ...under(METHODS.join(' '), ['one', 'operation']),
  },
  operation: {
    parameters: ['many', 'parameter'],
    requestBody: ['one', 'requestBody'],
    responses: ['many', 'response'],
    callbacks: ['many', 'callback'],
  },
  callback: {},
  parameter: VALUE,
  requestBody: VALUE,
  response: { ...VALUE, headers: ['many', 'header'] },
  header: VALUE,
  mediaType: VALUE,
  schema: SCHEMA,
  namedSchema: SCHEMA,
};

/** Every element of a spec that can have texts: a field named `title` is a field, not a title. */
export function* partsOf(document: JsonObject): Generator<Part> {
  yield* walk({ kind: 'document', part: document, pointer: '', name: '' });
}

function* walk(element: Part): Generator<Part> {
  yield element;
  const { kind, part, pointer } = element;
  for (const [key, value] of Object.entries(part)) {
    // The keys of a callback are expressions.
    const child: Child | undefined =
      kind === 'callback' ? ['one', 'pathItem'] : Object.hasOwn(CHILDREN[kind], key) ? CHILDREN[kind][key] : undefined;
    if (child === undefined) continue;
    const [shape, childKind] = child;
    const place = `${pointer}/${pointerStep(key)}`;
    if (shape === 'one') yield* walkOne(value, childKind, place, key);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        yield* walkOne(item, childKind, `${place}/${pointerStep(name)}`, name);
      }
    }
  }
}

function* walkOne(value: Json, kind: Kind, pointer: string, name: string): Generator<Part> {
  if (isObject(value)) yield* walk({ kind, part: value, pointer, name });
}

function under(keys: string, child: Child): Children {
  return Object.fromEntries(keys.split(' ').map((key) => [key, child]));
}
