import { resolve as resolvePointer } from 'json-p3';
import { compareDescriptions, compareProse, type Change } from './compare.ts';
import { LEVELS } from './places.ts';
import { canonical, type Json, type JsonObject } from '../openapi/json.ts';
import { applyOverlay, type Overlaid } from '../overlay/overlay.ts';
import { OVERLAY_PATH, type Overlay } from '../overlay/actions.ts';
import { unneededIn, type Unneeded } from '../overlay/corrections.ts';
import type { Pin } from '../cut/pin.ts';
import { stripProse } from '../cut/prose.ts';

/** A cut, before and after the overlay. */
interface Side {
  upstream: JsonObject;
  overlaid: Overlaid;
}

/**
 * What Box changed. Where the overlay had made the same change already, nobody is affected: it breaks nothing, and the
 * correction can go.
 *
 * @param before - the pinned cut; without one there is nothing to compare with
 */
export function compareCuts(before: Pin | undefined, after: Pin & { overlaid: Overlaid }, overlay: Overlay): Change[] {
  if (before === undefined) return [];
  const changes = compareDescriptions(before.upstream, after.upstream);
  return byLevel([
    ...(changes.length > 0 ? soften(changes, before, after, overlay) : []),
    ...newlyUnneeded(unneededIn(before.upstream, overlay.actions), after.overlaid.unneeded),
    ...compareProse(before.source.prose, after.source.prose),
  ]);
}

function soften(changes: Change[], before: Pin, after: Side, overlay: Overlay): Change[] {
  const old: Side = { upstream: before.upstream, overlaid: applyOverlay(before.upstream, overlay) };
  const visible = new Set(compareDescriptions(old.overlaid.corrected, after.overlaid.corrected).map(keyOf));
  return changes.map((change) => {
    const isCorrected = !visible.has(keyOf(change)) && !isLeft(change.pointer, old) && isLeft(change.pointer, after);
    return isCorrected ? softened(change) : change;
  });
}

/** Whether the overlay leaves the structure there as it is. */
function isLeft(pointer: string, { upstream, overlaid }: Side): boolean {
  const [raw, corrected] = [upstream, stripProse(overlaid.corrected).structure].map((document) =>
    JSON.stringify(canonical(resolvePointer(pointer, document, {}) as Json)),
  );
  return raw === corrected;
}

function softened({ pointer, summary }: Change): Change {
  const what = summary.slice(0, summary.lastIndexOf('. '));
  return { level: 'compatible', pointer, summary: `${what}. Nothing to do: ${OVERLAY_PATH} said so already.` };
}

function newlyUnneeded(before: readonly Unneeded[], after: readonly Unneeded[]): Change[] {
  return after
    .filter(({ action }) => before.every((other) => other.action.target !== action.target))
    .map(({ action, pointer }) => ({
      level: 'compatible',
      pointer,
      summary: `Box has made our correction (${action.target}). Take it out of ${OVERLAY_PATH}, but keep its wording.`,
    }));
}

function byLevel(changes: Change[]): Change[] {
  return LEVELS.flatMap((level) => changes.filter((change) => change.level === level));
}

function keyOf({ pointer, summary }: Change): string {
  return `${pointer} ${summary}`;
}
