import type { JsonObject } from '../openapi/json.ts';

/** A bound, and whether it is itself excluded. */
export type Bound = readonly [value: number, isExcluded: boolean];

/** The bounds of a schema. They have one spelling, whatever the version. */
export function boundsOf(schema: JsonObject): Map<string, Bound> {
  const bounds = new Map<string, Bound>();
  for (const [key, value] of Object.entries(schema)) {
    const name = key.replace(/^exclusiveM(?=(?:in|ax)imum$)/, 'm');
    const isBound = /^(?:min|max)(?:imum|Length|Items|Properties)$/.test(name) && typeof value === 'number';
    if (!isBound || (value === 0 && /^min[LIP]/.test(name))) continue;
    // In OpenAPI 3.0, it says whether the bound beside it is excluded.
    const bound: Bound = [value, key !== name || schema[key.replace(/^m/, 'exclusiveM')] === true];
    bounds.set(name, tighterBound(bound, bounds.get(name) ?? bound, name));
  }
  return bounds;
}

/** The bounds of integers, as the least and the greatest that are possible. */
export function roundedBounds(bounds: ReadonlyMap<string, Bound>): Map<string, Bound> {
  return new Map(
    [...bounds].map(([name, [value, isExcluded]]): [string, Bound] => {
      if (!name.endsWith('imum')) return [name, [value, isExcluded]];
      const sign = signOf(name);
      return [name, [sign * (isExcluded ? Math.floor(sign * value) + 1 : Math.ceil(sign * value)), false]];
    }),
  );
}

/** How much tighter one bound is than another: negative for looser. */
export function tightness(name: string, one: Bound | undefined, other: Bound | undefined): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  return signOf(name) * (one[0] - other[0]) || Number(one[1]) - Number(other[1]);
}

export function tighterBound(one: Bound, other: Bound, name: string): Bound {
  return tightness(name, one, other) > 0 ? one : other;
}

export function textOfBound(bound: Bound | undefined): string {
  return bound === undefined ? 'none' : `${bound[0]}${bound[1] ? ' (excluded)' : ''}`;
}

function signOf(name: string): 1 | -1 {
  return name.startsWith('min') ? 1 : -1;
}
