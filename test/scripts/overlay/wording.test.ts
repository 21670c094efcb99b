import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { checkWording } from '../../../scripts/overlay/wording.ts';

const INFO = { title: 'T', description: 'D.' };
const OPERATION = { operationId: 'a', summary: 'S', description: 'D.', responses: {} };

function unworded(document: JsonObject): string[] {
  const found = checkWording({ info: INFO, ...document }).unworded;
  return found.flatMap(({ pointer, texts }) => texts.map((text) => `${pointer}/${text}`)).toSorted();
}

function unwordedIn(operation: JsonObject): string[] {
  const found = unworded({ paths: { '/a': { post: { ...OPERATION, ...operation } } } });
  return found.map((pointer) => pointer.replace('/paths/~1a/post', ''));
}

it('wants every element worded', () => {
  expect(
    unworded({ info: { title: ' ' }, tags: [{ name: 'a' }], paths: { '/a': { get: { operationId: 'a' } } } }),
  ).toEqual([
    '/info/description',
    '/info/title',
    '/paths/~1a/get/description',
    '/paths/~1a/get/summary',
    '/tags/0/description',
  ]);
  const content = { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } };
  const operation = {
    parameters: [{ name: 'p', in: 'query', schema: {} }],
    requestBody: { content },
    responses: { 202: { content, headers: { 'X-Left': {} } } },
  };
  expect(unwordedIn(operation)).toEqual([
    '/parameters/0/description',
    '/requestBody/content/application~1json/schema/properties/id/description',
    '/requestBody/description',
    '/responses/202/content/application~1json/schema/properties/id/description',
    '/responses/202/description',
    '/responses/202/headers/X-Left/description',
  ]);
});

it('wants components and their fields worded, wherever they are', () => {
  const list = { items: { allOf: [{ properties: { deep: { type: 'string' } } }] } };
  const components = { schemas: { A: list }, responses: { R: {} }, requestBodies: { B: {} }, parameters: { P: {} } };
  expect(unworded({ components })).toEqual([
    '/components/parameters/P/description',
    '/components/requestBodies/B/description',
    '/components/responses/R/description',
    '/components/schemas/A/description',
    '/components/schemas/A/items/allOf/0/properties/deep/description',
  ]);
});

it('wants no wording beside a reference, since what it refers to has it', () => {
  const $ref = '#/components/x';
  const schema = { properties: { a: { $ref } } };
  expect(
    unwordedIn({
      requestBody: { $ref },
      responses: { 202: { $ref }, 400: { description: 'D.', content: { j: { schema } } } },
    }),
  ).toEqual([]);
});

it('takes fields named like keywords for fields, and data for data', () => {
  const fields = {
    properties: { description: 'D.' },
    requestBody: { description: 'D.' },
    responses: { description: 'D.' },
  };
  const schema = { properties: fields, default: { properties: { a: {} } }, enum: [{ properties: { a: {} } }] };
  expect(unwordedIn({ requestBody: { description: 'D.', content: { j: { schema } } } })).toEqual([]);
});

describe('a response without wording', () => {
  it.each([
    ['202', 'Accepted'],
    ['429', 'Too Many Requests'],
    ['4XX', 'Client Error'],
    ['5xx', 'Server Error'],
    ['default', 'Any other status'],
    ['599', 'Response'],
  ])('%s is described as %j, and listed', (status, phrase) => {
    const { document, unworded: listed } = checkWording({
      info: INFO,
      paths: { '/a': { post: { ...OPERATION, responses: { [status]: {} } } } },
    });
    expect(document).toHaveProperty(['paths', '/a', 'post', 'responses', status, 'description'], phrase);
    expect(listed).toEqual([{ pointer: `/paths/~1a/post/responses/${status}`, texts: ['description'] }]);
  });
});

it('lists a new element once, with everything that is missing below it', () => {
  const schema = { type: 'object', properties: { id: {} } };
  const paths = { '/a': { post: { operationId: 'a', responses: { 202: { content: { j: { schema } } } } } } };
  expect(checkWording({ info: INFO, paths, components: { schemas: { A: schema } } }).unworded).toEqual([
    { pointer: '/components/schemas/A', texts: ['description', 'properties/id/description'] },
    {
      pointer: '/paths/~1a/post',
      texts: [
        'summary',
        'description',
        'responses/202/description',
        'responses/202/content/j/schema/properties/id/description',
      ],
    },
  ]);
});

it('changes nothing that it was given', () => {
  const given = { info: INFO, paths: { '/a': { post: { ...OPERATION, responses: { 202: {} } } } } };
  const before = structuredClone(given);
  checkWording(given);
  expect(given).toEqual(before);
});
