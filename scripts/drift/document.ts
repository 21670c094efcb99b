import { isObject, pointerStep, type Json, type JsonObject } from '../openapi/json.ts';
import { resolve, type Place } from '../openapi/reference.ts';

export type { Place };
export type Places = ReadonlyMap<string, Place>;

/** A document to walk in: every value comes with its pointer, and references are followed. */
export class Document {
  readonly root: JsonObject;
  /** What OpenAPI 3.0 ignores beside a `$ref`, by pointer. */
  readonly ignored = new Map<string, Place>();

  constructor(root: JsonObject) {
    const isOld = typeof root['openapi'] === 'string' && root['openapi'].startsWith('3.0');
    this.root = isOld ? (this.#withoutIgnored(root, '', root) as JsonObject) : root;
  }

  /** What is at a place, or at the place that it refers to. */
  resolve(place: Place): Place {
    let found = place;
    for (let steps = 0; steps < 100; steps++) {
      const { $ref, ...beside } = isObject(found.value) ? found.value : {};
      const target = Object.keys(beside).length === 0 && resolve($ref, this.root);
      if (!target) return found;
      found = target;
    }
    return found;
  }

  /**
   * The members by key, with a `$ref` beside other keywords followed. Empty for anything but an object.
   *
   * @param spell - brings a key into one spelling, unless another key has the same
   */
  members(place: Place | undefined, spell = (key: string): string => key): Map<string, Place> {
    const found = place && this.resolve(place);
    if (!isObject(found?.value)) return new Map();
    const spelled = Object.keys(found.value).map(spell);
    const isOneEach = new Set(spelled).size === spelled.length;
    const entries = Object.entries(found.value).map(([key, value]): [string, Place] => {
      const target = key === '$ref' ? resolve(value, this.root) : undefined;
      return [isOneEach ? spell(key) : key, target ?? below(found, key, value)];
    });
    return new Map(entries);
  }

  /** Whether a parameter or a body says that it is required. */
  isRequired(place: Place | undefined): boolean {
    return this.members(place).get('required')?.value === true;
  }

  /** The items of a list. Empty for anything but a list. */
  items(place: Place | undefined): Place[] {
    if (place === undefined || !Array.isArray(place.value)) return [];
    return place.value.map((value, index) => below(place, index, value));
  }

  #withoutIgnored(value: Json, pointer: string, root: JsonObject): Json {
    const walk = (item: Json, key: string | number): Json =>
      this.#withoutIgnored(item, `${pointer}/${pointerStep(key)}`, root);
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    const { $ref = null, ...beside } = value;
    if (resolve($ref, root) === undefined)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, key)]));
    if (Object.keys(beside).length > 0) this.ignored.set(pointer, { value: beside, pointer });
    return { $ref };
  }
}

function below({ pointer }: Place, key: string | number, value: Json): Place {
  return { value, pointer: `${pointer}/${pointerStep(key)}` };
}
