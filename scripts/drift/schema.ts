import { isSame, type Document } from './document.ts';
import { LOWER, takes, UPPER } from './merge.ts';
import { isNull, normalize, type NormalSchema, type Schema } from './normalize.ts';
import type { Direction, RuleName } from './rules.ts';
import type { Json } from '../openapi/json.ts';

/** Takes one difference into the report. */
export type Say = (rule: RuleName, direction: Direction, pointer: string, detail?: string) => void;

/** Above this many pairs of members, only those in the same place are taken for the same. */
const MOST_PAIRS = 2500;

/** Compares schemas of two documents in one direction, each pair once. Every keyword is looked at by exactly one method. */
export class SchemaComparison {
  readonly #seen = new Set<string>();

  constructor(
    readonly before: Document,
    readonly after: Document,
    readonly direction: Direction,
    readonly report: Say,
    /** How much two variants differ, in lines of the report. */
    readonly distances = new Map<string, number>(),
  ) {}

  compare(old: Schema, now: Schema): void {
    const pair = nameOf(old, now);
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    const a = normalize(old, this.before);
    const b = normalize(now, this.after);
    const say = (rule: RuleName, detail?: string, pointer = now.length > 0 ? b.pointer : a.pointer): void =>
      this.report(rule, this.direction, pointer, detail);

    if (isChoice(b) && a.choices.length === 0) return this.#compareVariants([old], b.choices[0]?.variants ?? [], say);
    if (isChoice(a) && b.choices.length === 0) return this.#compareVariants(a.choices[0]?.variants ?? [], [now], say);
    compareTypes(a, b, say);
    compareValues(a, b, say);
    compareLimits(a, b, say);
    this.#compareFields(a, b);
    this.#compareOtherFields(a, b, say);
    this.compare(a.items, b.items);
    this.#compareChoices(a, b, say);
    this.#compareRest(a, b, say);
  }

  #compareFields(a: NormalSchema, b: NormalSchema): void {
    for (const name of new Set([a, b].flatMap(({ fields, required }) => [...fields.keys(), ...required]))) {
      const [old, now] = [a, b].map((schema) => fieldOf(schema, name));
      const say = (rule: RuleName, pointer: string): void => this.report(rule, this.direction, pointer);
      if (old === undefined && now !== undefined) say(now.required ? 'field-new-required' : 'field-new', now.pointer);
      else if (old !== undefined && now === undefined) say('field-gone', old.pointer);
      else if (old !== undefined && now !== undefined) {
        if (old.required !== now.required) say(now.required ? 'now-required' : 'no-longer-required', now.pointer);
        this.compare(old.schema, now.schema);
      }
    }
  }

  #compareOtherFields(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [wasClosed, isClosed] = [a, b].map(({ otherFields }) => otherFields.some(({ value }) => value === false));
    if (wasClosed !== isClosed) say(isClosed ? 'fields-closed' : 'fields-open');
    else if (!isClosed) this.compare(a.otherFields, b.otherFields);
  }

  #compareChoices(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [old, now] = [a, b].map(({ choices }) => choices.map(({ kind }) => kind).join(' and '));
    if (old !== now) return say('unknown-changed', `${old || 'no choice'} → ${now || 'no choice'}`);
    for (const [index, { variants }] of a.choices.entries()) {
      this.#compareVariants(variants, b.choices[index]?.variants ?? [], say);
    }
  }

  /** Members change places and names, so each is compared with the one that it differs from least. */
  #compareVariants(old: readonly Schema[], now: readonly Schema[], say: SayHere): void {
    const added = new Set(now);
    const areFew = old.length * now.length <= MOST_PAIRS;
    const changed = old.filter((variant, index) => {
      const candidates = areFew ? [...added] : now.slice(index, index + 1);
      return !this.#pairUp(variant, candidates, added, 0);
    });
    const gone = changed.filter((variant) => {
      const fields = normalize(variant, this.before).fields.size;
      return !this.#pairUp(variant, areFew ? [...added] : [], added, Math.max(1, fields));
    });
    for (const variant of gone) {
      if (isNull(variant, this.before)) say('no-longer-nullable');
      else say('variant-gone', '', normalize(variant, this.before).pointer);
    }
    for (const variant of added) {
      if (isNull(variant, this.after)) say('now-nullable');
      else say('variant-new', '', normalize(variant, this.after).pointer);
    }
  }

  /** Compares a member with the nearest one, unless that is too far, and takes it off the list. */
  #pairUp(variant: Schema, candidates: readonly Schema[], added: Set<Schema>, farthest: number): boolean {
    const [nearest] = candidates
      .map((other) => ({ other, distance: this.#distance(variant, other) }))
      .toSorted((a, b) => a.distance - b.distance);
    if (nearest === undefined || nearest.distance > farthest) return false;
    this.compare(variant, nearest.other);
    return added.delete(nearest.other);
  }

  #distance(old: Schema, now: Schema): number {
    const pair = nameOf(old, now);
    const known = this.distances.get(pair);
    if (known !== undefined) return known;
    // What holds itself does not differ by that.
    this.distances.set(pair, 0);
    let distance = 0;
    const count = (): void => void distance++;
    new SchemaComparison(this.before, this.after, this.direction, count, this.distances).compare(old, now);
    this.distances.set(pair, distance);
    return distance;
  }

  #compareRest(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    for (const key of new Set([...a.rest.keys(), ...b.rest.keys()])) {
      const [old, now] = [a.rest.get(key) ?? [], b.rest.get(key) ?? []];
      const same = old.every((place, index) => isSame([this.before, place], [this.after, now[index]]));
      if (same && old.length === now.length) continue;
      if (key === 'default') say('default-changed');
      else if (key === 'readOnly') say(now.length > 0 ? 'now-only-read' : 'no-longer-one-way');
      else if (key === 'writeOnly') say(now.length > 0 ? 'now-only-sent' : 'no-longer-one-way');
      else if (key === 'deprecated') say(now.length > 0 ? 'deprecated' : 'no-longer-deprecated');
      else say('unknown-changed', key);
    }
  }
}

function nameOf(old: Schema, now: Schema): string {
  return JSON.stringify([old, now].map((schema) => schema.map(({ pointer }) => pointer)));
}

type SayHere = (rule: RuleName, detail?: string, pointer?: string) => void;

function fieldOf(
  { fields, required, pointer }: NormalSchema,
  name: string,
): { schema: Schema; required: boolean; pointer: string } | undefined {
  const schema = fields.get(name);
  if (schema === undefined && !required.has(name)) return undefined;
  return { schema: schema ?? [], required: required.has(name), pointer: schema?.[0]?.pointer ?? pointer };
}

/** Whether a schema is a choice between others and nothing else. */
function isChoice({
  choices,
  types,
  values,
  fields,
  required,
  items,
  otherFields,
  limits,
  rest,
}: NormalSchema): boolean {
  const nothingElse = [fields, required, limits, rest].every(({ size }) => size === 0);
  return choices.length === 1 && !types && !values && nothingElse && items.length + otherFields.length === 0;
}

function compareTypes(a: NormalSchema, b: NormalSchema, say: SayHere): void {
  // Listed numbers are listed, whether they are said to be integers or not.
  const listed = a.values !== undefined || b.values !== undefined;
  const [old, now] = [a, b].map(({ types }) =>
    listed && types ? new Set([...types].map((type) => (type === 'integer' ? 'number' : type))) : types,
  );
  const gone = missing(old, now);
  const added = missing(now, old);
  if (gone.length + added.length === 0) return;
  if (gone.concat(added).join() === 'null') return say(added.length > 0 ? 'now-nullable' : 'no-longer-nullable');
  const detail = [old, now].map((types) => (types ? [...types].join(' or ') : 'any')).join(' → ');
  if (gone.length > 0 && added.length > 0) say('type-changed', detail);
  else say(gone.length > 0 ? 'type-narrower' : 'type-wider', detail);
}

/** The types in `types` that `others` does not take. */
function missing(types: NormalSchema['types'], others: NormalSchema['types']): string[] {
  if (types === undefined) return others === undefined ? [] : ['any'];
  return [...types].filter((type) => !takes(others, type));
}

function compareValues(a: NormalSchema, b: NormalSchema, say: SayHere): void {
  const [old, now] = [a.values, b.values];
  if (old === undefined && now !== undefined) return say('values-listed', [...now].join(', '));
  if (old === undefined || now === undefined) return old === undefined ? undefined : say('values-free');
  const gone = [...old].filter((text) => !now.has(text));
  const added = [...now].filter((text) => !old.has(text));
  if (gone.length > 0) say('value-gone', gone.join(', '));
  if (added.length > 0) say('value-new', added.join(', '));
}

function compareLimits(a: NormalSchema, b: NormalSchema, say: SayHere): void {
  for (const name of new Set([...a.limits.keys(), ...b.limits.keys()])) {
    const [old, now] = [a.limits.get(name), b.limits.get(name)];
    const [from, to] = [old, now].map((limit) => (limit === undefined ? 'none' : JSON.stringify(limit)));
    if (from !== to) say(limitRule(name, old, now), `${name}: ${from} → ${to}`);
  }
}

function limitRule(name: string, old: Json | undefined, now: Json | undefined): RuleName {
  if (old === undefined) return 'limit-tighter';
  if (now === undefined) return 'limit-looser';
  if (typeof old !== 'number' || typeof now !== 'number') return 'limit-changed';
  if (UPPER.test(name)) return now < old ? 'limit-tighter' : 'limit-looser';
  if (LOWER.test(name)) return now > old ? 'limit-tighter' : 'limit-looser';
  return 'limit-changed';
}
