import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BOX_TAG, cut } from '../../../scripts/cut/cut.ts';
import { isObject, type JsonObject } from '../../../scripts/openapi/json.ts';
import { partsOf } from '../../../scripts/openapi/elements.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
/** A second tag, so that a description has operations that are not ours. */
const OTHER_TAG = 'terms_of_services';

/** Where Box's whole description is; `undefined` when it is not on this machine. */
export const BOX_DESCRIPTION = [
  process.env['BOX_DESCRIPTION'],
  resolve(PROJECT, '../shared/spec/box-openapi.json'),
].find((path) => path !== undefined && existsSync(path));

/** Box's whole description, or one of the same shape that is made from the pinned cut. */
export function boxDescription(): JsonObject {
  return BOX_DESCRIPTION === undefined ? fromPinnedCut() : read(BOX_DESCRIPTION);
}

/** Our operations with all of Box's texts, among a few others: as good as the whole, and quicker. */
export function smallBoxDescription(): JsonObject {
  return cut(boxDescription(), [BOX_TAG, OTHER_TAG]);
}

/** The pinned cut has no texts, so each gets one that must not be found in any output. */
function fromPinnedCut(): JsonObject {
  const description = read(resolve(PROJECT, 'openapi/upstream.json'));
  Object.assign(description['info'] as JsonObject, { title: 'Box Platform API' });
  for (const { part, pointer, kind } of partsOf(description)) {
    const isWorded = /^(?:info|tag|operation|parameter|response|header|namedSchema)$/.test(kind) && !part['$ref'];
    if (isWorded) part['description'] = `What the other side says at ${pointer}.`;
    if (kind === 'operation') part['summary'] = `How the other side names ${pointer}.`;
  }
  const { paths, tags } = description;
  if (!isObject(paths) || !Array.isArray(tags)) throw new Error('The pinned cut has no paths or tags.');
  tags.push({ name: 'Others', 'x-box-tag': OTHER_TAG });
  for (const name of ['terms', 'users', 'files']) {
    const responses = { 200: { description: `What the other side answers about ${name}.` } };
    paths[`/other_${name}`] = { get: { operationId: `get_other_${name}`, 'x-box-tag': OTHER_TAG, responses } };
  }
  return description;
}

function read(path: string): JsonObject {
  return JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
}
