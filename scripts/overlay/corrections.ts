import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { select, type Action } from './actions.ts';

/** A correction that Box has made itself. */
export interface Unneeded {
  action: Action;
  /** JSON pointer of the first place that it corrects. */
  pointer: string;
}

/** The actions whose corrections every matching place has already. */
export function unneededIn(structure: JsonObject, actions: readonly Action[]): Unneeded[] {
  return actions.flatMap((action) => {
    const correction = action.update === undefined ? {} : structureOf(action.update);
    if (isEmpty(correction)) return [];
    const found = select(action, structure);
    const [first] = found;
    const isMade = found.every(({ value }) => contains(value, correction));
    return first !== undefined && isMade ? [{ action, pointer: first.pointer }] : [];
  });
}

/** The action with its texts alone, since its correction would add the same items to a list again. */
export function withoutCorrection(action: Action): Action {
  return isObject(action.update) ? { ...action, update: textsOf(action.update) } : action;
}

function structureOf(update: Json): Json {
  return isObject(update) ? filterDeep(update, (key) => !isText(key), structureOf) : update;
}

function textsOf(update: JsonObject): JsonObject {
  return filterDeep(
    update,
    (key, value) => isText(key) || isObject(value),
    (value) => (isObject(value) ? textsOf(value) : value),
  );
}

function filterDeep(
  value: JsonObject,
  isKept: (key: string, value: Json) => boolean,
  below: (value: Json) => Json,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => isKept(key, item))
      .map(([key, item]) => [key, below(item)] as const)
      .filter(([, item]) => !isEmpty(item)),
  );
}

function isText(key: string): boolean {
  return /^(?:summary|description|title|x-.*)$/.test(key);
}

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function contains(whole: Json | undefined, part: Json): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((item) => whole.some((other) => contains(other, item)));
  }
  if (!isObject(part)) return whole === part;
  const entries = Object.entries(part);
  return isObject(whole) && entries.every(([key, item]) => Object.hasOwn(whole, key) && contains(whole[key], item));
}
