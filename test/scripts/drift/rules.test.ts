import { describe, expect, it } from 'vitest';
import { RULES, type Direction, type Level, type RuleName } from '../../../scripts/drift/rules.ts';
import { compareDescriptions, compareProse } from '../../../scripts/drift/compare.ts';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';

/** What differs, in a schema, an operation or the whole document, and how it is judged where it is sent and read. */
type Row = [
  rule: RuleName,
  before: Json,
  after: Json,
  request?: Level | undefined,
  response?: Level | undefined,
  place?: string,
];

const [B, C] = ['breaking', 'compatible'] as const;
const object = (properties: JsonObject, ...required: string[]): JsonObject => ({
  type: 'object',
  properties,
  required,
});
const one = { type: 'object', properties: { a: {} } };
const two = { type: 'object', properties: { b: { type: 'string' } } };

const SCHEMAS: Row[] = [
  ['now-required', object({ a: {} }), object({ a: {} }, 'a'), B, C, '/properties/a'],
  ['no-longer-required', object({ a: {} }, 'a'), object({ a: {} }), C, B, '/properties/a'],
  ['field-new', object({}), object({ a: {} }), C, C, '/properties/a'],
  ['field-new-required', object({}), object({ a: {} }, 'a'), B, C, '/properties/a'],
  ['field-gone', object({ a: {} }), object({}), B, B, '/properties/a'],
  ['type-changed', { type: 'string' }, { type: 'integer' }, B, B],
  ['type-narrower', { type: ['string', 'integer'] }, { type: 'string' }, B, C],
  ['type-narrower', { type: 'number' }, { type: 'integer' }, B, C],
  ['type-narrower', {}, { type: 'integer' }, B, C],
  ['type-wider', { type: 'integer' }, { type: 'number' }, C, B],
  ['now-nullable', { type: 'string' }, { type: 'string', nullable: true }, C, B],
  ['now-nullable', { type: 'string' }, { type: ['null', 'string'] }, C, B],
  ['now-nullable', { oneOf: [one, two] }, { oneOf: [one, two, { type: 'null' }] }, C, B],
  ['no-longer-nullable', { oneOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string' }, B, C],
  ['no-longer-nullable', { oneOf: [one, two], nullable: true }, { oneOf: [one, two] }, B, C],
  ['value-new', { enum: ['a'] }, { enum: ['b', 'a'] }, C, C],
  ['value-gone', { enum: ['a', 'b'] }, { const: 'a' }, B, C],
  ['values-listed', { type: 'string' }, { type: 'string', enum: ['a'] }, B, C],
  ['values-free', { type: 'string', enum: ['a'] }, { type: 'string' }, C, B],
  ['variant-new', { oneOf: [one] }, { oneOf: [two, one] }, C, B, '/oneOf/0'],
  ['variant-gone', { anyOf: [two, one] }, { anyOf: [one] }, B, C, '/anyOf/0'],
  ['limit-tighter', { type: 'array' }, { type: 'array', maxItems: 9 }, B, C],
  ['limit-tighter', { minLength: 1 }, { minLength: 2 }, B, C],
  ['limit-tighter', { type: 'array' }, { type: 'array', uniqueItems: true }, B, C],
  ['limit-tighter', { type: 'string' }, { type: 'string', pattern: '^a' }, B, C],
  ['limit-tighter', { type: 'string' }, { type: 'string', format: 'date' }, B, C],
  ['limit-looser', { maximum: 3 }, { maximum: 4 }, C, B],
  ['limit-changed', { format: 'date' }, { format: 'date-time' }, B, B],
  ['fields-closed', one, { ...one, additionalProperties: false }, B, C],
  ['fields-open', { ...one, additionalProperties: false }, one, C, C],
  ['default-changed', { default: 1 }, { default: 2 }, B, C],
  ['deprecated', object({ a: {} }), object({ a: { deprecated: true } }), C, C, '/properties/a'],
  ['no-longer-deprecated', { deprecated: true }, {}, C, C],
  ['value-new', { enum: ['a'] }, { oneOf: [{ const: 'a' }, { type: 'string', const: 'b' }] }, C, C, '/oneOf'],
  ['now-read-only', {}, { readOnly: true }, B, C],
  ['now-write-only', {}, { writeOnly: true }, C, B],
  ['now-both-ways', { readOnly: true }, {}, C, C],
  ['unknown-changed', {}, { not: { type: 'string' } }, B, B],
  ['unknown-changed', { unevaluatedProperties: false }, {}, B, B],
  ['unknown-changed', { oneOf: [one, two] }, { anyOf: [one, two] }, B, B],
  ['unknown-changed', { 'x-new': 1 }, { 'x-new': 2 }, B, B],
  ['unknown-changed', { discriminator: { propertyName: 'a' } }, { discriminator: { propertyName: 'b' } }, B, B],
];

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });
const parameter = (extra: JsonObject): JsonObject => ({ in: 'query', name: 'q', schema: { type: 'string' }, ...extra });

/** With the parts of the one operation, below its pointer. */
const OPERATIONS: Row[] = [
  ['parameter-new', {}, { parameters: [parameter({})] }, C, undefined, '/parameters/0'],
  ['parameter-new-required', {}, { parameters: [parameter({ required: true })] }, B, undefined, '/parameters/0'],
  ['parameter-gone', { parameters: [parameter({})] }, {}, B, undefined, '/parameters/0'],
  [
    'now-required',
    { parameters: [parameter({})] },
    { parameters: [parameter({ required: true })] },
    B,
    undefined,
    '/parameters/0',
  ],
  ['body-new', {}, { requestBody: { content: {} } }, C, undefined, '/requestBody'],
  ['body-new-required', {}, { requestBody: { content: {}, required: true } }, B, undefined, '/requestBody'],
  ['body-gone', { requestBody: { content: {} } }, {}, B, undefined, '/requestBody'],
  ['no-longer-required', { requestBody: { required: true } }, { requestBody: {} }, C, undefined, '/requestBody'],
  [
    'content-new',
    { requestBody: { content: {} } },
    { requestBody: { content: json({}) } },
    C,
    undefined,
    '/requestBody/content/application~1json',
  ],
  [
    'content-gone',
    { requestBody: { content: json({}) } },
    { requestBody: { content: {} } },
    B,
    undefined,
    '/requestBody/content/application~1json',
  ],
  [
    'content-new',
    { responses: { 202: {} } },
    { responses: { 202: { content: json({}) } } },
    undefined,
    B,
    '/responses/202/content/application~1json',
  ],
  [
    'content-gone',
    { responses: { 202: { content: json({}) } } },
    { responses: { 202: {} } },
    undefined,
    B,
    '/responses/202/content/application~1json',
  ],
  ['success-new', { responses: {} }, { responses: { 200: {} } }, undefined, B, '/responses/200'],
  ['success-gone', { responses: { 202: {} } }, { responses: {} }, undefined, B, '/responses/202'],
  ['status-new', { responses: {} }, { responses: { 409: {} } }, undefined, C, '/responses/409'],
  ['status-gone', { responses: { 202: {}, default: {} } }, { responses: { 202: {} } }, undefined, C, '/responses/default'],
  [
    'header-new',
    { responses: { 429: {} } },
    { responses: { 429: { headers: { 'retry-after': {} } } } },
    undefined,
    C,
    '/responses/429/headers/retry-after',
  ],
  [
    'header-gone',
    { responses: { 429: { headers: { 'retry-after': {} } } } },
    { responses: { 429: {} } },
    undefined,
    B,
    '/responses/429/headers/retry-after',
  ],
  ['security-changed', { security: [] }, { security: [{ a: [] }] }, B, undefined, '/security'],
  [
    'server-changed',
    { servers: [{ url: 'https://a' }] },
    { servers: [{ url: 'https://b' }] },
    B,
    undefined,
    '/servers',
  ],
  ['deprecated', {}, { deprecated: true }, C, undefined, '/deprecated'],
  ['tag-changed', { tags: ['a'] }, { tags: ['b'] }, C, undefined, '/tags'],
  ['tag-changed', { 'x-box-tag': 'a' }, { 'x-box-tag': 'b' }, C, undefined, '/x-box-tag'],
  ['unknown-changed', {}, { callbacks: { a: {} } }, B, undefined, '/callbacks'],
];

const paths = (path: string, method: string): JsonObject => ({
  paths: { [path]: { [method]: { operationId: 'post_x' } } },
});

const DOCUMENTS: Row[] = [
  ['operation-new', { paths: {} }, paths('/x', 'post'), C, undefined, '/paths/~1x/post'],
  ['operation-gone', paths('/x', 'post'), { paths: {} }, B, undefined, '/paths/~1x/post'],
  ['operation-moved', paths('/x', 'post'), paths('/y', 'post'), B, undefined, '/paths/~1y/post'],
  ['operation-moved', paths('/x', 'post'), paths('/x', 'put'), B, undefined, '/paths/~1x/put'],
  [
    'server-changed',
    { ...paths('/x', 'post'), servers: [{ url: 'https://a' }] },
    { ...paths('/x', 'post'), servers: [{ url: 'https://b' }] },
    B,
    undefined,
    '/servers',
  ],
  [
    'security-changed',
    { ...paths('/x', 'post'), security: [{ a: [] }] },
    { ...paths('/x', 'post'), security: [] },
    B,
    undefined,
    '/security',
  ],
  [
    'security-changed',
    { components: { securitySchemes: { a: { type: 'http' } } } },
    { components: { securitySchemes: { a: { type: 'oauth2' } } } },
    B,
    undefined,
    '/components/securitySchemes/a',
  ],
  ['version-changed', { openapi: '3.0.2' }, { openapi: '3.1.0' }, C, undefined, '/openapi'],
  ['tag-changed', { tags: [{ name: 'a' }] }, { tags: [] }, C, undefined, '/tags'],
  ['unknown-changed', {}, { webhooks: {} }, B, undefined, '/webhooks'],
];

const PROSE: Row[] = [
  ['text-new', {}, { '/tags/0/description': 'a' }, 'prose', undefined, '/tags/0/description'],
  ['text-gone', { '/tags/0/description': 'a' }, {}, 'prose', undefined, '/tags/0/description'],
  ['text-changed', { '/tags/0/description': 'a' }, { '/tags/0/description': 'b' }, 'prose', undefined, '/tags/0/description'],
];

const OPERATION = '/paths/~1x/post';
const withOperation = (parts: Json): JsonObject => ({
  paths: { '/x': { post: { operationId: 'post_x', ...(parts as JsonObject) } } },
});
const withBody = (schema: Json): JsonObject => withOperation({ requestBody: { content: json(schema as JsonObject) } });
const withResponse = (schema: Json): JsonObject =>
  withOperation({ responses: { 202: { content: json(schema as JsonObject) } } });

const BODY = `${OPERATION}/requestBody/content/application~1json/schema`;
const RESPONSE = `${OPERATION}/responses/202/content/application~1json/schema`;

describe('the rules of the drift report', () => {
  it.each(SCHEMAS)(
    'judge %s in a schema that is sent: %j → %j',
    (rule, before, after, request, _response, place = '') => {
      expectOne(compareDescriptions(withBody(before), withBody(after)), rule, request, BODY + place);
    },
  );

  it.each(SCHEMAS)(
    'judge %s in a schema that is read: %j → %j',
    (rule, before, after, _request, response, place = '') => {
      expectOne(compareDescriptions(withResponse(before), withResponse(after)), rule, response, RESPONSE + place);
    },
  );

  it.each(OPERATIONS)('judge %s in an operation: %j → %j', (rule, before, after, request, response, place = '') => {
    const changes = compareDescriptions(withOperation(before), withOperation(after));
    expectOne(changes, rule, request ?? response, OPERATION + place);
  });

  it.each(DOCUMENTS)('judge %s in the document: %j → %j', (rule, before, after, level, _response, place) => {
    expectOne(compareDescriptions(before as JsonObject, after as JsonObject), rule, level, place);
  });

  it.each(PROSE)('judge %s: %j → %j', (rule, before, after, level, _response, place) => {
    const [old, now] = [before, after] as Record<string, string>[];
    expectOne(compareProse(old ?? {}, now ?? {}), rule, level, place);
  });

  it('are all shown by the cases above, in each direction in which they differ', () => {
    const rows = [...SCHEMAS, ...OPERATIONS, ...DOCUMENTS, ...PROSE];
    const shown = new Set(
      rows.flatMap(([rule, , , request, response]) => [
        ...(request ? [`${rule} request`] : []),
        ...(response ? [`${rule} response`] : []),
      ]),
    );
    for (const [name, { request, response }] of Object.entries(RULES)) {
      const directions: Direction[] = request.level === response.level ? [] : ['request', 'response'];
      for (const direction of directions) expect(shown).toContain(`${name} ${direction}`);
      expect(
        [`${name} request`, `${name} response`].some((key) => shown.has(key)),
        name,
      ).toBe(true);
    }
  });

  it('say what to do in sentences of ours that hold no brackets and no Markdown', () => {
    for (const { what, request, response } of Object.values(RULES)) {
      for (const text of [`${what}.`, request.todo, response.todo]) expect(text).toMatch(/^[A-Z][\p{L}\p{N} ,:/.]*\.$/u);
    }
  });
});

function expectOne(
  changes: ReturnType<typeof compareDescriptions>,
  rule: RuleName,
  level: Level | undefined,
  pointer: string | undefined,
): void {
  expect(changes).toMatchObject([{ rule, level, pointer }]);
}
