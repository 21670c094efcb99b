import { isObject, pointerStep, type Json, type JsonObject } from '../openapi/json.ts';

/** A value of a document, and where it stands. */
export interface Place {
  value: Json;
  pointer: string;
}

/** A document to walk in: every value comes with its pointer, and references are followed. */
export class Document {
  constructor(readonly root: JsonObject) {}

  /** What stands at a place, or at the place that it refers to. */
  resolve(place: Place): Place {
    let found = place;
    // A reference that only leads back to itself ends here.
    for (let steps = 0; steps < 100; steps++) {
      const target =
        isObject(found.value) && Object.keys(found.value).length === 1 && this.#target(found.value['$ref']);
      if (!target) return found;
      found = target;
    }
    return found;
  }

  /** The members by key, with a `$ref` beside other keywords followed. Empty for what is no object. */
  members(place: Place | undefined): Map<string, Place> {
    if (place === undefined || !isObject(place.value)) return new Map();
    return new Map(
      Object.entries(place.value).map(([key, value]) => [
        key,
        (key === '$ref' && this.#target(value)) || { value, pointer: `${place.pointer}/${pointerStep(key)}` },
      ]),
    );
  }

  /** The items of a list. Empty for what is no list. */
  items(place: Place | undefined): Place[] {
    if (place === undefined || !Array.isArray(place.value)) return [];
    return place.value.map((value, index) => ({ value, pointer: `${place.pointer}/${index}` }));
  }

  #target(reference: Json | undefined): Place | undefined {
    if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
    let place: Place = { value: this.root, pointer: '' };
    for (const step of reference.split('/').slice(1)) {
      const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
      const { value, pointer } = place;
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      place = { value: (value as JsonObject)[key] as Json, pointer: `${pointer}/${pointerStep(key)}` };
    }
    return place;
  }
}

/** Whether two values say the same, whatever the order of their keys and the names of what they refer to. */
export function isSame(
  [before, old]: [Document, Place | undefined],
  [after, now]: [Document, Place | undefined],
  open = new Set<string>(),
): boolean {
  if (old === undefined || now === undefined) return old === now;
  const [a, b] = [before.resolve(old), after.resolve(now)];
  const pair = JSON.stringify([a.pointer, b.pointer]);
  // What refers to itself is the same as long as nothing else differs.
  if (open.has(pair)) return true;
  open.add(pair);
  if (Array.isArray(a.value) && Array.isArray(b.value)) {
    const items = after.items(b);
    const sameItem = (item: Place, index: number): boolean => isSame([before, item], [after, items[index]], open);
    return a.value.length === items.length && before.items(a).every(sameItem);
  }
  if (!isObject(a.value) || !isObject(b.value)) return a.value === b.value;
  const [left, right] = [before.members(a), after.members(b)];
  return [...new Set([...left.keys(), ...right.keys()])].every((key) =>
    isSame([before, left.get(key)], [after, right.get(key)], open),
  );
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
