import { resolve as resolvePointer } from 'json-p3';
import type { Pin } from '../cut/pin.ts';
import { stripProse } from '../cut/prose.ts';
import { isEqual, type Json, type JsonObject } from '../openapi/json.ts';
import type { Overlay } from '../overlay/actions.ts';
import { unneededIn } from '../overlay/corrections.ts';
import { applyOverlay, type Overlaid } from '../overlay/overlay.ts';
import { Rejection } from '../terminal/rejection.ts';
import { DescriptionComparison } from './description.ts';
import { operationsOf } from './operations.ts';
import { Document, keyOf } from './places.ts';
import { judge, LEVELS, RULES, type Change } from './rules.ts';

const REFERENCE = 'https://developer.box.com/reference/';

/** A cut, before and after the overlay. */
interface Side {
  upstream: JsonObject;
  overlaid: Overlaid;
}

/**
 * What Box changed, the worst first. Where the overlay made the same change before, callers are not affected: it breaks
 * nothing, and the correction can be removed. Where a correction no longer arrives, they are.
 *
 * @param before - the pinned cut; without one there is nothing to compare with
 */
export function compareCuts(before: Pin | undefined, after: Pin & { overlaid: Overlaid }, overlay: Overlay): Change[] {
  if (before === undefined) return [];
  const old: Side = { upstream: before.upstream, overlaid: applyOverlay(before.upstream, overlay) };
  const changes = compareDescriptions(old.upstream, after.upstream);
  const visible = compareDescriptions(withoutProse(old), withoutProse(after));
  const [known, shown] = [changes, visible].map((list) => new Set(list.map(keyOf)));
  const structure = changes.map((change) => {
    const { rule, pointer, detail } = change;
    const isCorrected = !shown?.has(keyOf(change)) && !isLeft(pointer, old) && isLeft(pointer, after);
    const what = [RULES[rule].what, detail].filter(Boolean).join(', ');
    return isCorrected ? judge('already-corrected', 'request', pointer, what) : change;
  });
  structure.push(...visible.filter((change) => !known?.has(keyOf(change))));
  const unneeded = unneededIn(before.upstream, overlay.actions).map(({ action }) => action.target);
  const corrections = after.overlaid.unneeded
    .filter(({ action }) => !unneeded.includes(action.target))
    .map(({ action, pointer }) => judge('correction-made', 'response', pointer, action.target));
  const prose = compareProse(before.source.prose, after.source.prose, after.upstream);
  return sorted([
    ...structure,
    ...corrections,
    ...prose.filter(({ rule, pointer }) => rule === 'text-changed' || !isWithin(pointer, structure)),
  ]);
}

/**
 * Every difference between two cuts, in what it means and not in how it is spelled, the worst first.
 *
 * @param before - the pinned cut
 * @param after - the new one
 * @throws {@link Rejection} if a document expands without a reasonable end
 */
export function compareDescriptions(before: JsonObject, after: JsonObject): Change[] {
  if (isEqual(before, after)) return [];
  try {
    return sorted(new DescriptionComparison(new Document(before), new Document(after)).compare());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Rejection('The spec is nested too deeply to compare it with the pinned one.', { cause: error });
  }
}

/**
 * What Box changed in its texts, by their fingerprints, with the page that shows them. The project shows neither the `info`
 * nor the `externalDocs` of the document.
 *
 * @param document - the new cut, whose operations have pages
 */
export function compareProse(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  document: JsonObject = {},
): Change[] {
  const operations = [...operationsOf(new Document(document)).values()];
  const pageOf = (pointer: string): string => {
    const operation = operations.find(({ place }) => pointer.startsWith(`${place.pointer}/`));
    return `${REFERENCE}${operation?.id === undefined ? '' : `${encodeURIComponent(operation.id.replaceAll('_', '-'))}/`}`;
  };
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const differing = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
  // A text that moved with its part is the same text.
  const [gone, added] = [differing.filter((key) => !now.has(key)), differing.filter((key) => !old.has(key))];
  const moved = new Set(gone.map((key) => old.get(key)).filter((text) => added.some((key) => now.get(key) === text)));
  const isMoved = (key: string): boolean => !(old.has(key) && now.has(key)) && moved.has(old.get(key) ?? now.get(key));
  return sorted(
    differing
      .filter((pointer) => !isMoved(pointer) && !/^\/(?:info|externalDocs)(?:\/|$)/.test(pointer))
      .map((pointer) => {
        const rule = !old.has(pointer) ? 'text-new' : now.has(pointer) ? 'text-changed' : 'text-gone';
        return judge(rule, 'response', pointer, pageOf(pointer));
      }),
  );
}

function withoutProse({ overlaid }: Side | { overlaid: Overlaid }): JsonObject {
  return stripProse(overlaid.corrected).structure;
}

/** Whether a part is new or was removed as a whole, with everything in it. */
function isWithin(pointer: string, changes: readonly Change[]): boolean {
  return changes.some(
    (change) => /-(?:new|gone|renamed)/.test(change.rule) && pointer.startsWith(`${change.pointer}/`),
  );
}

/** Whether the overlay leaves the structure there as it is. */
function isLeft(pointer: string, { upstream, overlaid }: Side): boolean {
  const [raw, corrected] = [upstream, withoutProse({ overlaid })].map((document) =>
    resolvePointer(pointer, document, {}),
  );
  return isEqual(raw as Json, corrected as Json);
}

function sorted(changes: readonly Change[]): Change[] {
  const key = ({ level, pointer, rule, detail }: Change): string =>
    `${LEVELS.indexOf(level)} ${pointer} ${rule} ${detail}`;
  return changes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
