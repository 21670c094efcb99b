import { DISCRIMINATING, type Normalizer } from './normalize.ts';
import type { Schema } from './normal-schema.ts';

/** The members of two choices that differ: which belong together, and which are on one side only. */
export interface PairedVariants {
  pairs: [old: Schema, now: Schema][];
  gone: Set<Schema>;
  added: Set<Schema>;
}

type KeyOf = (variant: Schema, normalizer: Normalizer) => string | undefined;

/**
 * Variants have no order, so those of the same component belong together, then equal ones, then those with the same constants
 * or the same types, then the one that is left on each side.
 *
 * @param isSame - whether two schemas say the same
 */
export function pairVariants(
  old: readonly Schema[],
  now: readonly Schema[],
  [before, after]: [Normalizer, Normalizer],
  isSame: (old: Schema, now: Schema) => boolean,
): PairedVariants {
  const [gone, added] = [new Set(old), new Set(now)];
  const pairs: PairedVariants['pairs'] = [];
  const pair = (variant: Schema, twin: Schema | undefined): void => {
    if (twin === undefined || !added.delete(twin)) return;
    gone.delete(variant);
    pairs.push([variant, twin]);
  };
  const pairByKey = (keyOf: KeyOf): void => {
    const twins = groupBy(added, (variant) => keyOf(variant, after));
    for (const [key, variants] of groupBy(gone, (variant) => keyOf(variant, before))) {
      const [[variant, ...others], [twin, ...more]] = [variants, twins.get(key) ?? []];
      if (key !== undefined && variant !== undefined && others.length + more.length === 0) pair(variant, twin);
    }
  };
  // Comparing two components is enough, and costs less than looking for an equal one among all.
  pairByKey(componentOf);
  const similar = groupBy(added, (variant) => shapeOf(variant, after));
  for (const variant of gone) {
    const twins = similar.get(shapeOf(variant, before)) ?? [];
    const equal = twins.find((twin) => added.has(twin) && isSame(variant, twin));
    if (equal !== undefined && added.delete(equal)) gone.delete(variant);
  }
  for (const keyOf of [constantsOf, typesOf]) pairByKey(keyOf);
  pairByKey(() => '');
  return { pairs, gone, added };
}

function groupBy(
  schemas: Iterable<Schema>,
  keyOf: (schema: Schema) => string | undefined,
): Map<string | undefined, Schema[]> {
  const groups = new Map<string | undefined, Schema[]>();
  for (const schema of schemas) {
    const key = keyOf(schema);
    groups.set(key, [...(groups.get(key) ?? []), schema]);
  }
  return groups;
}

/** What two schemas that say the same have in common at least. */
function shapeOf(schema: Schema, normalizer: Normalizer): string {
  const { types, values, fields, required } = normalizer.normalize(schema);
  return JSON.stringify(
    [types ?? ['any'], values ?? [], fields.named.keys(), required].map((names) => [...names].toSorted()),
  );
}

function componentOf(schema: Schema, normalizer: Normalizer): string | undefined {
  return normalizer.componentName(schema);
}

/** The values that tell a variant from the others: of its discriminator, or of fields with only one value. */
function constantsOf(schema: Schema, normalizer: Normalizer): string | undefined {
  const { fields, rest } = normalizer.normalize(schema);
  const discriminating = rest.get(DISCRIMINATING);
  if (discriminating !== undefined) return JSON.stringify(discriminating.map(({ value }) => value));
  const constants = [...fields.named].flatMap(([name, field]) => {
    const { values } = normalizer.normalize(field);
    return values?.size === 1 ? [`${name}: ${[...values].join()}`] : [];
  });
  return constants.length > 0 ? constants.toSorted().join() : undefined;
}

function typesOf(schema: Schema, normalizer: Normalizer): string {
  return [...(normalizer.normalize(schema).types ?? ['any'])].toSorted().join();
}
