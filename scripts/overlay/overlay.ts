import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { brokenReference } from '../openapi/reference.ts';
import { Rejection } from '../terminal/rejection.ts';
import { OVERLAY_PATH, select, type Action, type Match, type Overlay } from './actions.ts';
import { unneededIn, withoutCorrection, type Unneeded } from './corrections.ts';

/** A target of the overlay that leads to nothing that its action can be applied to. */
export interface Vanished {
  target: string;
  /** The reference that stands there now, if that is the reason. */
  reference: string | undefined;
}

/** The corrected document, and what the overlay's maintainer has to know. */
export interface Overlaid {
  corrected: JsonObject;
  vanished: Vanished[];
  unneeded: Unneeded[];
}

/**
 * Applies the overlay to the cut (OpenAPI Overlay 1.0.0, section 4.4.3), one action after the other. An action that can't be
 * applied is left out and named.
 *
 * @throws {@link Rejection} when a reference leads nowhere afterwards
 */
export function applyOverlay(structure: JsonObject, { actions }: Overlay): Overlaid {
  const unneeded = unneededIn(structure, actions);
  const corrected = structuredClone(structure);
  const vanished: Vanished[] = [];
  for (const action of actions) {
    const matches = select(action, corrected);
    const fits = action.remove === true || matches.every(({ value }) => isObject(value) || !isObject(action.update));
    const references = action.remove === true ? [] : matches.filter(({ value }) => referenceOf(value) !== undefined);
    if (matches.length === 0 || !fits || references.length > 0) {
      vanished.push({ target: action.target, reference: references[0] && referenceOf(references[0].value) });
    }
    if (!fits) continue;
    const isMade = unneeded.some((correction) => correction.action === action);
    const places = matches.filter((match) => !references.includes(match));
    apply(isMade ? withoutCorrection(action) : action, places, corrected);
  }
  const broken = brokenReference(corrected);
  if (broken !== undefined && brokenReference(structure) === undefined) {
    throw new Rejection(`${OVERLAY_PATH}: ${broken.pointer} refers to ${broken.reference}, which isn't there. Fix it.`);
  }
  return { corrected, vanished, unneeded };
}

/** @throws {@link Rejection} when a target is gone though nothing new was cut: then the overlay is wrong */
export function rejectVanished({ vanished }: Overlaid): void {
  if (vanished.length === 0) return;
  throw new Rejection(
    `${OVERLAY_PATH}: nothing matches ${vanished.map(({ target }) => target).join(', nor ')}. Fix these targets or remove their actions.`,
  );
}

function apply({ update, remove }: Action, matches: readonly Match[], document: JsonObject): void {
  // From the last to the first, so that the index of an item still to be removed stays.
  for (const { value, path } of matches.toReversed()) {
    const parent = path.slice(0, -1).reduce<Json>((part, key) => (part as JsonObject)[key] as Json, document);
    const key = path.at(-1);
    if (key === undefined) merge(document, update as JsonObject);
    else if (remove !== true) (parent as JsonObject)[key] = merged(value, update as Json);
    else if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete (parent as JsonObject)[key];
  }
}

/** Objects are merged, lists are joined, and any other value replaces what was there. */
function merged(value: Json | undefined, update: Json): Json {
  if (isObject(value) && isObject(update)) return merge(value, update);
  if (Array.isArray(value) && Array.isArray(update)) return [...value, ...structuredClone(update)];
  return structuredClone(update);
}

function merge(object: JsonObject, update: JsonObject): JsonObject {
  for (const [key, value] of Object.entries(update)) {
    object[key] = merged(Object.hasOwn(object, key) ? object[key] : undefined, value);
  }
  return object;
}

/** What is merged into an object with a `$ref` would be ignored there. */
function referenceOf(value: Json): string | undefined {
  return isObject(value) && typeof value['$ref'] === 'string' ? value['$ref'] : undefined;
}
