import { LEVELS } from './places.ts';
import { DescriptionComparison } from './description.ts';
import { Document } from './document.ts';
import { judge, type Change } from './rules.ts';
import type { JsonObject } from '../openapi/json.ts';
import { Rejection } from '../terminal/rejection.ts';

export type { Change } from './rules.ts';

/**
 * Every difference between two cuts, in what it means and not in how it is spelled, the worst first.
 *
 * @param before - the pinned cut
 * @param after - the new one
 * @throws {@link Rejection} when a document is nested too deeply
 */
export function compareDescriptions(before: JsonObject, after: JsonObject): Change[] {
  try {
    return sorted(new DescriptionComparison(new Document(before), new Document(after)).compare());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Rejection('The description is nested too deeply to be compared with the last one.', { cause: error });
  }
}

/** What Box changed in its texts, by their fingerprints. */
export function compareProse(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Change[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const differing = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
  return sorted(
    differing.map((pointer) => {
      const rule = !old.has(pointer) ? 'text-new' : now.has(pointer) ? 'text-changed' : 'text-gone';
      return judge(rule, 'answer', pointer);
    }),
  );
}

function sorted(changes: readonly Change[]): Change[] {
  const key = ({ level, pointer, summary }: Change): string => `${LEVELS.indexOf(level)} ${pointer} ${summary}`;
  return changes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
