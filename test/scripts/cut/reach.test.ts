import { expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { keepReached } from '../../../scripts/cut/reach.ts';

function kept(paths: JsonObject, components: JsonObject, more: JsonObject = {}): unknown {
  return keepReached({ ...more, paths, components })['components'];
}

it('keeps what is reached by references of any depth, also round in circles', () => {
  const components = {
    schemas: {
      A: { properties: { b: { $ref: '#/components/schemas/B' } } },
      B: { items: { $ref: '#/components/schemas/A' } },
      C: {},
    },
    responses: { R: { content: { j: { schema: { $ref: '#/components/schemas/A' } } } }, S: {} },
  };
  expect(kept({ '/a': { $ref: '#/components/responses/R' } }, components)).toEqual({
    schemas: { A: components.schemas.A, B: components.schemas.B },
    responses: { R: components.responses.R },
  });
});

it('leaves out what only refers to each other, and in the end the whole section', () => {
  const components = {
    schemas: { A: { allOf: [{ $ref: '#/components/schemas/B' }] }, B: { allOf: [{ $ref: '#/components/schemas/A' }] } },
  };
  expect(kept({}, components)).toBeUndefined();
});

it('keeps the part of which a reference means a piece', () => {
  const components = { schemas: { A: { properties: { b: {} } }, 'with/slash ~': {} } };
  const paths = {
    '/a': [{ $ref: '#/components/schemas/A/properties/b' }, { $ref: '#/components/schemas/with~1slash%20~0' }],
  };
  expect(kept(paths, components)).toEqual(components);
});

it('keeps the schemas that a discriminator names, by reference or by name', () => {
  const components = { schemas: { A: {}, B: {}, C: {} } };
  const discriminator = { propertyName: 't', mapping: { a: '#/components/schemas/A', b: 'B' } };
  expect(kept({ '/a': { discriminator } }, components)).toEqual({ schemas: { A: {}, B: {} } });
});

it('keeps the security schemes that the document or an operation asks for', () => {
  const components = { securitySchemes: { A: {}, B: {}, C: {} } };
  const paths = { '/a': { post: { security: [{ B: [] }] } } };
  expect(kept(paths, components, { security: [{ A: [] }] })).toEqual({ securitySchemes: { A: {}, B: {} } });
});

it('finds no component under the name of a method of objects', () => {
  expect(kept({ '/a': { $ref: '#/components/schemas/constructor' } }, { schemas: { A: {} } })).toBeUndefined();
  expect(kept({ '/a': { $ref: '#/components/constructor/name' } }, { schemas: { A: {} } })).toBeUndefined();
});
