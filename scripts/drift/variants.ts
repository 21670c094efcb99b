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

const nameOf: KeyOf = ({ name }) => name;
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
const componentOf: KeyOf = ({ schema }, normalizer) => normalizer.componentName(schema);
const UNNAMED: readonly KeyOf[] = [componentOf, textOf, constantsOf, shapeOf, typesOf, () => ''];

/**
 * Variants have no order. Where a discriminator names them, those of the same name belong together. Elsewhere those of the
 * same component do, then equal ones, then those with the same constants, fields or types, then whatever is left.
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
    const twins = new Map<string | undefined, Variant[]>();
    for (const variant of added) {
      const key = keyOf(variant, after);
      twins.set(key, [...(twins.get(key) ?? []), variant]);
    }
    for (const variant of gone) {
      const key = keyOf(variant, before);
      const twin = key === undefined ? undefined : twins.get(key)?.shift();
      if (twin === undefined) continue;
      pairs.push([variant, twin]);
      gone.delete(variant);
      added.delete(twin);
    }
  }
  return { pairs, gone, added };
}
