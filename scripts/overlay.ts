import { isObject, type Json, type JsonObject } from './json.ts';
import { OVERLAY_PATH, readOverlay, select, type Action } from './overlay-actions.ts';
import { firstProblem, readJson, redocly, withFolder, writeJson } from './redocly.ts';
import { Refusal } from './refusal.ts';

/** The corrected document, and what the overlay's upkeep has to know. */
export interface Overlaid {
  corrected: JsonObject;
  /** Targets that match nothing, or nothing that the action can be applied to. */
  vanished: string[];
  /** Corrections that the document has made itself. */
  unneeded: { target: string; pointer: string }[];
}

/**
 * Applies the overlay to the cut.
 *
 * @param text - the overlay, as YAML
 * @throws {@link Refusal} when it is no overlay
 */
export async function applyOverlay(structure: JsonObject, text: string): Promise<Overlaid> {
  const { overlay, actions } = readOverlay(text);
  const applicable = actions.filter((action) => fits(action, structure));
  const unneeded = actions.filter((action) => isUnneeded(action, structure));
  // A list would get the same items twice.
  const applied = applicable.map((action) => (unneeded.includes(action) ? withoutCorrection(action) : action));
  const corrected = await apply(structure, { ...overlay, actions: applied });
  // An action may have made the target of another, so an update's is looked for in the result.
  const isThere = (action: Action): boolean => select(action, action.remove ? structure : corrected).length > 0;
  return {
    corrected,
    vanished: actions.filter((action) => !applicable.includes(action) || !isThere(action)).map(({ target }) => target),
    unneeded: unneeded.map((action) => ({
      target: action.target,
      pointer: select(action, structure)[0]?.pointer ?? '',
    })),
  };
}

/** @throws {@link Refusal} when a target is gone though nothing new was cut: then the overlay is wrong */
export function refuseVanished({ vanished }: Overlaid): void {
  if (vanished.length === 0) return;
  throw new Refusal(
    `${OVERLAY_PATH}: nothing matches ${vanished.join(', nor ')}. Mend these targets or take their actions out.`,
  );
}

async function apply(structure: JsonObject, overlay: object): Promise<JsonObject> {
  return withFolder(async (folder) => {
    await writeJson(folder, 'cut.json', structure);
    await writeJson(folder, 'overlay.json', overlay);
    const outcome = await redocly(folder, ['bundle', 'cut.json', '--overlay', 'overlay.json', '-o', 'corrected.json']);
    if (outcome.failed) throw new Refusal(`${OVERLAY_PATH} cannot be applied: ${firstProblem(outcome)}. Mend it.`);
    return readJson(folder, 'corrected.json');
  });
}

/** Redocly refuses the whole overlay when an object is to be merged into a value that is none. */
function fits(action: Action, structure: JsonObject): boolean {
  return !isObject(action.update) || select(action, structure).every(({ value }) => isObject(value));
}

/** Whether the action corrects the structure, and every place that it is for is so already. */
function isUnneeded(action: Action, structure: JsonObject): boolean {
  if (action.update === undefined) return false;
  const correction = structureOf(action.update);
  if (isObject(correction) && Object.keys(correction).length === 0) return false;
  const found = select(action, structure);
  return found.length > 0 && found.every(({ value }) => contains(value, correction));
}

function withoutCorrection(action: Action): Action {
  return isObject(action.update) ? { ...action, update: wordingOf(action.update) } : action;
}

/** An update without its wording. */
function structureOf(update: Json): Json {
  if (!isObject(update)) return update;
  const kept = Object.entries(update).filter(([key]) => !isWording(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, structureOf(value)] as const).filter(([, value]) => !isEmpty(value)),
  );
}

/** An update without its corrections. */
function wordingOf(update: JsonObject): JsonObject {
  const kept = Object.entries(update).filter(([key, value]) => isWording(key) || isObject(value));
  return Object.fromEntries(
    kept
      .map(([key, value]) => [key, isObject(value) ? wordingOf(value) : value] as const)
      .filter(([, value]) => !isEmpty(value)),
  );
}

function isWording(key: string): boolean {
  return /^(?:summary|description|title|x-.*)$/.test(key);
}

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function contains(whole: Json | undefined, part: Json): boolean {
  if (Array.isArray(part))
    return Array.isArray(whole) && part.every((item) => whole.some((other) => contains(other, item)));
  if (!isObject(part)) return whole === part;
  return (
    isObject(whole) &&
    Object.entries(part).every(([key, value]) => Object.hasOwn(whole, key) && contains(whole[key], value))
  );
}
