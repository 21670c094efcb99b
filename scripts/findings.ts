import { SOURCE_PATH, UPSTREAM_PATH } from './cut/pin.ts';
import type { Change } from './drift/rules.ts';
import { FACADE_PATH } from './model/facade.ts';
import type { Operation } from './model/operations.ts';
import type { JsonObject } from './openapi/json.ts';
import { referencesOf, resolve } from './openapi/reference.ts';
import { OVERLAY_PATH } from './overlay/actions.ts';
import type { Overlaid } from './overlay/overlay.ts';
import type { Unworded } from './overlay/wording.ts';
import { GENERATOR_EXIT_STATUS } from './terminal/exit-status.ts';
import { oneLine } from './terminal/one-line.ts';
import type { Output } from './terminal/progress.ts';
import type { Difference } from './write/write.ts';

/** More texts than a person reads in one line. */
const MAX_TEXTS = 12;

/** What a run found for a person to look at. */
export interface Findings extends Pick<Overlaid, 'vanished' | 'unneeded'> {
  /** Against the pinned cut. */
  changes: readonly Change[];
  /** Whether there was a pinned cut that nothing could be compared with. */
  pinBroken: boolean;
  /** Elements without texts of ours. */
  unworded: readonly Unworded[];
  /** Operations without a façade method. */
  unwrapped: readonly Operation[];
}

/** Prints a line for each finding, with what to do about it. */
export function showFindings({ pinBroken, vanished, unneeded, unworded, unwrapped }: Findings, output: Output): void {
  // Names in Box's spec can't move the cursor.
  const warn = (line: string): void => output.warn(oneLine(line));
  if (pinBroken) {
    warn(`${UPSTREAM_PATH} or ${SOURCE_PATH} was missing or broken, so nothing was compared. Read the whole diff.`);
  }
  for (const { target, reference } of vanished) {
    const reason = reference === undefined ? 'matches nothing to apply it to' : `is a reference to ${reference} now`;
    warn(`${OVERLAY_PATH}: the target ${target} ${reason}. Fix the target or remove the action.`);
  }
  for (const { action } of unneeded) {
    warn(`${OVERLAY_PATH}: the correction at ${action.target} is no longer needed: Box made it. Keep only its texts.`);
  }
  for (const { operationId, pointer } of unwrapped) {
    const texts = unworded.find((element) => element.pointer === pointer)?.texts ?? [];
    const missing = [`no method in ${FACADE_PATH}`, ...noTexts(texts)];
    warn(`New operation ${operationId}: ${missing.join(', ')}. See CONTRIBUTING.md, "Add an operation".`);
  }
  for (const { pointer, texts } of unworded) {
    if (unwrapped.some((operation) => operation.pointer === pointer)) continue;
    warn(`No ${listOf(texts)} for ${pointer}. Add an action to ${OVERLAY_PATH}.`);
  }
}

/**
 * Tells what is missing for a new part in the line about it.
 *
 * @param document - the new one
 * @returns the changes, and the findings that no change tells of
 */
export function tellMissing(findings: Findings, document: JsonObject): Findings {
  let { unworded, unwrapped, unneeded } = findings;
  const added = new Set<string>();
  const changes = findings.changes.map((change) => {
    const { rule, pointer, detail } = change;
    if (rule === 'correction-made') unneeded = unneeded.filter(({ action }) => action.target !== detail);
    if (!/-new(?:-|$)/.test(rule)) return change;
    const places = placesOf(pointer, document);
    for (const place of places) added.add(place);
    const isHere = (element: { pointer: string }): boolean => isWithin(element, places);
    const texts = unworded
      .filter(isHere)
      .flatMap((element) => element.texts.map((text) => `${element.pointer}/${text}`));
    const below = texts.map((text) => (text.startsWith(`${pointer}/`) ? text.slice(pointer.length + 1) : text));
    const methods = unwrapped.filter(isHere).map(() => `no method in ${FACADE_PATH}`);
    unworded = unworded.filter((element) => !isHere(element));
    unwrapped = unwrapped.filter((element) => !isHere(element));
    return { ...change, missing: [...methods, ...noTexts(below)] };
  });
  // Box's texts of a new part are new with it.
  const told = changes.filter((change) => change.rule !== 'text-new' || !isWithin(change, added));
  return { ...findings, changes: told, unworded, unwrapped, unneeded };
}

function isWithin({ pointer }: { pointer: string }, places: ReadonlySet<string>): boolean {
  return [...places].some((place) => `#${pointer}/`.startsWith(`${place}/`));
}

/** References to a part, and to every component that it leads to. */
function placesOf(pointer: string, document: JsonObject): Set<string> {
  const places = new Set([`#${pointer}`]);
  for (const place of places) {
    const open = [resolve(place, document)?.value ?? null];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      for (const reference of referencesOf(value)) places.add(reference);
      if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
    }
  }
  return places;
}

/** The exit status of a run that has written its outputs. */
export function statusOf({ changes, pinBroken, vanished, unwrapped }: Findings): 0 | 3 {
  const breaking = changes.some(({ level }) => level === 'breaking');
  const { done, look } = GENERATOR_EXIT_STATUS;
  return (breaking || pinBroken || vanished.length > 0 || unwrapped.length > 0 ? look : done).status;
}

/** Prints a line for each file that differs from what would be written. */
export function showDifference({ changed, stale }: Difference, output: Output): void {
  for (const path of changed) output.warn(`${path} differs from what would be written. Run npm run generate.`);
  for (const path of stale) output.warn(`${path} would be removed. Run npm run generate.`);
}

/** Whether there is nothing to write, and nothing for a person to do before it is published. */
export function isComplete({ vanished, unworded, unwrapped }: Findings, { changed, stale }: Difference): boolean {
  return [vanished, unworded, unwrapped, changed, stale].every(({ length }) => length === 0);
}

function noTexts(texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [`no ${listOf(texts)}`];
}

function listOf(texts: readonly string[]): string {
  const more = texts.length - MAX_TEXTS;
  return [...texts.slice(0, MAX_TEXTS), ...(more > 0 ? [`${more} more texts`] : [])].join(', ');
}
