import type { NormalSchema } from './normalize.ts';
import type { Json } from '../openapi/json.ts';

/** Limits of which a smaller number takes less. */
export const UPPER = /^(?:max|exclusiveMax)/;
/** Limits of which a greater number takes less. */
export const LOWER = /^(?:min|exclusiveMin)/;

/** What holds of two schemas at once. */
export function both(a: NormalSchema, b: NormalSchema): NormalSchema {
  const merged = {
    ...a,
    types: typesOfBoth(a.types, b.types),
    values:
      a.values && b.values ? new Set([...a.values].filter((text) => b.values?.has(text))) : (a.values ?? b.values),
    fields: joined(a.fields, b.fields, (left, right) => [...left, ...right]),
    required: new Set([...a.required, ...b.required]),
    items: [...a.items, ...b.items],
    otherFields: [...a.otherFields, ...b.otherFields],
    limits: joined(a.limits, b.limits, limitOfBoth),
    choices: [...a.choices, ...b.choices],
    rest: joined(a.rest, b.rest, (left, right) => [...left, ...right]),
  };
  for (const [closed, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (closed.otherFields.length === 0 || other.fields.size === 0) continue;
    // It only knows the names beside it, so these say what it means.
    const names = [...closed.fields.keys()].toSorted();
    merged.rest.set('additionalProperties', [{ value: names, pointer: closed.pointer }]);
  }
  return merged;
}

/** Whether `types` has a type, or one that includes it. */
export function takes(types: ReadonlySet<string> | undefined, type: string): boolean {
  return types === undefined || types.has(type) || (type === 'integer' && types.has('number'));
}

export function typesOfBoth(a: NormalSchema['types'], b: NormalSchema['types']): NormalSchema['types'] {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...[...a].filter((type) => takes(b, type)), ...[...b].filter((type) => takes(a, type))]);
}

function joined<Value>(
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  join: (left: Value, right: Value, key: string) => Value,
): Map<string, Value> {
  const all = new Map(a);
  for (const [key, right] of b) {
    const left = all.get(key);
    all.set(key, left === undefined ? right : join(left, right, key));
  }
  return all;
}

function limitOfBoth(left: Json, right: Json, name: string): Json {
  if (typeof left === 'number' && typeof right === 'number') {
    if (UPPER.test(name)) return Math.min(left, right);
    if (LOWER.test(name)) return Math.max(left, right);
  }
  const texts = new Set([left, right].flat().map((limit) => JSON.stringify(limit)));
  return texts.size === 1 ? left : [...texts].toSorted();
}
