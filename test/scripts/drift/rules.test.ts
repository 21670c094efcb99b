import { describe, expect, it } from 'vitest';
import { RULES, type Direction, type Level, type RuleName } from '../../../scripts/drift/rules.ts';
import { compareDescriptions, compareProse } from '../../../scripts/drift/compare.ts';
import { renderText } from '../../../scripts/drift/report.ts';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { SAMPLE } from '../../support/specs/drift-sample.ts';

/** What differs, in a schema, an operation or the whole document, and how it is judged where it is sent and read. */
type Row = [
  rule: RuleName,
  before: Json,
  after: Json,
  request?: Level | undefined,
  response?: Level | undefined,
  place?: string,
];

type Kind = [what: string, before: Json, after: Json, request?: Level | undefined, response?: Level | undefined];

const [B, C] = ['breaking', 'compatible'] as const;
const object = (properties: JsonObject, ...required: string[]): JsonObject => ({
  type: 'object',
  properties,
  required,
});
const one = { type: 'object', properties: { a: {} } };
const two = { type: 'object', properties: { b: { type: 'string' } } };

const NULL = { type: 'null' };
const MISFIT = { anyOf: [{ const: 'a' }, { type: 'integer', enum: ['b', 1] }] };
const list = { type: 'array', items: { type: 'string' } };
const map = { type: 'object', additionalProperties: { type: 'string' } };
const kindOf = (kind: string, ...fields: string[]): JsonObject =>
  object({ kind: { const: kind }, ...Object.fromEntries(fields.map((field) => [field, {}])) }, 'kind');
const choice = (mapping: JsonObject): JsonObject => ({
  oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
  discriminator: { propertyName: 'kind', mapping },
});
const alike = (what: string, pairs: [Json, Json][]): Kind[] => pairs.map(([before, after]) => [what, before, after]);

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
  ['values-replaced', { enum: ['a', 'b'] }, { enum: ['c'] }, B, B],
  ['values-replaced', { const: 'a' }, { const: 'b' }, B, B],
  ['map-closed', { type: 'object', additionalProperties: one }, { type: 'object', additionalProperties: false }, B, B],
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
  ['value-new', { enum: ['a'] }, { oneOf: [{ const: 'a' }, { type: 'string', const: 'b' }] }, C, C],
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
const bodyOf = (schema: Json): JsonObject => ({ requestBody: { content: { 'application/json': { schema } } } });
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
  [
    'status-gone',
    { responses: { 202: {}, default: {} } },
    { responses: { 202: {} } },
    undefined,
    C,
    '/responses/default',
  ],
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
  [
    'serialization-changed',
    { parameters: [parameter({})] },
    { parameters: [parameter({ style: 'pipeDelimited' })] },
    B,
    undefined,
    '/parameters/0',
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
  [
    'operation-renamed',
    paths('/x', 'post'),
    { paths: { '/x': { post: { operationId: 'b' } } } },
    B,
    undefined,
    '/paths/~1x/post',
  ],
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

/** Kinds of differences in a schema, with the worst level in a request and in a response; none is the same in meaning. */
const KINDS: Kind[] = [
  ...alike('another spelling', [
    [{ type: 'string', pattern: '.*' }, { type: 'string' }],
    [{ minimum: 0, exclusiveMinimum: true }, { exclusiveMinimum: 0 }],
    [{ maximum: 5, exclusiveMaximum: 5 }, { exclusiveMaximum: 5 }],
    [
      { type: 'integer', exclusiveMinimum: 0 },
      { type: 'integer', minimum: 1 },
    ],
    [{ type: 'object', oneOf: [one, two] }, { oneOf: [one, two] }],
    [{ oneOf: [{ type: 'string' }, { type: 'integer' }] }, { type: ['integer', 'string'] }],
    [{ oneOf: [{ enum: ['a'] }, { const: 'b' }] }, { enum: ['b', 'a'] }],
    [{ oneOf: [list, { type: 'string' }] }, { anyOf: [{ type: 'string' }, list] }],
    [{ type: 'string', nullable: true, enum: ['a'] }, { oneOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] }],
    [{ type: ['string', 'null'], enum: ['a', null] }, { anyOf: [{ const: 'a' }, { type: 'null' }] }],
    [{ allOf: [{ type: 'object', required: ['a'] }, one] }, { ...one, required: ['a'] }],
    [
      { ...list, items: {} },
      { ...list, items: true },
    ],
    [{ type: ['array', 'boolean', 'null', 'number', 'object', 'string'] }, {}],
    [{ allOf: [one, one] }, one],
  ]),
  ['listed values of another type', { type: 'string', enum: [true, 'auto'] }, { type: 'string', enum: ['auto'] }, B, C],
  ['listed values of another type in a variant', MISFIT, { anyOf: [{ const: 'a' }, { const: 1 }] }, B, B],
  ['values that are replaced beside null', { enum: ['a', null] }, { enum: ['b', null] }, B, B],
  ['a variant that excludes more', { oneOf: [{ enum: [2] }, {}] }, { oneOf: [{ enum: [0, 2] }, {}] }, B, B],
  [
    'null in two variants',
    { oneOf: [{ type: ['string', 'null'] }] },
    { oneOf: [{ type: ['string', 'null'] }, NULL] },
    B,
    B,
  ],
  [
    'null beside what excludes it',
    { anyOf: [{ not: NULL }, { type: 'integer' }] },
    { anyOf: [{ not: NULL }, { type: 'integer' }, NULL] },
    C,
    B,
  ],
  ['a field that was false', object({ a: false }), object({}), C, B],
  ['a name that is ruled out', object({}), object({ a: false }), B, C],
  ['a required name that becomes an optional field', object({}, 'a'), object({ a: {} }), C, B],
  ['a typed map that is closed', map, { type: 'object', additionalProperties: false }, B, B],
  ['a field in a typed map', map, { ...map, properties: { a: { type: 'integer' } } }, B, B],
  ['a field of the same type in a map', map, { ...map, properties: { a: { type: 'string' } } }, C, C],
  ['a field that becomes false', object({ a: {} }), object({ a: false }), B, B],
  ['a format that is removed', { type: 'string', format: 'date' }, { type: 'string' }, C, B],
  ['values that are replaced', { enum: ['a', 'b'] }, { enum: ['c', 'd'] }, B, B],
  ['a default that appears', object({ a: {} }), object({ a: { default: 1 } }), B, C],
  ['a default of a required field', object({ a: {} }, 'a'), object({ a: { default: 1 } }, 'a'), C, C],
  ['a name that is only required', object({}), object({}, 'a'), B, C],
  ['a name that is no longer only required', object({}, 'a'), object({}), C, B],
  ['a field for a required name', object({}, 'a'), object({ a: { type: 'string' } }, 'a'), B, C],
  ['a required read-only field', object({}), object({ a: { readOnly: true } }, 'a'), C, C],
  ['a read-only field that is removed', object({ a: { readOnly: true } }, 'a'), object({}), C, B],
  [
    'a read-only field that becomes required',
    object({ a: { readOnly: true } }),
    object({ a: { readOnly: true } }, 'a'),
    C,
    C,
  ],
  ['a write-only field that is removed', object({ a: { writeOnly: true } }), object({}), B, C],
  ['a field that was read-only', object({ a: { readOnly: true } }, 'a'), object({ a: {} }, 'a'), B, C],
  ['from an empty schema', {}, object({ a: {} }, 'a'), B, C],
  ['to an empty schema', object({ a: {} }, 'a'), {}, C, B],
  ['a keyword of a type that is new', { type: 'string' }, { type: ['string', 'array'], minItems: 3 }, C, B],
  ['a type that changed altogether', object({ a: {} }), { type: 'array', items: one, minItems: 1 }, B, B],
  ['variants that grow', { oneOf: [kindOf('x'), kindOf('y')] }, { oneOf: [kindOf('y'), kindOf('x', 'a', 'b')] }, C, C],
  ['a variant beside a plain schema', one, { oneOf: [one, two] }, C, B],
  ['a variant that overlaps', { oneOf: [{ type: 'integer' }, list] }, { oneOf: [{}, { type: 'integer' }, list] }, B, B],
  [
    'null that is listed',
    { type: ['string', 'null'], enum: ['a'] },
    { type: ['string', 'null'], enum: ['a', null] },
    C,
    B,
  ],
  ['a bound', { minimum: 1 }, { minimum: 1, exclusiveMinimum: true }, B, C],
  ['a multiple', { multipleOf: 2 }, { multipleOf: 4 }, B, B],
  ['one pattern more', { allOf: [{ pattern: 'a' }] }, { allOf: [{ pattern: 'a' }, { pattern: 'b' }] }, B, C],
  [
    'items in order',
    { prefixItems: [{ type: 'string' }] },
    { prefixItems: [{ type: 'string' }, { type: 'string' }] },
    B,
    B,
  ],
  [
    'a field that a pattern covers',
    { patternProperties: { '^a': { type: 'string' } } },
    { patternProperties: { '^a': { type: 'string' } }, properties: { ab: { type: 'integer' } } },
    B,
    C,
  ],
  ...['propertyNames', 'contains', 'not', 'if', 'dependentSchemas', 'unevaluatedProperties', 'contentSchema'].map(
    (keyword): Kind => [`another ${keyword}`, {}, { [keyword]: { minLength: 1 } }, B, B],
  ),
  ['a keyword without its type', { type: 'array', maximum: 10 }, { type: 'array', maximum: 5 }, B, C],
  ['a mapping', choice({ x: 'A', y: 'B' }), choice({ x: 'A', z: 'B' }), B, B],
  ['a mapping to other schemas', choice({ x: 'A', y: 'B' }), choice({ x: 'B', y: 'A' }), B, B],
  ['a mapping written out', choice({}), choice({ A: '#/components/schemas/A', B: 'B' }), undefined, undefined],
  ['a value more in a mapping', choice({ x: 'A', y: 'B' }), choice({ x: 'A', y: 'B', z: 'B' }), C, C],
  ['another discriminator', choice({}), { ...choice({}), discriminator: { propertyName: 'other' } }, B, B],
];

/** The same for an operation. */
const OPERATION_KINDS: Kind[] = [
  ...alike('another spelling', [
    [
      { parameters: [parameter({})] },
      { parameters: [parameter({ style: 'form', explode: true, required: false, allowReserved: false })] },
    ],
    [{ servers: [] }, {}],
    [{ security: [{}] }, {}],
    [
      { requestBody: { content: json(one) } },
      { requestBody: { required: false, content: { 'Application/JSON; charset=utf-8': { schema: one } } } },
    ],
  ]),
  [
    'schema and content',
    { parameters: [parameter({})] },
    { parameters: [{ in: 'query', name: 'q', content: json({ type: 'string' }) }] },
    B,
    B,
  ],
  ['the only response', { responses: { default: { content: json(one) } } }, { responses: {} }, B, B],
  ['a default beside a success', { responses: { 202: {}, default: {} } }, { responses: { 202: {} } }, C, C],
  ['a range of successes', { responses: { 202: {} } }, { responses: { 202: {}, '2XX': {} } }, B, B],
  ['a redirect', { responses: { 202: {} } }, { responses: { 202: {}, 302: {} } }, B, B],
  ['a range of errors', { responses: { 202: {} } }, { responses: { 202: {}, '4XX': {} } }, C, C],
  [
    'a default of a required parameter',
    { parameters: [parameter({ required: true })] },
    { parameters: [parameter({ required: true, schema: { type: 'string', default: 'a' } })] },
    C,
    C,
  ],
  ['a link', { responses: { 202: {} } }, { responses: { 202: { links: { a: {} } } } }, B, B],
  [
    'an encoding',
    { requestBody: { content: { 'text/a': {} } } },
    { requestBody: { content: { 'text/a': { encoding: { a: {} } } } } },
    B,
    B,
  ],
  [
    'variables of a server',
    { servers: [{ url: '/{a}', variables: { a: { default: 'b' } } }] },
    { servers: [{ url: '/{a}', variables: { a: { default: 'c' } } }] },
    B,
    B,
  ],
];

const PROSE: Row[] = [
  ['text-new', {}, { '/tags/0/description': 'a' }, 'prose', undefined, '/tags/0/description'],
  ['text-gone', { '/tags/0/description': 'a' }, {}, 'prose', undefined, '/tags/0/description'],
  [
    'text-changed',
    { '/tags/0/description': 'a' },
    { '/tags/0/description': 'b' },
    'prose',
    undefined,
    '/tags/0/description',
  ],
];

/** Texts that the report names what changed by. */
const TEXTS: [text: string, before: Json, after: Json][] = [
  [
    'It is required now: query parameter q',
    { parameters: [parameter({})] },
    { parameters: [parameter({ required: true })] },
  ],
  [
    'The type changed: query parameter q, string → array',
    { parameters: [parameter({})] },
    { parameters: [parameter({ schema: list })] },
  ],
  ['It is required now: a', bodyOf(object({})), bodyOf(object({}, 'a'))],
  ['The default changed: none → "a"', bodyOf(object({ a: {} })), bodyOf(object({ a: { default: 'a' } }))],
  ['Fewer types are possible: string → none', bodyOf({ type: 'string' }), bodyOf(false)],
  ['The operationId changed: post_x → b', {}, { operationId: 'b' }],
  [
    'The field is gone, and one of the same shape is new; renamed?: user_ids → users. Run npx tsc --noEmit -p tsconfig.build.json',
    bodyOf(object({ user_ids: list, other: {} }, 'user_ids')),
    bodyOf(object({ users: list, other: {} }, 'users')),
  ],
];

const OPERATION = '/paths/~1x/post';
const COMPONENTS = { components: { schemas: { A: object({ a: {} }), B: object({ b: {} }) } } };
const withOperation = (parts: Json): JsonObject => ({
  ...COMPONENTS,
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

  it.each(KINDS)('judge %s in meaning: %j → %j', (_what, before, after, request, response) => {
    expect(worst(compareDescriptions(withBody(before), withBody(after)))).toBe(request);
    expect(worst(compareDescriptions(withResponse(before), withResponse(after)))).toBe(response);
    const isSame = request === undefined && response === undefined;
    if (isSame) expect(compareDescriptions(withBody(after), withBody(before))).toEqual([]);
  });

  it.each(OPERATION_KINDS)('judge %s of an operation in meaning: %j → %j', (_what, before, after, level) => {
    expect(worst(compareDescriptions(withOperation(before), withOperation(after)))).toBe(level);
  });

  it.each(TEXTS)('say %s', (text, before, after) => {
    expect(renderText(compareDescriptions(withOperation(before), withOperation(after)))).toContain(`  ${text}`);
  });

  it('say one line where the type changed or one side is empty', () => {
    for (const [before, after] of [
      [object({ a: {} }, 'a'), {}],
      [{}, object({ a: {} }, 'a')],
      [object({ a: {} }, 'a'), list],
    ] as const) {
      expect(compareDescriptions(withBody(before), withBody(after))).toHaveLength(1);
    }
  });

  it('tell variants without a mapping by the names of their components', () => {
    const before = withBody(choice({}));
    const after = JSON.parse(
      JSON.stringify(before).replaceAll('schemas/B', 'schemas/C').replace('"B":', '"C":'),
    ) as JsonObject;
    expect(worst(compareDescriptions(before, after))).toBe('breaking');
  });

  it('leave the fields of a free-form object to callers', () => {
    const withContext = (context: Json): JsonObject => ({
      ...withOperation({ responses: { 400: { content: json({ $ref: '#/components/schemas/ClientError' }) } } }),
      components: { schemas: { ClientError: object({ context_info: context }) } },
    });
    const [old, now] = [one, two].map((fields) => withContext({ ...fields, nullable: true }));
    expect(compareDescriptions(old ?? {}, now ?? {})).toMatchObject([{ rule: 'without-effect', level: 'compatible' }]);
    expect(worst(compareDescriptions(old ?? {}, withContext({ type: 'string', nullable: true })))).toBe('breaking');
  });

  it('say nothing of a mere move to OpenAPI 3.1', () => {
    const now = { ...SAMPLE, openapi: '3.1.0', jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base' };
    expect(compareDescriptions(SAMPLE, now)).toMatchObject([{ rule: 'version-changed', level: 'compatible' }]);
  });

  it('leave out the info and the external documentation, and link the texts of an operation to its page', () => {
    const pointers = ['/info/title', '/info/contact', '/externalDocs', `${OPERATION}/summary`];
    const [change, ...others] = compareProse(
      {},
      Object.fromEntries(pointers.map((key) => [key, 'a'])),
      withOperation({}),
    );
    expect(others).toEqual([]);
    expect(change?.detail).toBe('https://developer.box.com/reference/post-x/');
  });

  it('leave out a text that moved with its part', () => {
    expect(compareProse({ '/a/description': 'x' }, { '/b/description': 'x' })).toEqual([]);
    expect(compareProse({ '/a/description': 'x' }, { '/a/description': 'y', '/b/description': 'x' })).toHaveLength(2);
  });

  it('are all shown by the cases above, in each direction in which they differ', () => {
    const rows = [...SCHEMAS, ...OPERATIONS, ...DOCUMENTS, ...PROSE];
    // The overlay's and the renamed field have tests of their own.
    const elsewhere = [
      'without-effect request',
      'already-corrected request',
      'correction-made request',
      'field-renamed request',
    ];
    const here = rows.flatMap(([rule, , , request, response]) => [
      ...(request ? [`${rule} request`] : []),
      ...(response ? [`${rule} response`] : []),
    ]);
    const shown = new Set([...elsewhere, ...here]);
    for (const [name, { request, response }] of Object.entries(RULES)) {
      const directions: Direction[] = request.level === response.level ? [] : ['request', 'response'];
      for (const direction of directions) expect(shown).toContain(`${name} ${direction}`);
      expect(
        [`${name} request`, `${name} response`].some((key) => shown.has(key)),
        name,
      ).toBe(true);
    }
  });

  it('give one advice for each level, in sentences without Markdown', () => {
    for (const { what, request, response } of Object.values(RULES)) {
      for (const text of [`${what}.`, request.todo, response.todo])
        expect(text).toMatch(/^[A-Z][\p{L}\p{N} ,:;?/.-]*\.$/u);
      if (request.level === response.level) expect(request.todo).toBe(response.todo);
    }
  });
});

function worst(changes: ReturnType<typeof compareDescriptions>): Level | undefined {
  return changes[0]?.level;
}

function expectOne(
  changes: ReturnType<typeof compareDescriptions>,
  rule: RuleName,
  level: Level | undefined,
  pointer: string | undefined,
): void {
  expect(changes).toMatchObject([{ rule, level, pointer }]);
}
