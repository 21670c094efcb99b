import { describe, expect, it } from 'vitest';
import { checkDescription, checkTree } from '../../../scripts/openapi/check.ts';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { at, sampleDescription, USERS } from '../../support/descriptions/sample-description.ts';

function check(change: (description: JsonObject) => void): void {
  const description = sampleDescription();
  change(description);
  checkDescription(description, 'x.json');
}

it('accepts OpenAPI 3.0 and 3.1', () => {
  for (const version of ['3.0.0', '3.0.4', '3.1.0', '3.1.1']) {
    expect(() => check((description) => void (description['openapi'] = version))).not.toThrow();
  }
});

it.each<[Json, string]>([
  ['3.2.0', 'OpenAPI 3.2.0'],
  ['4.0.0', 'OpenAPI 4.0.0'],
  [3, 'no OpenAPI description'],
])('refuses version %j', (version, name) => {
  expect(() => check((description) => void (description['openapi'] = version))).toThrow(`x.json is ${name}. `);
});

it.each(['other.json#/a', './other.yaml', 'https://example.com/a.json', 'file:///etc/passwd', ''])(
  'refuses a reference to %j, wherever it stands',
  (reference) => {
    expect(() => check((description) => void (description['x-a'] = [{ b: { $ref: reference } }]))).toThrow(
      'x.json refers to another document at #/x-a/0/b/$ref, ',
    );
  },
);

it('refuses a discriminator that leads out of the document, but no name of a schema', () => {
  const withMapping = (target: string) => (description: JsonObject) => {
    description['x-a'] = { discriminator: { propertyName: 'type', mapping: { a: target } } };
  };
  expect(() => check(withMapping('https://example.com/a.json'))).toThrow(
    'refers to another document at #/x-a/discriminator',
  );
  expect(() => check(withMapping('Item'))).not.toThrow();
  expect(() => check(withMapping('#/components/schemas/Item'))).not.toThrow();
});

it('takes a field named $ref for a field', () => {
  const field = (description: JsonObject): void => {
    at(description, 'components', 'schemas', 'ClientError', 'properties')['$ref'] = { type: 'string' };
  };
  expect(() => check(field)).not.toThrow();
});

describe('an operationId that is given twice', () => {
  const twice = { operationId: 'post_users_terminate_sessions', responses: {} };

  it('is refused wherever it stands', () => {
    const places: ((description: JsonObject) => void)[] = [
      (description) => void (at(description, 'paths', USERS)['get'] = twice),
      (description) => void (description['webhooks'] = { a: { post: twice } }),
      (description) => void (at(description, 'components')['pathItems'] = { a: { post: twice } }),
      (description) => void (at(description, 'components')['callbacks'] = { a: { '{$url}': { post: twice } } }),
      (description) => void (at(description, 'paths', USERS, 'post')['callbacks'] = { a: { b: { post: twice } } }),
    ];
    for (const place of places)
      expect(() => check(place)).toThrow(/gives operationId post_users_\w+ twice, at #\/\S+ and at #\/\S+\./);
  });

  it('is fine in data', () => {
    expect(() => check((description) => void (description['x-a'] = { get: twice, post: twice }))).not.toThrow();
  });
});

it('refuses a key that could reach the prototype of objects', () => {
  const hostile = JSON.parse('{"a": [{"__proto__": {"polluted": true}}]}') as JsonObject;
  expect(() => checkTree(hostile, 'x.json')).toThrow('x.json has a key named __proto__ at #/a/0/__proto__. ');
});

it('refuses nesting of any depth in a moment', () => {
  let deep: JsonObject = {};
  for (let depth = 0; depth < 100_000; depth++) deep = { a: deep };
  expect(() => checkTree(deep, 'x.json')).toThrow('x.json is nested too deeply');
});
