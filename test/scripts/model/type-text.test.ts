import { describe, expect, it } from 'vitest';
import { Budget } from '../../../scripts/openapi/budget.ts';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { typeText } from '../../../scripts/model/type-text.ts';

const DOCUMENT: JsonObject = {
  components: {
    schemas: {
      Folder: {
        type: 'object',
        properties: { name: { type: 'string' }, parent: { $ref: '#/components/schemas/Folder' } },
        required: ['name'],
      },
      List: { type: 'array', items: { $ref: '#/components/schemas/List' } },
      Loop: { $ref: '#/components/schemas/Loop' },
      'a/b~c d': { type: 'integer' },
    },
  },
};

describe('typeText', () => {
  it.each<[string, Json, string]>([
    ['a string', { type: 'string' }, 'string'],
    ['an integer', { type: 'integer', format: 'int64' }, 'number'],
    ['a list', { type: 'array', items: { type: 'string' } }, 'string[]'],
    ['a list of anything', { type: 'array' }, 'unknown[]'],
    ['a list of choices', { type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
    ['a list of objects', { type: 'array', items: { properties: { a: { type: 'boolean' } } } }, '{ a?: boolean }[]'],
    ['a nullable of 3.0', { type: 'string', nullable: true }, 'string | null'],
    ['a list of types of 3.1', { type: ['array', 'null'], items: { type: 'number' } }, 'number[] | null'],
    ['an enum', { type: 'string', enum: ['a', "it's"] }, '"a" | "it\'s"'],
    ['an enum with null', { type: 'string', nullable: true, enum: ['a', null] }, '"a" | null'],
    ['a constant', { const: 5 }, '5'],
    ['one of several', { oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'number' }] }, 'string | number'],
    ['any of several or null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    ['a reference with a text beside it', { allOf: [{ type: 'string' }, { description: 'x' }] }, 'string'],
    [
      'all of several',
      { allOf: [{ oneOf: [{ type: 'string' }, { type: 'number' }] }, { enum: ['a'] }] },
      '(string | number) & "a"',
    ],
    ['a free-form object', { type: 'object' }, 'Record<string, unknown>'],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string>'],
    ['a field whose name is no word', { properties: { 'a-b': { type: 'string' } } }, '{ "a-b"?: string }'],
    ['an empty schema', {}, 'unknown'],
    ['true', true, 'unknown'],
    ['false', false, 'never'],
    ['a reference that leads nowhere', { $ref: '#/components/schemas/Gone' }, 'unknown'],
    ['a reference with escapes', { $ref: '#/components/schemas/a~1b~0c%20d' }, 'number'],
    ['a reference to itself', { $ref: '#/components/schemas/Loop' }, 'unknown'],
    ['an object that contains itself', { $ref: '#/components/schemas/Folder' }, '{ name: string; parent?: Folder }'],
    ['a list that contains itself', { $ref: '#/components/schemas/List' }, 'List[]'],
  ])('writes %s', (_, schema, text) => {
    expect(typeText(schema, DOCUMENT, new Budget('a test'))).toBe(text);
  });

  it('stops at a depth that fits a table', () => {
    const nested = Array.from({ length: 50 }).reduce<JsonObject>(
      (inner) => ({ type: 'object', properties: { a: inner } }),
      { type: 'string' },
    );
    expect(typeText(nested, {}, new Budget('a test'))).toBe('{ a?: { a?: { a?: { a?: { a?: unknown } } } } }');
  });
});
