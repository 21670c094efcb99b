import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FacadeMethod } from '../../../scripts/model/facade.ts';
import { canonical, type JsonObject } from '../../../scripts/openapi/json.ts';
import { readLibrary } from '../../../scripts/model/library.ts';
import { buildOperations, type LibraryOfOperations, type Operation } from '../../../scripts/model/operations.ts';
import { Rejection } from '../../../scripts/terminal/rejection.ts';

const LIBRARY: LibraryOfOperations = {
  retriedStatuses: [429, 500, 502, 503, 504],
  alternatives: { BodyArg: ['ids', 'logins'] },
};

function method(name: string, operationId: string): FacadeMethod {
  return {
    name,
    operationId,
    parameters: [{ name: 'requestBody', type: 'BodyArg', doc: '' }],
    returns: 'Answer',
  };
}

function documentOf(paths: JsonObject, schemas: JsonObject = {}): JsonObject {
  return { openapi: '3.0.2', paths, components: { schemas } };
}

/** The one operation of a document that has the given parts. */
function build(operation: JsonObject, schemas: JsonObject = {}): Operation {
  const paths = { '/x': { post: { operationId: 'post_x', ...operation } } };
  return buildOperations(documentOf(paths, schemas), [method('createX', 'post_x')], LIBRARY)[0] as Operation;
}

function json(schema: JsonObject): JsonObject {
  return { content: { 'application/json': { schema } } };
}

describe('buildOperations', () => {
  it("builds the operations of Box's spec, users first", async () => {
    const library = await readLibrary('.');
    const document = JSON.parse(await readFile('generated/openapi.json', 'utf8')) as JsonObject;
    const operations = buildOperations(document, library.methods, library);
    expect(
      operations.slice(0, 2).map(({ operationId, method: verb, path, referenceUrl, facade, response }) => ({
        operationId,
        endpoint: `${verb} ${path}`,
        referenceUrl,
        method: facade?.name,
        response: response.type,
      })),
    ).toEqual([
      {
        operationId: 'post_users_terminate_sessions',
        endpoint: 'POST /users/terminate_sessions',
        referenceUrl: 'https://developer.box.com/reference/post-users-terminate-sessions/',
        method: 'createUserTerminateSession',
        response: 'SessionTerminationMessage',
      },
      {
        operationId: 'post_groups_terminate_sessions',
        endpoint: 'POST /groups/terminate_sessions',
        referenceUrl: 'https://developer.box.com/reference/post-groups-terminate-sessions/',
        method: 'createGroupTerminateSession',
        response: 'SessionTerminationMessage',
      },
    ]);
    expect(operations[0]?.requestBody?.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual(
      expect.arrayContaining(['user_ids: string[]', 'user_logins: string[]']),
    );
    expect(operations[1]?.requestBody?.fields.map(({ name }) => name)).toContain('group_ids');
  });

  it('gives the same model for keys in another order', async () => {
    const library = await readLibrary('.');
    const document = JSON.parse(await readFile('generated/openapi.json', 'utf8')) as JsonObject;
    const { paths, ...rest } = canonical(document) as JsonObject;
    const reversed = { paths: Object.fromEntries(Object.entries(paths as JsonObject).toReversed()), ...rest };
    expect(buildOperations(reversed, library.methods, library)).toEqual(
      buildOperations(document, library.methods, library),
    );
  });

  it('puts operations without a method last, by their ids', () => {
    const document = documentOf({
      '/a': { post: { operationId: 'post_z' }, get: { operationId: 'get_b' }, parameters: [] },
      '/b': { post: { operationId: 'post_x' }, delete: { operationId: 'delete_a' } },
    });
    const operations = buildOperations(document, [method('createX', 'post_x')], LIBRARY);
    expect(operations.map(({ operationId, method: verb, path }) => `${operationId} ${verb} ${path}`)).toEqual([
      'post_x POST /b',
      'delete_a DELETE /b',
      'get_b GET /a',
      'post_z POST /a',
    ]);
    expect(operations.map(({ facade }) => facade?.name)).toEqual(['createX', undefined, undefined, undefined]);
  });

  it('rejects a method whose operation is missing', () => {
    const document = documentOf({ '/x': { post: { operationId: 'post_y' } } });
    const built = (): unknown => buildOperations(document, [method('createX', 'post_x')], LIBRARY);
    expect(built).toThrow(Rejection);
    expect(built).toThrow("createX names post_x, which the spec doesn't have (it has post_y).");
  });

  it('says which fields stand for each other, as the façade takes them', () => {
    const schema = {
      properties: { reason: { type: 'string' }, logins: { type: 'array' }, ids: { type: 'array' } },
      required: ['ids', 'logins'],
    };
    const { requestBody } = build({ requestBody: json(schema) });
    expect(requestBody?.fields.map(({ name, required, alternatives }) => ({ name, required, alternatives }))).toEqual([
      { name: 'ids', required: true, alternatives: ['ids', 'logins'] },
      { name: 'logins', required: true, alternatives: ['ids', 'logins'] },
      { name: 'reason', required: false, alternatives: [] },
    ]);
  });

  it('follows references, allOf and nested schemas to the fields', () => {
    const schemas: JsonObject = {
      Base: { properties: { id: { type: 'string', description: 'Base\n  id.' } }, required: ['id'] },
      Tree: {
        type: 'object',
        properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
      },
      Named: {
        allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { name: { type: 'string', nullable: true } } }],
        properties: {
          tree: { allOf: [{ $ref: '#/components/schemas/Tree' }, { description: 'The tree.' }] },
          kind: { oneOf: [{ type: 'string', enum: ['a'] }, { type: 'integer' }] },
        },
        required: ['tree'],
      },
    };
    const { response, requestBody } = build(
      {
        requestBody: { $ref: '#/components/schemas/Body' },
        responses: { 202: json({ $ref: '#/components/schemas/Named' }) },
      },
      { ...schemas, Body: json({ $ref: '#/components/schemas/Named' }) },
    );
    expect(response.fields.map(({ name, type, required, description }) => [name, type, required, description])).toEqual(
      [
        ['id', 'string', true, 'Base id.'],
        ['kind', '"a" | number', false, ''],
        ['name', 'string | null', false, ''],
        ['tree', '{ children?: Tree[] }', true, 'The tree.'],
      ],
    );
    expect(requestBody?.fields).toEqual(response.fields);
  });

  it('ends with a schema that is made of itself', () => {
    const schemas = {
      Loop: {
        allOf: [{ $ref: '#/components/schemas/Loop' }, { $ref: '#/components/schemas/Loop' }],
        properties: { a: { $ref: '#/components/schemas/Loop' } },
      },
    };
    const { response } = build({ responses: { 202: json({ $ref: '#/components/schemas/Loop' }) } }, schemas);
    expect(response.fields.map(({ name }) => name)).toEqual(['a']);
  });

  it('takes the statuses in order, with what they mean, what to do, and which of them are tried again', () => {
    const { responses } = build({
      responses: {
        default: { description: 'Else.' },
        '5XX': { description: 'Server.' },
        503: { description: 'Busy.', 'x-advice': 'Wait\n a bit.' },
        400: { description: 'Bad.' },
        429: { description: 'Many.' },
      },
    });
    expect(responses).toEqual([
      { status: '400', description: 'Bad.', advice: '', retriedStatuses: [] },
      { status: '429', description: 'Many.', advice: '', retriedStatuses: [429] },
      { status: '503', description: 'Busy.', advice: 'Wait a bit.', retriedStatuses: [503] },
      { status: '5XX', description: 'Server.', advice: '', retriedStatuses: [500, 502, 504] },
      { status: 'default', description: 'Else.', advice: '', retriedStatuses: [] },
    ]);
  });

  it('takes the parameters of the path and of the operation, whose own count', () => {
    const both = (description: string): JsonObject => ({ name: 'a', in: 'query', required: true, description });
    const path = {
      parameters: [both('Of the path.'), { name: 'id', in: 'path', schema: { type: 'string' } }],
      post: { operationId: 'post_x', parameters: [{ $ref: '#/components/parameters/a' }] },
    };
    const document = { ...documentOf({ '/x': path }), components: { parameters: { a: both('Of the operation.') } } };
    expect(buildOperations(document, [], LIBRARY)[0]?.parameters).toEqual([
      {
        name: 'a',
        place: 'query',
        type: 'unknown',
        required: true,
        alternatives: [],
        description: 'Of the operation.',
      },
      { name: 'id', place: 'path', type: 'string', required: false, alternatives: [], description: '' },
    ]);
  });

  it('does without a body, responses and wording', () => {
    expect(build({})).toMatchObject({ summary: '', description: '', requestBody: undefined, responses: [] });
  });

  it.each([
    ['a URL', 'https://evil.example/x?y#z'],
    ['a path', 'x/../../../other'],
    ['the end of a link', "x)[a](javascript:1)'\\"],
    ['half a character', 'x\uD800'],
  ])('makes one step of the path of the page of an ID that is %s', (_, operationId) => {
    const [operation] = buildOperations(documentOf({ '/x': { post: { operationId } } }), [], LIBRARY);
    expect(operation?.referenceUrl).toMatch(/^https:\/\/developer\.box\.com\/reference\/[^/?#\\\s]+\/$/);
  });

  it.each<[string, JsonObject]>([
    [
      'references',
      fanOut((next) => ({ type: 'object', properties: Object.fromEntries(times(60).map((i) => [`f${i}`, next])) })),
    ],
    ['allOf', fanOut((next) => ({ allOf: times(30).map(() => next) }))],
    [
      'variants',
      fanOut((next) => ({ oneOf: times(600).map((i) => ({ type: 'object', properties: { [`v${i}`]: next } })) })),
    ],
  ])('rejects a bomb of %s quickly, and names it', (_, schemas) => {
    const start = performance.now();
    expect(() =>
      build({ requestBody: json({ properties: { a: { $ref: '#/components/schemas/S0' } } }) }, schemas),
    ).toThrow(/^The spec expands without a reasonable end, for the reference page: [^\n]+\.$/);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

function times(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Ten schemas, each of which refers to the next one many times. */
function fanOut(schemaOf: (next: JsonObject) => JsonObject): JsonObject {
  const levels = times(10).map(
    (level) => [`S${level}`, schemaOf({ $ref: `#/components/schemas/S${level + 1}` })] as const,
  );
  return { ...Object.fromEntries(levels), S10: { type: 'string' } };
}
