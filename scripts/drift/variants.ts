import type { Variant } from './normal-schema.ts';
import type { Normalizer } from './normalize.ts';
import { canonical } from '../openapi/json.ts';

/** The variants of two choices: which belong together, and which are on one side only. */
export interface PairedVariants {
  pairs: [old: Variant, now: Variant][];
  gone: Set<Variant>;
  added: Set<Variant>;
}

type KeyOf = (variant: Variant, normalizer: Normalizer) => string | undefined;

/**
 * Variants have no order. Where a discriminator names them, those of the same name belong together. Elsewhere those of the
 * same component do, then equal ones, then those with the same constants or the same types, then whatever is left.
 */
export function pairVariants(
  old: readonly Variant[],
  now: readonly Variant[],
  before: Normalizer,
  after: Normalizer,
): PairedVariants {
  const [gone, added] = [new Set(old), new Set(now)];
  const pairs: PairedVariants['pairs'] = [];
  const isNamed = [...old, ...now].every(({ name }) => name !== undefined);
  for (const keyOf of isNamed ? [nameOf] : UNNAMED) {
    const twins = groupBy(added, (variant) => keyOf(variant, after));
    for (const [key, variants] of groupBy(gone, (variant) => keyOf(variant, before))) {
      for (const [index, twin] of (twins.get(key) ?? []).slice(0, variants.length).entries()) {
        const variant = variants[index];
        if (key === undefined || variant === undefined) continue;
        pairs.push([variant, twin]);
        gone.delete(variant);
        added.delete(twin);
      }
    }
  }
  return { pairs, gone, added };
}

const nameOf: KeyOf = ({ name }) => name;
const componentOf: KeyOf = ({ schema }, normalizer) => normalizer.componentName(schema);
const textOf: KeyOf = ({ schema }) => JSON.stringify(schema.map(({ value }) => canonical(value)));
/** The fields with only one value. */
const constantsOf: KeyOf = ({ schema }, normalizer) => {
  const constants = [...normalizer.normalize(schema).fields].flatMap(([name, field]) => {
    const { values } = normalizer.normalize(field);
    return values?.size === 1 ? [`${name}: ${[...values].join()}`] : [];
  });
  return constants.length > 0 ? constants.toSorted().join() : undefined;
};
const shapeOf: KeyOf = ({ schema }, normalizer) => {
  const { types, values, fields, required } = normalizer.normalize(schema);
  return JSON.stringify(
    [types ?? ['any'], values ?? [], fields.keys(), required].map((names) => [...names].toSorted()),
  );
};
const typesOf: KeyOf = ({ schema }, normalizer) =>
  [...(normalizer.normalize(schema).types ?? ['any'])].toSorted().join();
const UNNAMED: readonly KeyOf[] = [componentOf, textOf, constantsOf, shapeOf, typesOf, () => ''];

function groupBy(
  variants: Iterable<Variant>,
  keyOf: (variant: Variant) => string | undefined,
): Map<string | undefined, Variant[]> {
  const groups = new Map<string | undefined, Variant[]>();
  for (const variant of variants) {
    const key = keyOf(variant);
    groups.set(key, [...(groups.get(key) ?? []), variant]);
  }
  return groups;
}
