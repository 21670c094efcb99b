import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { stripProse } from '../../../scripts/cut/prose.ts';
import { PROSE, sampleSpec } from '../../support/specs/sample-spec.ts';

function strip(part: JsonObject): JsonObject {
  return stripProse(part).structure;
}

it('leaves no text and no example of a whole description', () => {
  const { structure, prose } = stripProse(sampleSpec());
  expect(JSON.stringify({ structure, prose })).not.toContain(PROSE);
  expect(prose).toHaveProperty(['/paths/~1users~1terminate_sessions/post/summary']);
  expect(prose).toHaveProperty([
    '/components/securitySchemes/OAuth2Security/flows/authorizationCode/scopes/manage_groups',
  ]);
});

it.each(['summary', 'description', 'title', 'example', 'examples', 'externalDocs', '$comment', 'x-note'])(
  'leaves out %s as a keyword, and keeps it as the name of a field',
  (name) => {
    const field = { type: 'string', [name]: PROSE };
    expect(strip({ schema: { [name]: PROSE, properties: { [name]: field }, required: [name] } })).toEqual({
      schema: { properties: { [name]: { type: 'string' } }, required: [name] },
    });
  },
);

it.each([
  'properties',
  'patternProperties',
  '$defs',
  'dependentSchemas',
  'schemas',
  'headers',
  'content',
  'callbacks',
  'requestBodies',
  'variables',
  'encoding',
])('takes the keys of %s for names', (map) => {
  expect(strip({ [map]: { title: { title: PROSE }, 'x-note': { type: 'string' } } })).toEqual({
    [map]: { title: {}, 'x-note': { type: 'string' } },
  });
});

it('leaves out an extension among paths and responses', () => {
  const named = { 'x-note': PROSE, 'x-notes': { text: PROSE }, title: { title: PROSE } };
  expect(strip({ paths: named, responses: named })).toEqual({ paths: { title: {} }, responses: { title: {} } });
});

it('keeps data as it is', () => {
  const data = { default: { title: 'a' }, enum: ['description', { 'x-a': 1 }], const: { example: 1 } };
  const discriminator = { propertyName: 'title', mapping: { description: 'A' } };
  expect(strip({ schema: { ...data, discriminator } })).toEqual({ schema: { ...data, discriminator } });
});

it('keeps the names of scopes, and the mark that the operations are found by', () => {
  expect(strip({ flows: { a: { scopes: { read: PROSE, title: PROSE } } }, 'x-box-tag': 'a' })).toEqual({
    flows: { a: { scopes: { read: '', title: '' } } },
    'x-box-tag': 'a',
  });
});

it('sorts keys, and leaves the order of lists', () => {
  expect(JSON.stringify(strip({ b: [{ d: 1, c: 2 }, 1], a: {} }))).toBe('{"a":{},"b":[{"c":2,"d":1},1]}');
});

describe('the fingerprint of a text', () => {
  const fingerprint = (text: unknown): string | undefined =>
    stripProse({ description: text as string }).prose['/description'];

  it('is sixteen digits that tell texts apart', () => {
    expect(fingerprint('One.')).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint('One.')).not.toBe(fingerprint('Two.'));
  });

  it('does not change with line breaks, nor an example with the order of its keys', () => {
    expect(fingerprint(' One\n  two.')).toBe(fingerprint('One two.'));
    expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
    expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: 2 }));
  });
});

it('takes a list of one example for the same as the example, so that a move to OpenAPI 3.1 changes no text', () => {
  const before = stripProse({ a: { example: { b: 1 } } }).prose;
  expect(stripProse({ a: { examples: [{ b: 1 }] } }).prose).toEqual(before);
  expect(stripProse({ a: { examples: [{ b: 2 }] } }).prose).not.toEqual(before);
  expect(Object.keys(stripProse({ a: { examples: [1, 2] } }).prose)).toEqual(['/a/examples']);
});
