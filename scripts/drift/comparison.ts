import { FLAGS, judge, LEVELS, type Change, type Direction, type RuleName } from './rules.ts';
import { canonical, isEqual, isObject, type Json, type JsonObject } from '../openapi/json.ts';
import type { Document, Place, Places } from './document.ts';

/** Compares one part, which one side might not have. */
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
