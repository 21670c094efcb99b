import type { JsonObject } from '../../../scripts/openapi/json.ts';

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });
const refTo = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** A document with every construct that the drift report knows, and none that says nothing. */
export const SAMPLE: JsonObject = {
  openapi: '3.0.2',
  info: { version: '2024.0' },
  servers: [{ url: 'https://api.example/2.0' }],
  security: [{ OAuth: ['a', 'b'] }, { Key: [] }],
  tags: [{ name: 'Sessions', 'x-box-tag': 'sessions' }],
  paths: {
    '/users/{id}': {
      parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string', minLength: 1 } }],
      'x-path': { a: [1, 2] },
      post: {
        operationId: 'post_users',
        'x-box-tag': 'sessions',
        tags: ['Sessions', 'More'],
        parameters: [
          { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 9, exclusiveMaximum: true } },
          { $ref: '#/components/parameters/Filter' },
          { in: 'query', name: 'scope', content: json({ type: 'array', minItems: 1, items: { type: 'string' } }) },
        ],
        requestBody: { required: true, content: json(refTo('Request')) },
        responses: {
          202: {
            content: { ...json(refTo('Message')), 'text/plain': { schema: { type: 'string', minLength: 1 } } },
            headers: { 'X-Left': { schema: { type: 'integer' } } },
          },
          429: {
            content: json(refTo('Problem')),
            headers: { 'Retry-After': { required: true, schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Failure' },
        },
      },
    },
    '/groups': {
      put: {
        operationId: 'put_groups',
        servers: [{ url: 'https://groups.example' }],
        requestBody: { content: json({ type: 'array', uniqueItems: true, items: refTo('Tree') }) },
        responses: { 202: { content: json(refTo('Message')) }, 404: { content: json(refTo('Problem')) } },
      },
    },
  },
  components: {
    parameters: {
      Filter: { in: 'query', name: 'filter', schema: { type: 'array', items: { type: 'string' } }, explode: false },
    },
    responses: { Failure: { content: json(refTo('Problem')) } },
    securitySchemes: {
      OAuth: { type: 'oauth2', flows: { a: { tokenUrl: 'https://token.example', scopes: { a: '' } } } },
      Key: { type: 'http', scheme: 'bearer' },
    },
    schemas: {
      Request: {
        type: 'object',
        properties: {
          ids: { type: 'array', maxItems: 9, items: { type: 'string', pattern: '^[0-9]+$' } },
          id: { type: 'string', readOnly: true },
          secret: { type: 'string', writeOnly: true },
          labels: { type: 'object', maxProperties: 9, additionalProperties: { type: 'array', items: refTo('Named') } },
          reason: { type: 'string', nullable: true, enum: ['lost', 'left'], default: 'lost' },
          tree: refTo('Tree'),
          constructor: { type: 'string' },
          who: {
            oneOf: [refTo('User'), refTo('Group')],
            discriminator: { propertyName: 'kind', mapping: { user: '#/components/schemas/User', group: 'Group' } },
          },
        },
        required: ['ids', 'who'],
        additionalProperties: false,
      },
      Tree: {
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 20 },
          id: { type: 'string', readOnly: true },
          children: { type: 'array', items: refTo('Tree') },
        },
        required: ['name'],
      },
      User: { allOf: [refTo('Named'), { properties: { login: { type: 'string', format: 'email' } } }] },
      Group: {
        type: 'object',
        properties: { members: { type: 'integer', minimum: 0 }, kind: { type: 'string', enum: ['group'] } },
      },
      Named: {
        type: 'object',
        properties: { kind: { type: 'string' }, label: { type: 'string', deprecated: true } },
        required: ['kind'],
      },
      Message: {
        type: 'object',
        properties: {
          message: { type: 'string', readOnly: true },
          token: { type: 'string', writeOnly: true, format: 'uuid' },
          tree: refTo('Tree'),
        },
        required: ['message'],
      },
      Problem: {
        type: 'object',
        properties: {
          status: { type: 'integer', format: 'int32' },
          context: { type: 'object', nullable: true, additionalProperties: { type: 'string' } },
          cause: {
            anyOf: [refTo('Problem'), { type: 'string' }, { type: 'array', items: { type: 'number', multipleOf: 2 } }],
          },
          odd: { not: { type: 'string' } },
        },
      },
    },
  },
};
