import type { JsonObject } from '../../../scripts/openapi/json.ts';

/** Stands in every text of the sample, and so must stand in no output. */
export const PROSE = 'Upstream prose';
export const USERS = '/users/terminate_sessions';
export const GROUPS = '/groups/terminate_sessions';

const REFUSED = ['400', '403', '404', '429', '500', '503', 'default'];
const CLIENT_ERROR: Record<string, JsonObject> = {
  type: { type: 'string', enum: ['error'] },
  status: { type: 'integer' },
  code: { type: 'string' },
  message: { type: 'string' },
  context_info: { type: 'object', nullable: true, additionalProperties: {} },
  help_url: { type: 'string' },
  request_id: { type: 'string' },
};

/** A whole description of the shape of Box's, with the two operations among twenty tags of others. */
export function sampleDescription(): JsonObject {
  return {
    openapi: '3.0.2',
    info: { title: 'Sample Platform API', version: '1.0', description: `${PROSE}: everything.`, 'x-build': 'a1' },
    servers: [{ url: 'https://api.example.com/2.0', description: `${PROSE}: server.` }],
    security: [{ OAuth2Security: [] }],
    tags: [
      ...Array.from({ length: 20 }, (_, index) => ({ name: `Tag ${index}`, 'x-box-tag': `tag_${index}` })),
      { name: 'Session termination', description: `${PROSE}: tag.`, 'x-box-tag': 'session_termination' },
    ],
    paths: {
      ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/unrelated_${index}`, unrelatedPath(index)])),
      [USERS]: { post: terminate('post_users_terminate_sessions', ['user_ids', 'user_logins']) },
      [GROUPS]: { post: terminate('post_groups_terminate_sessions', ['group_ids']) },
    },
    components: {
      schemas: {
        ClientError: worded({ type: 'object', properties: mapValues(CLIENT_ERROR, worded) }),
        SessionTerminationMessage: worded({
          type: 'object',
          properties: { message: worded({ type: 'string' }) },
          'x-box-tag': 'session_termination',
        }),
        // These two refer only to each other.
        Folder: { allOf: [{ $ref: '#/components/schemas/Item' }] },
        Item: { properties: { parent: { $ref: '#/components/schemas/Folder' } } },
      },
      securitySchemes: {
        OAuth2Security: {
          type: 'oauth2',
          description: `${PROSE}: security.`,
          flows: {
            authorizationCode: {
              authorizationUrl: 'https://account.example.com/authorize',
              tokenUrl: 'https://api.example.com/oauth2/token',
              scopes: { manage_groups: `${PROSE}: scope.` },
            },
          },
        },
        Unused: { type: 'http', scheme: 'basic' },
      },
    },
    externalDocs: { url: 'https://example.com', description: `${PROSE}: more.` },
  };
}

/** An operation of the same shape as the two. */
export function terminate(operationId: string, lists: string[]): JsonObject {
  const list = (): JsonObject => worded({ type: 'array', items: { type: 'string' }, example: [`${PROSE} 1`] });
  return {
    operationId,
    summary: `${PROSE}: summary.`,
    description: `${PROSE}: description.`,
    tags: ['Session termination'],
    'x-box-tag': 'session_termination',
    requestBody: {
      content: json({
        type: 'object',
        properties: Object.fromEntries(lists.map((name) => [name, list()])),
        required: lists,
      }),
    },
    responses: {
      202: worded({ content: json({ $ref: '#/components/schemas/SessionTerminationMessage' }) }),
      ...Object.fromEntries(
        REFUSED.map((status) => [status, worded({ content: json({ $ref: '#/components/schemas/ClientError' }) })]),
      ),
    },
  };
}

/** The part of a document that stands at a path of keys, to be changed in place. */
export function at(document: JsonObject, ...keys: string[]): JsonObject {
  return keys.reduce((part, key) => part[key] as JsonObject, document);
}

/** The schema of the request body of an operation. */
export function bodyOf(document: JsonObject, path: string): JsonObject {
  return at(document, 'paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema');
}

function unrelatedPath(index: number): JsonObject {
  return {
    get: {
      operationId: `get_unrelated_${index}`,
      summary: `${PROSE}: unrelated.`,
      'x-box-tag': `tag_${index}`,
      responses: { 200: worded({ content: json({ $ref: '#/components/schemas/Folder' }) }) },
    },
  };
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

function worded(part: JsonObject): JsonObject {
  return { description: `${PROSE}: part.`, ...part };
}

function mapValues(parts: Record<string, JsonObject>, change: (part: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, change(part)]));
}
