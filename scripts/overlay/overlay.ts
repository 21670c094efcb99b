import { isObject, type JsonObject } from '../openapi/json.ts';
import { OVERLAY_PATH, select, type Action, type Overlay } from './actions.ts';
import { unneededIn, withoutCorrection, type Unneeded } from './corrections.ts';
import { firstProblem, readJson, redocly, withFolder, writeJson } from '../openapi/redocly.ts';
import { Rejection } from '../terminal/rejection.ts';

/** The corrected document, and what the overlay's upkeep has to know. */
export interface Overlaid {
  corrected: JsonObject;
  /** Targets that match nothing, or nothing that the action can be applied to. */
  vanished: string[];
  unneeded: Unneeded[];
}

/**
 * Applies the overlay to the cut. An action that cannot be applied is left out and named.
 *
 * @throws {@link Rejection} when Redocly does not take the overlay
 */
export async function applyOverlay(structure: JsonObject, { overlay, actions }: Overlay): Promise<Overlaid> {
  const applicable = actions.filter((action) => fits(action, structure));
  const unneeded = unneededIn(structure, actions);
  const isMade = (action: Action): boolean => unneeded.some((correction) => correction.action === action);
  const applied = applicable.map((action) => (isMade(action) ? withoutCorrection(action) : action));
  const corrected = await apply(structure, { ...overlay, actions: applied });
  // An action may have made the target of another, so an update's is looked for in the result.
  const isThere = (action: Action): boolean => select(action, action.remove ? structure : corrected).length > 0;
  const vanished = actions.filter((action) => !applicable.includes(action) || !isThere(action));
  return { corrected, vanished: vanished.map(({ target }) => target), unneeded };
}

/** @throws {@link Rejection} when a target is gone though nothing new was cut: then the overlay is wrong */
export function refuseVanished({ vanished }: Overlaid): void {
  if (vanished.length === 0) return;
  throw new Rejection(
    `${OVERLAY_PATH}: nothing matches ${vanished.join(', nor ')}. Mend these targets or take their actions out.`,
  );
}

async function apply(structure: JsonObject, overlay: object): Promise<JsonObject> {
  return withFolder(async (folder) => {
    await writeJson(folder, 'cut.json', structure);
    await writeJson(folder, 'overlay.json', overlay);
    const outcome = await redocly(folder, ['bundle', 'cut.json', '--overlay', 'overlay.json', '-o', 'corrected.json']);
    if (outcome.failed) throw new Rejection(`${OVERLAY_PATH} cannot be applied: ${firstProblem(outcome)}. Mend it.`);
    return readJson(folder, 'corrected.json');
  });
}

/** Redocly refuses the whole overlay when an object is to be merged into a value that is none. */
function fits(action: Action, structure: JsonObject): boolean {
  return !isObject(action.update) || select(action, structure).every(({ value }) => isObject(value));
}
