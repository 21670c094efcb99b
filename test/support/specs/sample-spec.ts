import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { partsOf } from '../../../scripts/openapi/elements.ts';
import { isObject, type Json, type JsonObject } from '../../../scripts/openapi/json.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** Part of every text of the sample, and so must not be in any output. */
export const PROSE = 'Upstream prose';
export const USERS = '/users/terminate_sessions';
export const GROUPS = '/groups/terminate_sessions';

/** Where Box's whole spec is; `undefined` if it isn't on this machine. */
const BOX_SPEC = [process.env['BOX_DESCRIPTION'], resolve(PROJECT, '../shared/spec/box-openapi.json')].find(
  (path) => path !== undefined && existsSync(path),
);

/** Box's whole spec, or the sample. */
export function boxSpec(): JsonObject {
  return BOX_SPEC === undefined ? sampleSpec() : read(BOX_SPEC);
}

/**
 * A whole spec like Box's: our operations as the pinned cut has them, so that they always match the overlay and the façade, among
 * twenty tags of others, and with texts everywhere.
 */
export function sampleSpec(): JsonObject {
  const pinned = withTexts(read(resolve(PROJECT, 'openapi/upstream.json')));
  const others = Array.from({ length: 20 }, (_, index) => index);
  return {
    ...pinned,
    info: { title: 'Sample Platform API', version: '1.0', description: `${PROSE}: everything.`, 'x-build': 'a1' },
    tags: [
      ...others.map((index) => ({ name: `Tag ${index}`, 'x-box-tag': `tag_${index}` })),
      ...(Array.isArray(pinned['tags']) ? pinned['tags'] : []),
    ],
    paths: {
      ...Object.fromEntries(others.map((index) => [`/unrelated_${index}`, unrelatedPath(index)])),
      ...at(pinned, 'paths'),
    },
    components: {
      ...at(pinned, 'components'),
      schemas: {
        ...at(pinned, 'components', 'schemas'),
        // These two refer only to each other.
        Folder: { allOf: [{ $ref: '#/components/schemas/Item' }] },
        Item: { properties: { parent: { $ref: '#/components/schemas/Folder' } } },
      },
      securitySchemes: {
        ...at(pinned, 'components', 'securitySchemes'),
        Unused: { type: 'http', scheme: 'basic' },
      },
    },
    externalDocs: { url: 'https://example.com', description: `${PROSE}: more.` },
  };
}

/** The paths of our operations, those above among them. */
export const PATHS: readonly string[] = Object.keys(at(read(resolve(PROJECT, 'openapi/upstream.json')), 'paths'));

/** The sample with a change made in place. */
export function changedSpec(change: (spec: JsonObject) => void): JsonObject {
  const spec = sampleSpec();
  change(spec);
  return spec;
}

/** A further operation of the same shape as ours. */
export function terminate(operationId: string, lists: readonly string[]): JsonObject {
  const list: JsonObject = { type: 'array', items: { type: 'string' }, example: [`${PROSE} 1`] };
  const rejection = { content: json({ $ref: '#/components/schemas/ClientError' }), description: `${PROSE}: rejected.` };
  return {
    operationId,
    summary: `${PROSE}: summary.`,
    description: `${PROSE}: description.`,
    tags: ['Session termination'],
    'x-box-tag': 'session_termination',
    requestBody: {
      content: json({
        type: 'object',
        properties: Object.fromEntries(lists.map((name) => [name, { ...list, description: `${PROSE}: list.` }])),
        required: [...lists],
      }),
    },
    responses: {
      202: {
        content: json({ $ref: '#/components/schemas/SessionTerminationMessage' }),
        description: `${PROSE}: accepted.`,
      },
      ...Object.fromEntries(['400', '403', '404', '429', '500', '503', 'default'].map((name) => [name, rejection])),
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

/** The pinned cut has no texts. */
function withTexts(spec: JsonObject): JsonObject {
  for (const { part, pointer, kind } of partsOf(spec)) {
    if (/^(?:tag|operation|parameter|response|header|namedSchema)$/.test(kind) && !part['$ref']) {
      part['description'] = `${PROSE}: ${pointer}.`;
    }
    if (kind === 'operation') part['summary'] = `${PROSE}: summary of ${pointer}.`;
    if (kind === 'namedSchema' && part['type'] === 'array') part['example'] = [`${PROSE} 1`];
  }
  const schemes = at(spec, 'components')['securitySchemes'];
  for (const scheme of Object.values(isObject(schemes) ? schemes : {})) {
    if (isObject(scheme)) scheme['description'] = `${PROSE}: security.`;
  }
  return spec;
}

function unrelatedPath(index: number): JsonObject {
  const responses = {
    200: { content: json({ $ref: '#/components/schemas/Folder' }), description: `${PROSE}: part.` },
  };
  return {
    get: {
      operationId: `get_unrelated_${index}`,
      summary: `${PROSE}: unrelated.`,
      'x-box-tag': `tag_${index}`,
      responses,
    },
  };
}

function json(schema: Json): JsonObject {
  return { 'application/json': { schema } };
}

function read(path: string): JsonObject {
  return JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
}
