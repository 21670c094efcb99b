import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compareDescriptions } from '../../../scripts/drift/compare.ts';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import fc from '../../support/fast-check.ts';

/** A schema or a keyword before and after; `undefined` if it is missing. */
type Pair<Value = Json> = [before: Value | undefined, after: Value | undefined];

const RUNS = 400;
const SCALARS: Json[] = [null, true, 0, 1, 1.5, 2, '', 'a', 'b', 'ab'];
const PARTS: Json[] = [...SCALARS, [], ['a'], {}, { a: 'a' }];
/** What callers might send or read. */
const INSTANCES: Json[] = [
  ...PARTS,
  ...SCALARS.map((value) => [value]),
  ['a', 'b'],
  ['a', 'a'],
  [1, 2, 2],
  [['a']],
  [{}],
  [{ a: 'a' }],
  ...PARTS.flatMap((value) => [{ a: value }, { b: value }, { a: value, b: 'a' }, { a: 1, b: value }]),
];

/** Most of the time the same on both sides. */
function either<Value extends Json | undefined>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Pair<Value>> {
  const same = arbitrary.map((value): Pair<Value> => [value, value]);
  return fc.oneof({ arbitrary: same, weight: 4 }, { arbitrary: fc.tuple(arbitrary, arbitrary), weight: 1 });
}

const maybe = (arbitrary: fc.Arbitrary<Json>): fc.Arbitrary<Pair> => either(fc.option(arbitrary, { nil: undefined }));
const always = (value: Json): fc.Arbitrary<Pair> => fc.constant([value, value]);

/** A schema with these keywords, on each side those that are there. */
function schemaOf(keywords: Record<string, fc.Arbitrary<Pair>>): fc.Arbitrary<Pair> {
  return fc.record(keywords).map((pairs) => split(Object.entries(pairs), (entries) => Object.fromEntries(entries)));
}

/** A list of schemas, the last of which might be new or gone. */
function listOf(pair: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  const list = fc.array(pair, { minLength: 1, maxLength: 3 });
  return fc.tuple(list, fc.constantFrom(0, 0, 0, 1, 2)).map(([pairs, cut]) => {
    const both = split(Object.entries(pairs), (entries): Json[] => entries.map(([, value]) => value));
    return both.map((side, index) => (index + 1 === cut && side && side.length > 1 ? side.slice(1) : side)) as Pair;
  });
}

function split<Value>(pairs: [string, Pair][], join: (entries: [string, Json][]) => Value): Pair<Value> {
  const side = (index: 0 | 1): Value =>
    join(pairs.flatMap(([key, pair]): [string, Json][] => (pair[index] === undefined ? [] : [[key, pair[index]]])));
  return [side(0), side(1)];
}

const types = (...names: Json[]): fc.Arbitrary<Pair> => either(fc.constantFrom(...names));
const text = schemaOf({
  type: types('string', 'string', ['string', 'null'], ['string', 'integer']),
  minLength: maybe(fc.nat(2)),
  maxLength: maybe(fc.nat(2)),
  pattern: maybe(fc.constantFrom('^a', 'b', '.*')),
});
const number = schemaOf({
  type: types('integer', 'integer', 'number', ['integer', 'null']),
  minimum: maybe(fc.nat(2)),
  exclusiveMinimum: maybe(fc.nat(2)),
  exclusiveMaximum: maybe(fc.constantFrom(1, 1.5, 2)),
  multipleOf: maybe(fc.constantFrom(1, 2, 0.5)),
});
const listed = schemaOf({
  type: maybe(fc.constantFrom('string', 'integer', 'number', ['string', 'null'])),
  enum: either(fc.uniqueArray(fc.constantFrom(...SCALARS), { minLength: 1, maxLength: 3 })),
});
const constant = schemaOf({
  type: maybe(fc.constantFrom('string', 'integer')),
  const: either(fc.constantFrom(...SCALARS)),
});
const scalar = fc.oneof(text, number, listed, constant, either(fc.constantFrom<Json[]>({}, true, false)));

/**
 * By definition, a new optional field is compatible, whatever an open object had under its name before, and so is a new field
 * of a response that had no others. So requests have closed objects here, and responses open ones.
 */
function schemas(others: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  return fc.letrec<{ schema: Pair }>((tie) => {
    const part = fc.oneof(
      { arbitrary: tie('schema'), weight: 9 },
      { arbitrary: fc.tuple(scalar, scalar).map(([[old], [, now]]): Pair => [old, now]), weight: 1 },
    );
    const fields = fc
      .record({ a: part, b: part }, { requiredKeys: [] })
      .map((pairs) => split(Object.entries(pairs), (entries): Json => Object.fromEntries(entries)));
    const required = maybe(fc.subarray(['a', 'b']));
    return {
      schema: fc.oneof(
        { maxDepth: 2, depthSize: 'small' },
        scalar,
        schemaOf({
          type: types('array', 'array', ['array', 'null']),
          items: part,
          minItems: maybe(fc.nat(2)),
          uniqueItems: maybe(fc.boolean()),
        }),
        schemaOf({
          type: types('object', 'object', ['object', 'null']),
          properties: fields,
          required,
          additionalProperties: others,
        }),
        schemaOf({ type: always('object'), additionalProperties: part, maxProperties: maybe(fc.nat(2)) }),
        schemaOf({ anyOf: listOf(part) }),
        // Objects are taken to be told apart by their fields.
        schemaOf({ oneOf: listOf(scalar) }),
        schemaOf({ allOf: listOf(part) }),
        schemaOf({ not: part }),
      ),
    };
  }).schema;
}

const inBody = (schema: Json): JsonObject => ({ requestBody: { content: { 'application/json': { schema } } } });
const inResponse = (schema: Json): JsonObject => ({
  responses: { 202: { content: { 'application/json': { schema } } } },
});
const documentOf = (operation: JsonObject): JsonObject => ({ openapi: '3.1.0', paths: { '/x': { post: operation } } });

/** Tries pairs of schemas that the report has nothing breaking to say about. */
function check(
  pairs: fc.Arbitrary<Pair>,
  wrap: (schema: Json) => JsonObject,
  isLost: (before: boolean, after: boolean) => boolean,
): number {
  const ajv = new Ajv2020({ strict: false, addUsedSchema: false });
  let found = 0;
  fc.assert(
    fc.property(pairs, ([before = {}, after = {}]) => {
      const changes = compareDescriptions(documentOf(wrap(before)), documentOf(wrap(after)));
      if (JSON.stringify(before) === JSON.stringify(after) || changes[0]?.level === 'breaking') return;
      // By definition, new values and fields of responses are compatible.
      if (wrap === inResponse && changes.some(({ rule }) => /-new|fields-open/.test(rule))) return;
      found += 1;
      const [isValidBefore, isValidAfter] = [before, after].map((schema) => ajv.compile(schema as JsonObject));
      const lost = INSTANCES.filter((instance) =>
        isLost(isValidBefore?.(instance) === true, isValidAfter?.(instance) === true),
      );
      expect({ before, after, changes, lost }).toMatchObject({ lost: [] });
    }),
    { numRuns: RUNS },
  );
  return found;
}

describe('the drift report, against a validator', () => {
  it('calls nothing compatible that rejects a request that was valid', () => {
    expect(check(schemas(always(false)), inBody, (before, after) => before && !after)).toBeGreaterThan(RUNS / 10);
  });

  it('calls nothing compatible that brings a response that was not valid', () => {
    const others = fc.constant<Pair>([undefined, undefined]);
    expect(check(schemas(others), inResponse, (before, after) => after && !before)).toBeGreaterThan(RUNS / 10);
  });
});
