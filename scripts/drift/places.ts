import { judge, LEVELS, type Change, type Direction, type RuleName } from './rules.ts';
import { canonical, isObject, pointerStep, type Json, type JsonObject } from '../openapi/json.ts';
import { resolve, type Place as Located } from '../openapi/reference.ts';

/** A value of a document, and where it is. */
export interface Place extends Located {
  /** Identifies a value that normalizing made up; its parts have no pointers of their own. */
  id?: string;
}

export type Places = ReadonlyMap<string, Place>;

/** Compares one part, which one side might not have. */
export type Compare = (old: Place | undefined, now: Place | undefined) => void;

/** A document to walk in: every value comes with its pointer, and references are followed. */
export class Document {
  constructor(readonly root: JsonObject) {}

  /** What is at a place, or at the place that it refers to. OpenAPI 3.0 ignores what stands beside a `$ref`. */
  resolve(place: Place): Place {
    let found = place;
    for (let steps = 0; steps < 100; steps++) {
      const isReference = isObject(found.value) && (this.#ignoresSiblings || Object.keys(found.value).length === 1);
      const target = isReference && resolve((found.value as JsonObject)['$ref'], this.root);
      if (!target) return found;
      found = target;
    }
    return found;
  }

  /** What OpenAPI 3.0 ignores beside a `$ref`. */
  ignored({ value }: Place): JsonObject {
    const { $ref, ...siblings } = isObject(value) ? value : {};
    return this.#ignoresSiblings && resolve($ref, this.root) ? siblings : {};
  }

  /** The members by key, with a `$ref` beside other keywords followed. Empty for anything but an object. */
  members(place: Place | undefined): Map<string, Place> {
    if (place === undefined || !isObject(place.value)) return new Map();
    const entries = Object.entries(place.value).map(([key, value]): [string, Place] => {
      const target = key === '$ref' ? resolve(value, this.root) : undefined;
      return [key, target ?? below(place, key, value)];
    });
    return new Map(entries);
  }

  /** The items of a list. Empty for anything but a list. */
  items(place: Place | undefined): Place[] {
    if (place === undefined || !Array.isArray(place.value)) return [];
    return place.value.map((value, index) => below(place, index, value));
  }

  get #ignoresSiblings(): boolean {
    const { openapi } = this.root;
    return typeof openapi === 'string' && openapi.startsWith('3.0');
  }
}

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
    const [from, to] = [this.#resolved(this.before, old), this.#resolved(this.after, now)];
    if (old && now && !isEqual(this.before.ignored(old), this.after.ignored(now))) {
      this.say('without-effect', direction, now.pointer, 'beside $ref');
    }
    this.each(this.before.members(from), this.after.members(to), (a, b, key) => {
      const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
      if (method !== undefined) return method(a, b);
      const [was, is] = [a, b].map((place) => (place?.value === false && key === 'deprecated' ? undefined : place));
      if (this.isSame(was, is)) return;
      const deprecation = is === undefined ? 'no-longer-deprecated' : 'deprecated';
      const pointer = (b ?? a)?.pointer ?? '';
      if (key === 'deprecated') this.say(deprecation, direction, pointer);
      else this.say('unknown-changed', direction, pointer, key);
    });
  }

  each(old: Places, now: Places, compare: (old: Place | undefined, now: Place | undefined, key: string) => void): void {
    for (const key of new Set([...old.keys(), ...now.keys()])) compare(old.get(key), now.get(key), key);
  }

  /** Says that something is new, or was removed. */
  oneSided(
    old: Place | undefined,
    now: Place | undefined,
    direction: Direction,
    rules: { added: RuleName; gone: RuleName },
    detail?: string,
  ): void {
    if (now !== undefined) this.say(rules.added, direction, now.pointer, detail);
    else if (old !== undefined) this.say(rules.gone, direction, old.pointer, detail);
  }

  isSame(old: Place | undefined, now: Place | undefined): boolean {
    return isSame([this.before, old], [this.after, now]);
  }

  /** Compares lists whose order has no meaning. */
  unordered(old: Place | undefined, now: Place | undefined, rule: RuleName): void {
    const [was, is] = [old, now].map((place) => sortedAll(place?.value ?? []));
    if (!isEqual(was ?? [], is ?? [])) this.say(rule, 'request', (now ?? old)?.pointer ?? '');
  }

  #resolved(document: Document, place: Place | undefined): Place | undefined {
    return place && document.resolve(place);
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
  if (a.id === undefined && b.id === undefined && open.has(pair)) return true;
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

export function isEqual(a: Json, b: Json): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** Identifies a difference, however it is judged. */
export function keyOf({ rule, pointer, detail }: Change): string {
  return JSON.stringify([rule, pointer, detail]);
}

function below({ pointer, id }: Place, key: string | number, value: Json): Place {
  const step = `/${pointerStep(key)}`;
  return id === undefined ? { value, pointer: pointer + step } : { value, pointer, id: id + step };
}

function sortedAll(value: Json): Json {
  if (Array.isArray(value))
    return value.map(sortedAll).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(canonical(value) as JsonObject).map(([key, item]) => [key, sortedAll(item)]),
  );
}
