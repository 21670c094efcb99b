import { describe, expect, it } from 'vitest';
import { checkSpec, checkTree } from '../../../scripts/openapi/check.ts';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { at, sampleSpec, USERS } from '../../support/specs/sample-spec.ts';

function check(change: (description: JsonObject) => void): void {
  const description = sampleSpec();
  change(description);
  checkSpec(description, 'x.json');
}

it('accepts OpenAPI 3.0 and 3.1', () => {
  for (const version of ['3.0.0', '3.0.4', '3.1.0', '3.1.1']) {
    expect(() => check((description) => void (description['openapi'] = version))).not.toThrow();
  }
});

it.each<[Json, string]>([
  ['3.2.0', 'OpenAPI 3.2.0'],
  ['4.0.0', 'OpenAPI 4.0.0'],
  [3, 'not an OpenAPI spec'],
])('rejects version %j', (version, name) => {
  expect(() => check((description) => void (description['openapi'] = version))).toThrow(`x.json is ${name}. `);
});

const OUTSIDE = [
  'other.json#/a',
  './other.yaml',
  'https://example.com/a.json',
  'file:///etc/passwd',
  '',
  '//example.com/a',
  // From here on they start with #, and yet some tools read a file or an address.
  '#../../../../etc/x.json',
  '#a',
  '#%2F..%2Fx',
  '##/a',
  '#./x.json',
  '#https://example.com/a#/b',
  ' #/a',
  '#\\\\a',
];

describe.each(['$ref', '$dynamicRef', '$recursiveRef', 'operationRef'])('a %s', (keyword) => {
  it.each(OUTSIDE)('to %j is rejected wherever it stands, with its target', (reference) => {
    expect(() => check((description) => void (description['x-a'] = [{ b: { [keyword]: reference } }]))).toThrow(
      `x.json refers to ${JSON.stringify(reference)} at #/x-a/0/b/${keyword}. `,
    );
  });

  it.each(['#', '#/components/schemas/Item'])('to %j is accepted', (reference) => {
    expect(() => check((description) => void (description['x-a'] = [{ b: { [keyword]: reference } }]))).not.toThrow();
  });
});

it('rejects a discriminator that leads out of the document, but no name of a schema', () => {
  const withMapping =
    (target: string, mapping: Json = { a: target }) =>
    (description: JsonObject) => {
      description['x-a'] = { discriminator: { propertyName: 'type', mapping } };
    };
  for (const target of [...OUTSIDE.filter((reference) => /[^\w.-]/.test(reference)), '../x.json']) {
    expect(() => check(withMapping(target))).toThrow(`refers to ${JSON.stringify(target)} at #/x-a/discriminator. `);
  }
  expect(() => check(withMapping('', ['./x.json']))).toThrow('refers to "./x.json" at #/x-a/discriminator. ');
  expect(() => check(withMapping('Item'))).not.toThrow();
  expect(() => check(withMapping('#/components/schemas/Item'))).not.toThrow();
});

it('takes a field named $ref for a field', () => {
  const field = (description: JsonObject): void => {
    at(description, 'components', 'schemas', 'ClientError', 'properties')['$ref'] = { type: 'string' };
  };
  expect(() => check(field)).not.toThrow();
});

describe('an operationId of two operations', () => {
  const twice = { operationId: 'post_users_terminate_sessions', responses: {} };

  it('is rejected wherever it stands', () => {
    const places: ((description: JsonObject) => void)[] = [
      (description) => void (at(description, 'paths', USERS)['get'] = twice),
      (description) => void (description['webhooks'] = { a: { post: twice } }),
      (description) => void (at(description, 'components')['pathItems'] = { a: { post: twice } }),
      (description) => void (at(description, 'components')['callbacks'] = { a: { '{$url}': { post: twice } } }),
      (description) => void (at(description, 'paths', USERS, 'post')['callbacks'] = { a: { b: { post: twice } } }),
    ];
    for (const place of places)
      expect(() => check(place)).toThrow(/has operationId post_users_\w+ twice, at #\/\S+ and at #\/\S+\./);
  });

  it('is fine in data', () => {
    expect(() => check((description) => void (description['x-a'] = { get: twice, post: twice }))).not.toThrow();
  });
});

it('rejects a key that could reach the prototype of objects', () => {
  const hostile = JSON.parse('{"a": [{"__proto__": {"polluted": true}}]}') as JsonObject;
  expect(() => checkTree(hostile, 'x.json')).toThrow('x.json has a key named __proto__ at #/a/0/__proto__. ');
});

it('rejects nesting of any depth in a moment', () => {
  let deep: JsonObject = {};
  for (let depth = 0; depth < 100_000; depth++) deep = { a: deep };
  expect(() => checkTree(deep, 'x.json')).toThrow('x.json is nested too deeply');
});
