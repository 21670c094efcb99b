import { FLAGS, judge, LEVELS, type Change, type Direction, type RuleName } from './rules.ts';
import { canonical, isEqual, isObject, pointerStep, type Json, type JsonObject } from '../openapi/json.ts';
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

/** One part, which one side might not have. */
type Pair = readonly [old: Place | undefined, now: Place | undefined];

/** Parts that can be new or be removed. */
type Kind = 'operation' | 'parameter' | 'body' | 'content' | 'success' | 'status' | 'header';

/** Compares one part. */
export type Compare = (old: Place | undefined, now: Place | undefined) => void;

/**
 * Walks two documents side by side and collects what differs. A member of a part either has a method that compares it, or is
 * compared as a whole: no difference is lost.
 */
export class Comparison {
  readonly #changes = new Map<string, Change>();

  constructor(
    readonly before: Document,
    readonly after: Document,
  ) {}

  /** All differences. That a part has no effect in one direction is not said if it differs in the other. */
  get changes(): Change[] {
    const changes = [...this.#changes.values()];
    const others = changes.filter(({ rule }) => rule !== 'without-effect').map(({ pointer }) => pointer);
    return changes.filter(
      ({ rule, pointer }) =>
        rule !== 'without-effect' || others.every((other) => !`${other}/`.startsWith(`${pointer}/`)),
    );
  }

  /** Adds one difference. A part of requests and responses is judged both ways: the worse line is enough. */
  readonly say = (rule: RuleName, direction: Direction, pointer: string, detail?: string): void => {
    const change = judge(rule, direction, pointer, detail);
    const key = keyOf(change);
    const other = this.#changes.get(key);
    if (!other || LEVELS.indexOf(change.level) < LEVELS.indexOf(other.level)) this.#changes.set(key, change);
  };

  /** Compares the members of two parts, each with its own method. */
  members(
    old: Place | undefined,
    now: Place | undefined,
    direction: Direction,
    methods: Record<string, Compare>,
  ): void {
    this.each(this.before.members(old), this.after.members(now), (a, b, key) => {
      const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
      if (method !== undefined) return method(a, b);
      const flag = FLAGS.get(key);
      const [was, is] = [a, b].map((place) => (flag && place?.value === false ? undefined : place));
      if (this.isSame(was, is)) return;
      const pointer = (b ?? a)?.pointer ?? '';
      if (flag) this.say(flag[is === undefined ? 1 : 0], direction, pointer);
      else this.say('unknown-changed', direction, pointer, key);
    });
  }

  each(old: Places, now: Places, compare: (old: Place | undefined, now: Place | undefined, key: string) => void): void {
    for (const key of new Set([...old.keys(), ...now.keys()])) compare(old.get(key), now.get(key), key);
  }

  /** Compares a part, or says that it is new or was removed. */
  pair(
    kind: Kind,
    [old, now]: Pair,
    direction: Direction,
    name: string,
    compare: (old: Place, now: Place) => void,
  ): void {
    if (old !== undefined && now !== undefined) return compare(old, now);
    const isRequired = (kind === 'parameter' || kind === 'body') && this.after.isRequired(now);
    const added = isRequired ? (`${kind}-new-required` as const) : (`${kind}-new` as const);
    this.say(now === undefined ? `${kind}-gone` : added, direction, (now ?? old)?.pointer ?? '', name);
  }

  isSame(old: Place | undefined, now: Place | undefined): boolean {
    return isSame([this.before, old], [this.after, now]);
  }

  /** Compares lists whose order has no meaning. */
  unordered(old: Place | undefined, now: Place | undefined, rule: RuleName): void {
    if (isEqual(sortedAll(old?.value ?? []), sortedAll(now?.value ?? []))) return;
    this.say(rule, 'request', (now ?? old)?.pointer ?? '');
  }
}

/** Whether two values are the same, whatever the order of their keys and the names of what they refer to. */
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

/** Identifies a difference, however it is judged. */
export function keyOf({ rule, pointer, detail }: Change): string {
  return JSON.stringify([rule, pointer, detail]);
}

function sortedAll(value: Json): Json {
  if (Array.isArray(value))
    return value.map(sortedAll).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(canonical(value) as JsonObject).map(([key, item]) => [key, sortedAll(item)]),
  );
}

function below({ pointer }: Place, key: string | number, value: Json): Place {
  return { value, pointer: `${pointer}/${pointerStep(key)}` };
}
