import { isObject, pointerStep, type Json, type JsonObject } from './json.ts';
import { partsOf } from './elements.ts';
import { Rejection } from '../terminal/rejection.ts';

/** Box's description has 22 levels. */
const MAX_DEPTH = 300;

/**
 * Checks what has to hold of the whole document before any tool sees it.
 *
 * @param name - of the document, as the person gave it
 * @throws {@link Rejection} for another version, a reference that leaves the document, or an operationId given twice
 */
export function checkDescription(description: JsonObject, name: string): void {
  checkVersion(description, name);
  checkTree(description, name);
  checkOperationIds(description, name);
}

function checkVersion({ openapi, swagger }: JsonObject, name: string): void {
  if (typeof openapi === 'string' && /^3\.[01]\.\d+/.test(openapi)) return;
  throw new Rejection(`${name} is ${typeOf(openapi, swagger)}. Give a description in OpenAPI 3.0 or 3.1.`);
}

function typeOf(openapi: Json | undefined, swagger: Json | undefined): string {
  if (typeof openapi === 'string') return `OpenAPI ${openapi}`;
  return typeof swagger === 'string' ? `Swagger ${swagger}` : 'no OpenAPI description';
}

/**
 * Checks what every tool takes for granted, without recursion: how deep a document is must not decide how a run ends.
 *
 * @throws {@link Rejection} for a reference that leaves the document, a hostile key, or nesting that no description needs
 */
export function checkTree(document: JsonObject, name: string): void {
  const open: { value: Json; pointer: string; depth: number }[] = [{ value: document, pointer: '#', depth: 0 }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { value, pointer, depth } = node;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) throw new Rejection(`${name} is nested too deeply to be a description. Look at its source.`);
    for (const [key, item] of Object.entries(value)) {
      const place = `${pointer}/${pointerStep(key)}`;
      if (key === '__proto__') throw new Rejection(`${name} has a key named __proto__ at ${place}. Take it out.`);
      if (leavesDocument(key, item)) {
        throw new Rejection(`${name} refers to another document at ${place}, which is not followed. Bundle it first.`);
      }
      open.push({ value: item, pointer: place, depth: depth + 1 });
    }
  }
}

/** Redocly would fetch what a discriminator names as well. */
function leavesDocument(key: string, value: Json): boolean {
  if (key === '$ref') return typeof value === 'string' && !value.startsWith('#');
  const mapping = key === 'discriminator' && isObject(value) ? value['mapping'] : undefined;
  const targets = isObject(mapping) ? Object.values(mapping) : [];
  return targets.some((target) => typeof target === 'string' && target.includes('/') && !target.startsWith('#'));
}

function checkOperationIds(description: JsonObject, name: string): void {
  const places = new Map<string, string>();
  for (const { kind, part, pointer } of partsOf(description)) {
    const { operationId } = part;
    if (kind !== 'operation' || typeof operationId !== 'string') continue;
    const other = places.get(operationId);
    if (other !== undefined) {
      throw new Rejection(`${name} gives operationId ${operationId} twice, at #${other} and at #${pointer}. Mend it.`);
    }
    places.set(operationId, pointer);
  }
}
