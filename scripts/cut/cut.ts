import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolve as resolvePointer } from 'json-p3';
import { stringify } from 'yaml';
import { objectsOf } from '../model/fields.ts';
import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { keepReached } from './reach.ts';
import { firstProblem, readJson, redocly, withFolder, writeJson } from '../openapi/redocly.ts';
import { Rejection } from '../terminal/rejection.ts';
import { follow } from '../openapi/reference.ts';

/** What Box marks the operations with that this project is about. */
export const BOX_TAG = 'session_termination';

/**
 * Cuts the operations with our tag, and all that they reach, out of a whole description.
 *
 * @param tags - values of `x-box-tag`
 * @throws {@link Rejection} when a reference leads nowhere or no operation has the tag
 */
export async function cut(description: JsonObject, tags: readonly string[] = [BOX_TAG]): Promise<JsonObject> {
  const bundle = await withFolder(async (folder) => {
    await writeJson(folder, 'whole.json', { ...description, paths: withoutReferences(description) });
    const filter = { applyTo: 'Operation', property: 'x-box-tag', value: tags };
    await writeFile(join(folder, 'cut.yaml'), stringify({ decorators: { 'filter-in': filter } }));
    const args = ['bundle', 'whole.json', '--config', 'cut.yaml', '-o', 'cut.json'];
    const outcome = await redocly(folder, args);
    if (outcome.failed) {
      throw new Rejection(`The description cannot be cut: ${firstProblem(outcome)}. Mend it or fetch it again.`);
    }
    return readJson(folder, 'cut.json');
  });
  if (!isObject(bundle['paths']) || Object.keys(bundle['paths']).length === 0) {
    throw new Rejection(`No operation has x-box-tag: ${tags.join(', ')}. Give Box's whole description.`);
  }
  const { webhooks: _, ...operations } = bundle;
  const cutOut = keepReached({ ...operations, tags: tagsOf(bundle, tags) });
  checkReferences(cutOut);
  return cutOut;
}

/** The paths, with what a reference stands for in its place: the filter does not look behind one. */
function withoutReferences(description: JsonObject): JsonObject {
  return Object.fromEntries(objectsOf(description['paths']).map(([path, item]) => [path, follow(item, description)]));
}

/** A reference may lead into an operation that is not cut out. */
function checkReferences(document: JsonObject): void {
  const open: Json[] = [document];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    open.push(...Object.values(value));
    const reference = isObject(value) ? value['$ref'] : undefined;
    if (typeof reference === 'string' && !leadsSomewhere(reference, document)) {
      throw new Rejection(
        `The description cannot be cut: ${reference} is part of another operation. Make it a component.`,
      );
    }
  }
}

/** The filter leaves the tags of all other operations in. */
function tagsOf(bundle: JsonObject, tags: readonly string[]): JsonObject[] {
  const entries = Array.isArray(bundle['tags']) ? bundle['tags'] : [];
  return entries.filter(isObject).filter(({ 'x-box-tag': tag }) => typeof tag === 'string' && tags.includes(tag));
}

function leadsSomewhere(reference: string, document: JsonObject): boolean {
  try {
    resolvePointer(decodeURIComponent(reference.slice(1)), document);
    return true;
  } catch {
    return false;
  }
}
