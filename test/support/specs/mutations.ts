import { BOX_TAG } from '../../../scripts/cut/cut.ts';
import { canonical, isObject, type Json, type JsonObject } from '../../../scripts/openapi/json.ts';

/** One change of a description; the two numbers choose where and what. */
export interface Mutation {
  kind: keyof typeof KINDS;
  place: number;
  choice: number;
}

const HOSTILE_NAMES = [
  'a*/b',
  '{{x}}',
  '`${y}`',
  'it\'s "q"',
  'a|b',
  '<b>',
  '',
  ' ',
  'línea\u2028',
  '\u202Ex',
  '$ref',
  '0',
  'a/b~c',
  '%',
  'class',
];
const HOSTILE_TEXTS = [
  'The other side says */ export const broken = 1; /* and more',
  'The other side says {{ constructor.constructor("x")() }} and more',
  'The other side says `${process.exit(7)}` and ``` more ``` of it',
  'The other side says | a | b |\n| --- | --- |\n<script>alert(1)</script> &lt;td&gt;',
  'The other side says <!-- END doctoc generated TOC --> # and more \u0000\u001B[2J',
];
const PROTOTYPE_NAMES = ['constructor', 'toString', 'hasOwnProperty', 'prototype', '__proto__', 'valueOf'];
const TYPES: Json[] = [
  'string',
  'integer',
  'number',
  'boolean',
  'array',
  'object',
  'null',
  'strings',
  ['string', 'null'],
  7,
  null,
  {},
];
const VALUES: Json[] = ['text', '', 0, -1, 1e21, true, false, null, [], {}, [[]], { a: {} }, ['a', 'a']];
const REFERENCES = [
  '#/components/schemas/ClientError',
  '#/components/schemas/Lost',
  '#/paths/~1users~1terminate_sessions/post/requestBody/content/application~1json/schema',
  '#',
  '#/%',
  'https://other.example/schema.json',
  './other.yaml#/a',
];
const STATUSES = ['200', '201', '204', '2XX', '302', '409', '422', '4XX', '500', 'default', '600', 'x'];

/** Every kind of change, made in place. */
export const KINDS = {
  add: (root, place, choice) =>
    set(
      pick(objectsOf(root), place),
      pick(['force', 'reason', 'x-new', 'default', 'enum', 'minItems'], choice),
      pick(VALUES, place),
    ),
  'add a field': (root, place, choice) =>
    set(pick(fieldMapsOf(root), place), `field_${choice % 9}`, {
      type: pick(TYPES, choice),
      description: pick(HOSTILE_TEXTS, place),
    }),
  'require a field': (root, place, choice) => {
    const schema = pick(schemasOf(root), place);
    const names = Object.keys(isObject(schema['properties']) ? schema['properties'] : { nothing: 0 });
    schema['required'] = names.filter((_, index) => (choice >> index) % 2 === 0);
  },
  'add a status': (root, place, choice) =>
    set(pick(named(root, 'responses'), place), pick(STATUSES, choice), { description: pick(HOSTILE_TEXTS, choice) }),
  'add a parameter': (root, place, choice) => {
    const parameter = {
      name: pick(['id', 'box-version', 'limit'], choice),
      in: pick(['query', 'header', 'path', 'cookie'], choice),
      required: place % 2 === 0,
    };
    pick(operationsOf(root), place)['parameters'] = [{ ...parameter, schema: { type: pick(TYPES, place) } }];
  },
  'add an operation': (root, place, choice) => {
    const operation = structuredClone(pick(operationsOf(root), place));
    operation['operationId'] = pick(
      ['post_devices_terminate_sessions', 'post_users_terminate_sessions', "it's */", ''],
      choice,
    );
    set(root['paths'], '/devices/terminate_sessions', { [pick(['post', 'get', 'delete'], choice)]: operation });
  },
  remove: (root, place, choice) => {
    const object = pick(objectsOf(root), place);
    delete object[pick(Object.keys(object), choice)];
  },
  rename: (root, place, choice) => rename(pick(objectsOf(root), place), choice, `renamed_${choice % 5}`),
  retype: (root, place, choice) => set(pick(schemasOf(root), place), 'type', pick(TYPES, choice)),
  'change a value': (root, place, choice) => {
    const object = pick(objectsOf(root), place);
    set(object, pick(Object.keys(object), choice), pick(VALUES, place + choice));
  },
  'narrow an enum': (root, place, choice) =>
    set(pick(schemasOf(root), place), 'enum', ['a', 'b', 1, null].slice(choice % 4)),
  reorder: (root, place) => {
    const object = pick(objectsOf(root), place);
    const entries = Object.entries(object).toReversed();
    for (const key of Object.keys(object)) delete object[key];
    for (const [key, value] of entries) set(object, key, value);
  },
  nest: (root, place, choice) => {
    let schema: JsonObject = structuredClone(pick(schemasOf(root), place));
    for (let depth = 0; depth < [1, 3, 20, 400][choice % 4]!; depth++) {
      schema = [
        { allOf: [schema] },
        { type: 'array', items: schema },
        { type: 'object', properties: { inner: schema } },
        { oneOf: [schema, { type: 'null' }] },
      ][choice % 3] as JsonObject;
    }
    replace(pick(schemasOf(root), place), schema);
  },
  'make circular': (root, place, choice) => {
    const $ref = `#/components/schemas/Loop${choice % 2}`;
    const loop = [
      { $ref },
      { allOf: [{ $ref }] },
      { type: 'object', properties: { next: { $ref } } },
      { type: 'array', items: { oneOf: [{ $ref }, { type: 'string' }] } },
    ][choice % 4] as JsonObject;
    const { schemas } = root['components'] as JsonObject;
    set(schemas, `Loop${choice % 2}`, loop);
    replace(pick(schemasOf(root), place), { $ref });
  },
  'make huge': (root, place, choice) => {
    const schema = pick(schemasOf(root), place);
    if (choice % 3 === 0) schema['enum'] = Array.from({ length: 2000 }, (_, index) => `value_${index}`);
    else if (choice % 3 === 1) schema['description'] = `The other side says ${'very '.repeat(50_000)}much`;
    else
      replace(schema, {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}`, { type: 'string' }])),
      });
  },
  'name like a prototype': (root, place, choice) =>
    set(pick(fieldMapsOf(root), place), pick(PROTOTYPE_NAMES, choice), { type: 'string' }),
  'name with hostility': (root, place, choice) =>
    set(pick([...fieldMapsOf(root), ...objectsOf(root)], place), pick(HOSTILE_NAMES, choice), { type: 'string' }),
  'word with hostility': (root, place, choice) =>
    set(pick(objectsOf(root), place), pick(['description', 'summary', 'title'], place), pick(HOSTILE_TEXTS, choice)),
  refer: (root, place, choice) => replace(pick(schemasOf(root), place), { $ref: pick(REFERENCES, choice) }),
  'change the server or the security': (root, place, choice) =>
    set(
      root,
      pick(['servers', 'security'], place),
      pick<Json>([[{ url: 'https://other.example' }], [], [{}], [{ Lost: [] }], 'x'], choice),
    ),
  'change the version': (root, _, choice) =>
    set(root, 'openapi', pick(['3.1.0', '3.0.3', '3.1.1', '3.2.0', '2.0'], choice)),
} satisfies Record<string, (root: JsonObject, place: number, choice: number) => void>;

/** The description with all changes made, one after the other. */
export function mutated(description: JsonObject, mutations: readonly Mutation[]): JsonObject {
  const root = structuredClone(description);
  for (const { kind, place, choice } of mutations) KINDS[kind](root, place, choice);
  return root;
}

/** The same with the keys of every object in another order. */
export function shuffled(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const from = seed % Math.max(1, entries.length);
  const turned = [...entries.slice(from), ...entries.slice(0, from)];
  return Object.fromEntries(
    (seed % 2 === 0 ? turned : turned.toReversed()).map(([key, item]) => [key, shuffled(item, seed)]),
  );
}

/** Every path without an operation of ours, whose operations may change as they like. */
export function unrelatedPaths(root: JsonObject): JsonObject[] {
  return valuesOf(root['paths']).filter((path) => !JSON.stringify(path).includes(BOX_TAG));
}

/** What our operations and components are made of. */
function objectsOf(root: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      if (Object.keys(value).length > 0) found.push(value);
      Object.values(value).forEach(visit);
    }
  };
  for (const operation of operationsOf(root)) visit(operation);
  const { schemas } = isObject(root['components']) ? root['components'] : {};
  for (const name of ['ClientError', 'SessionTerminationMessage'])
    visit((isObject(schemas) ? schemas[name] : undefined) ?? null);
  return found.length > 0 ? found : [root];
}

function operationsOf(root: JsonObject): JsonObject[] {
  const operations = valuesOf(root['paths'])
    .flatMap(valuesOf)
    .filter(({ 'x-box-tag': tag }) => tag === BOX_TAG);
  return operations.length > 0 ? operations : [root];
}

function schemasOf(root: JsonObject): JsonObject[] {
  const schemas = objectsOf(root).filter((object) => 'type' in object || '$ref' in object);
  return schemas.length > 0 ? schemas : [root];
}

function fieldMapsOf(root: JsonObject): JsonObject[] {
  return named(root, 'properties');
}

function named(root: JsonObject, key: string): JsonObject[] {
  const found = objectsOf(root).flatMap((object) => (isObject(object[key]) ? [object[key]] : []));
  return found.length > 0 ? found : [root];
}

function valuesOf(value: Json | undefined): JsonObject[] {
  return isObject(value) ? Object.values(value).filter(isObject) : [];
}

function pick<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

/** Also a key that assigning would take for something else. */
function set(object: Json | undefined, key: string, value: Json): void {
  if (!isObject(object)) return;
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function replace(object: JsonObject, other: JsonObject): void {
  const copy = canonical(other) as JsonObject;
  for (const key of Object.keys(object)) delete object[key];
  for (const [key, value] of Object.entries(copy)) set(object, key, value);
}

function rename(object: JsonObject, choice: number, name: string): void {
  const key = pick(Object.keys(object), choice);
  const value = object[key] as Json;
  delete object[key];
  set(object, name, value);
}
