import { isSame, type Document, type Place } from './document.ts';
import { judge, type Change, type Direction, type Level, type RuleName } from './rules.ts';
import { canonical, type Json } from '../openapi/json.ts';

/** The worst first. */
export const LEVELS: readonly Level[] = ['breaking', 'compatible', 'prose'];

/** Compares one part, of which one side may be missing. */
export type Compare = (old: Place | undefined, now: Place | undefined) => void;
export type Places = ReadonlyMap<string, Place>;

/**
 * Walks two documents side by side and keeps what differs. A member of a part either has a method that compares it, or is
 * compared as a whole: nothing is lost.
 */
export class Comparison {
  readonly #changes = new Map<string, Change>();

  constructor(
    readonly before: Document,
    readonly after: Document,
  ) {}

  get changes(): Change[] {
    return [...this.#changes.values()];
  }

  /** Keeps one difference. What is sent and received is judged both ways: one line is enough, the worse one. */
  readonly say = (rule: RuleName, direction: Direction, pointer: string, detail?: string): void => {
    const change = judge(rule, direction, pointer, detail);
    const key = JSON.stringify([rule, pointer, detail]);
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

  /** Says that something is new, or gone. */
  oneSided(
    old: Place | undefined,
    now: Place | undefined,
    direction: Direction,
    added: RuleName,
    gone: RuleName,
  ): void {
    if (now !== undefined) this.say(added, direction, now.pointer);
    else if (old !== undefined) this.say(gone, direction, old.pointer);
  }

  isSame(old: Place | undefined, now: Place | undefined): boolean {
    return isSame([this.before, old], [this.after, now]);
  }

  /** Compares lists whose order says nothing. */
  unordered(old: Place | undefined, now: Place | undefined, rule: RuleName): void {
    const [was, is] = [old, now].map((place) => JSON.stringify(sortedAll(canonical(place?.value ?? []))));
    if (was !== is) this.say(rule, 'request', (now ?? old)?.pointer ?? '');
  }
}

function sortedAll(value: Json): Json {
  if (Array.isArray(value))
    return value.map(sortedAll).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortedAll(item)]));
}
