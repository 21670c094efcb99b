import { resolve as resolvePointer } from 'json-p3';
import { compareDescriptions, compareProse, type Change } from './drift.ts';
import { LEVELS } from './drift-comparison.ts';
import { canonical, type Json, type JsonObject } from './json.ts';
import { applyOverlay, type Overlaid } from './overlay.ts';
import { OVERLAY_PATH } from './overlay-actions.ts';
import type { Pin } from './pin.ts';
import { stripProse } from './strip-prose.ts';

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
 * @param overlay - its text
 */
export async function compareCuts(
  before: Pin | undefined,
  after: Pin & { overlaid: Overlaid },
  overlay: string,
): Promise<Change[]> {
  if (before === undefined) return [];
  const prose = compareProse(before.source.prose, after.source.prose);
  const changes = compareDescriptions(before.upstream, after.upstream);
  if (changes.length === 0) return prose;
  const old: Side = { upstream: before.upstream, overlaid: await applyOverlay(before.upstream, overlay) };
  const visible = new Set(compareDescriptions(old.overlaid.corrected, after.overlaid.corrected).map(keyOf));
  const isCorrected = (change: Change): boolean =>
    !visible.has(keyOf(change)) && !isLeft(change.pointer, old) && isLeft(change.pointer, after);
  const judged = changes.map((change) => (isCorrected(change) ? softened(change) : change));
  return byLevel([...judged, ...newlyUnneeded(old, after), ...prose]);
}

/** Whether the overlay leaves the structure there as it is. */
function isLeft(pointer: string, { upstream, overlaid }: Side): boolean {
  const [raw, corrected] = [upstream, stripProse(overlaid.corrected).structure].map((document) =>
    JSON.stringify(canonical(resolvePointer(pointer, document, {}) as Json)),
  );
  return raw === corrected;
}

function softened({ pointer, summary }: Change): Change {
  const what = summary.replace(/\. [^.]*\.?$/, '');
  return {
    level: 'compatible',
    pointer,
    summary: `${what}. ${OVERLAY_PATH} said so already: take the correction out.`,
  };
}

function newlyUnneeded(before: Side, after: Side): Change[] {
  const known = before.overlaid.unneeded.map(({ target }) => target);
  return after.overlaid.unneeded
    .filter(({ target }) => !known.includes(target))
    .map(({ target, pointer }) => ({
      level: 'compatible',
      pointer,
      summary: `Box has made a correction of ours itself (${target}). Take it out of ${OVERLAY_PATH}.`,
    }));
}

function byLevel(changes: Change[]): Change[] {
  return LEVELS.flatMap((level) => changes.filter((change) => change.level === level));
}

function keyOf({ pointer, summary }: Change): string {
  return `${pointer} ${summary}`;
}
