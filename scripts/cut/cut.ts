import { METHODS } from '../openapi/elements.ts';
import { isObject, objectsOf, type Json, type JsonObject } from '../openapi/json.ts';
import { brokenReference, follow, resolve } from '../openapi/reference.ts';
import { Rejection } from '../terminal/rejection.ts';
import { keepReached } from './reach.ts';

/** Box's mark on the operations that this project is about. */
export const BOX_TAG = 'session_termination';

/**
 * Cuts the operations with our tag, and everything that they reach, out of a whole spec.
 *
 * @param tags - values of `x-box-tag`
 * @throws {@link Rejection} when a reference leads nowhere or no operation has the tag
 */
export function cut(spec: JsonObject, tags: readonly string[] = [BOX_TAG]): JsonObject {
  const hasTag = (part: Json | undefined): boolean => isObject(part) && tags.some((tag) => part['x-box-tag'] === tag);
  const paths = objectsOf(spec['paths']).flatMap(([path, reference]) => {
    const item = follow(reference, spec);
    const others = METHODS.filter((method) => !hasTag(item[method]));
    return others.length === METHODS.length ? [] : [[path, without(item, others)] as const];
  });
  if (paths.length === 0) throw new Rejection(`No operation has x-box-tag: ${tags.join(', ')}. Pass Box's whole spec.`);
  const { webhooks: _, ...rest } = spec;
  const entries = Array.isArray(spec['tags']) ? spec['tags'] : [];
  const cutOut = keepReached({ ...rest, paths: Object.fromEntries(paths), tags: entries.filter(hasTag) });
  const broken = brokenReference(cutOut);
  if (broken === undefined) return cutOut;
  const { reference, pointer } = broken;
  throw new Rejection(
    resolve(reference, spec) === undefined
      ? `The spec has no ${reference}, which ${pointer} refers to. Fix it or fetch it again.`
      : `The spec can't be cut: ${reference}, which ${pointer} refers to, is part of another operation. Make it a component.`,
  );
}

function without(item: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key)));
}
