import { Rejection } from '../terminal/rejection.ts';
import { partsOf } from './elements.ts';
import { isObject, pointerStep, type Json, type JsonObject } from './json.ts';
import { isLocal, mappingReference } from './reference.ts';

/** Box's spec has 22 levels. */
const MAX_DEPTH = 300;
/** Box's spec has 32,000. */
const MAX_VALUES = 500_000;
/** Keywords whose text is a reference. */
const REFERENCES = new Set(['$ref', '$dynamicRef', '$recursiveRef', 'operationRef']);

/**
 * Checks the whole document before anything else sees it.
 *
 * @param name - of the document, as the person gave it
 * @throws {@link Rejection} for another version, a reference that leaves the document, or a duplicate operationId
 */
export function checkSpec(spec: JsonObject, name: string): void {
  checkVersion(spec, name);
  checkTree(spec, name);
  checkOperationIds(spec, name);
}

function checkVersion({ openapi, swagger }: JsonObject, name: string): void {
  if (typeof openapi === 'string' && /^3\.[01]\.\d+/.test(openapi)) return;
  throw new Rejection(`${name} is ${typeOf(openapi, swagger)}. Pass a spec in OpenAPI 3.0 or 3.1.`);
}

function typeOf(openapi: Json | undefined, swagger: Json | undefined): string {
  if (typeof openapi === 'string') return `OpenAPI ${openapi}`;
  return typeof swagger === 'string' ? `Swagger ${swagger}` : 'not an OpenAPI spec';
}

/**
 * Checks what every later step takes for granted. Without recursion: the depth of a document must not decide how a run ends.
 *
 * @throws {@link Rejection} for a reference that leaves the document, a hostile key, or nesting that no spec needs
 */
export function checkTree(document: JsonObject, name: string): void {
  const open: { value: Json; pointer: string; depth: number }[] = [{ value: document, pointer: '#', depth: 0 }];
  let values = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { value, pointer, depth } = node;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) throw new Rejection(`${name} is nested too deeply to be a spec. Look at its source.`);
    for (const [key, item] of Object.entries(value)) {
      const place = `${pointer}/${pointerStep(key)}`;
      if (key === '__proto__') throw new Rejection(`${name} has a key named __proto__ at ${place}. Remove it.`);
      const target = externalTarget(key, item);
      if (target !== undefined) {
        throw new Rejection(
          `${name} refers to ${JSON.stringify(target)} at ${place}. Only references within the document, # or #/…, are followed. Bundle it first.`,
        );
      }
      values += 1;
      if (values > MAX_VALUES) throw new Rejection(`${name} has too many values to be a spec. Look at its source.`);
      open.push({ value: item, pointer: place, depth: depth + 1 });
    }
  }
}

/** The first target of a reference, or of a discriminator's mapping, that isn't within the document. */
function externalTarget(key: string, value: Json): string | undefined {
  if (REFERENCES.has(key)) return typeof value === 'string' && !isLocal(value) ? value : undefined;
  const mapping = key === 'discriminator' && isObject(value) ? value['mapping'] : undefined;
  // A list isn't valid, but some tools look up its items.
  const targets = Object.values(typeof mapping === 'object' && mapping !== null ? mapping : {});
  return targets.find((target): target is string => typeof target === 'string' && !isLocal(mappingReference(target)));
}

function checkOperationIds(spec: JsonObject, name: string): void {
  const places = new Map<string, string>();
  for (const { kind, part, pointer } of partsOf(spec)) {
    const { operationId } = part;
    if (kind !== 'operation' || typeof operationId !== 'string') continue;
    const other = places.get(operationId);
    if (other !== undefined) {
      throw new Rejection(
        `${name} has operationId ${operationId} twice, at #${other} and at #${pointer}. Fix one of them.`,
      );
    }
    places.set(operationId, pointer);
  }
}
