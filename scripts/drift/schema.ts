import { compareBounds, compareKnown, compareTypes, compareValues, isShared, type SayHere } from './keywords.ts';
import { fieldOf, isAnything, type Choice, type NormalSchema, type Schema, type Variant } from './normal-schema.ts';
import { EXCLUSIVE, nameOf, type Normalizer } from './normalize.ts';
import { isSame } from './comparison.ts';
import type { Direction, RuleName } from './rules.ts';
import { accepts } from './types.ts';
import { pairVariants } from './variants.ts';

/** Adds one difference to the report. */
export type Say = (rule: RuleName, direction: Direction, pointer: string, detail?: string) => void;

/** How the differences within a part are judged. */
interface Manner {
  /** The part has no effect: one line tells of all its differences. */
  unused?: readonly [pointer: string, name: string];
  /** What one of several variants accepts is taken from the others: a wider one is as bad as a narrower one. */
  isExclusive?: boolean;
}

interface Pair {
  old: Schema;
  now: Schema;
  /** Whether callers can't leave it out, so that its default has no effect. */
  isRequired: boolean;
  manner: Manner;
}

interface Field {
  schema: Schema;
  /** Whether it has a schema of its own that accepts something: `required` can list other names. */
  isNamed: boolean;
  isRequired: boolean;
  /** Requests don't contain fields that are read-only, nor responses fields that are write-only. */
  isUsed: boolean;
  pointer: string;
}

const DIRECTIONS: readonly Direction[] = ['request', 'response'];
/** Callers get these as they are, whatever fields they have: `contextInfo` of an `ApiError` is free-form. */
const FREE_FORM: readonly string[] = ['/components/schemas/ClientError/properties/context_info'];

/** Compares schemas of two documents in one direction, each pair once. Every keyword is compared by exactly one method. */
export class SchemaComparison {
  readonly #open: Pair[] = [];
  readonly #seen = new Set<string>();

  constructor(
    readonly before: Normalizer,
    readonly after: Normalizer,
    readonly direction: Direction,
    readonly report: Say,
  ) {}

  compare(old: Schema, now: Schema, isRequired = false): void {
    this.#open.push({ old, now, isRequired, manner: {} });
    for (let pair = this.#open.pop(); pair !== undefined; pair = this.#open.pop()) {
      const name = JSON.stringify([nameOf(pair.old), nameOf(pair.now), pair.isRequired, pair.manner]);
      if (this.#seen.has(name)) continue;
      this.#seen.add(name);
      this.after.budget.spend();
      this.#comparePair(pair);
    }
  }

  #comparePair({ old, now, isRequired, manner }: Pair): void {
    const [a, b] = [this.before.normalize(old), this.after.normalize(now)];
    const say = this.#sayIn(manner, now.length > 0 ? b.pointer : a.pointer);
    const [from, to] = [onlyChoice(a), onlyChoice(b)];
    if ((from !== undefined && isPlain(b)) || (to !== undefined && isPlain(a))) {
      const alone = (schema: Schema): Variant[] => [{ schema, name: undefined }];
      const kind = from?.kind ?? to?.kind;
      return this.#compareVariants(from?.variants ?? alone(old), to?.variants ?? alone(now), kind, manner);
    }
    // What else two choices accept is compared by variant.
    const [c, d] = from && to ? [onlyNull(a), onlyNull(b)] : [a, b];
    if (!compareTypes(c, d, say)) return;
    if (this.direction === 'response' && [a, b].some(({ pointer }) => FREE_FORM.includes(pointer))) {
      return this.#compareKeywords(a, b, { unused: [b.pointer, 'callers get it as it is'] }, isRequired);
    }
    this.#compareKeywords(a, b, manner, isRequired);
  }

  #compareKeywords(a: NormalSchema, b: NormalSchema, manner: Manner, isRequired: boolean): void {
    const say = this.#sayIn(manner, b.pointer || a.pointer);
    compareValues(a, b, say);
    compareBounds(a, b, say);
    if (isShared('properties', a, b)) this.#compareFields(a, b, say, manner);
    this.#compareChoices(a.choices, b.choices, say, manner);
    for (const key of new Set([...a.rest.keys(), ...b.rest.keys()])) {
      const [old, now] = [a.rest.get(key) ?? [], b.rest.get(key) ?? []];
      if (!isShared(key, a, b)) continue;
      if (key === 'items') this.#open.push({ old, now, isRequired: false, manner });
      else if (this.#isSame(old, now)) continue;
      else if (key === 'default')
        say(
          isRequired ? 'without-effect' : 'default-changed',
          `${isRequired ? 'default ' : ''}${textOf(old)} → ${textOf(now)}`,
        );
      else if (!compareKnown(key, old, now, say)) say('unknown-changed', key || 'schema');
    }
  }

  #compareFields(a: NormalSchema, b: NormalSchema, say: SayHere, manner: Manner): void {
    const [from, to] = [this.#fieldsOf(a, this.before), this.#fieldsOf(b, this.after)];
    const added = new Map([...to].filter(([name, { isNamed }]) => isNamed && from.get(name)?.isNamed !== true));
    const candidates = new Map(added);
    for (const name of new Set([...from.keys(), ...to.keys()])) {
      const [old, now] = [from.get(name), to.get(name)];
      const pointer = (now ?? old)?.pointer ?? '';
      const isUnused = !old?.isUsed && !now?.isUsed;
      const here: Manner = isUnused ? { unused: [pointer, name] } : manner;
      const sayHere = this.#sayIn(here, pointer);
      const isRequiredIn = (field: Field | undefined): boolean =>
        field !== undefined && field.isRequired && (field.isUsed || isUnused);
      const [wasRequired, isRequired] = [isRequiredIn(old), isRequiredIn(now)];
      if (old?.isNamed === true && now?.isNamed !== true) {
        const twin = [...candidates].find(([, { schema }]) => this.#isSame(old.schema, schema));
        if (twin === undefined) sayHere('field-gone', '', old.pointer);
        else sayHere('field-renamed', `${name} → ${twin[0]}`, old.pointer);
        candidates.delete(twin?.[0] ?? '');
        continue;
      }
      const isNew = added.has(name);
      if (isNew) sayHere(isRequired && !wasRequired ? 'field-new-required' : 'field-new');
      if (wasRequired !== isRequired && !(isNew && isRequired))
        sayHere(isRequired ? 'now-required' : 'no-longer-required', name);
      const before = fieldOf(a, name);
      const isLimited =
        old !== undefined || a.rest.has('patternProperties') || (before.length > 0 && !this.before.isNever(before));
      if (now?.isNamed === true && isLimited)
        this.#open.push({ old: before, now: now.schema, isRequired: wasRequired && isRequired, manner: here });
    }
    this.#compareOthers(a, b, say, manner);
  }

  #compareOthers(a: NormalSchema, b: NormalSchema, say: SayHere, manner: Manner): void {
    const [old, now] = [othersOf(a), othersOf(b)];
    const [wasClosed, isClosed] = [this.before.isNever(old), this.after.isNever(now)];
    const wasMap = old.length > 0 || a.fields.size === 0;
    if (wasClosed && !isClosed) say('fields-open');
    else if (isClosed && !wasClosed) say(wasMap ? 'map-closed' : 'fields-closed');
    else if (!isClosed) this.#open.push({ old, now, isRequired: false, manner });
  }

  #compareChoices(old: readonly Choice[], now: readonly Choice[], say: SayHere, manner: Manner): void {
    const [from, to] = [old, now].map((choices) => choices.map(({ kind }) => kind).join(' and ') || 'no choice');
    if (from !== to) return say('unknown-changed', `${from} → ${to}`);
    for (const [index, { variants, kind }] of old.entries()) {
      this.#compareVariants(variants, now[index]?.variants ?? [], kind, manner);
    }
  }

  #compareVariants(old: readonly Variant[], now: readonly Variant[], kind = '', outer: Manner = {}): void {
    const manner = kind === EXCLUSIVE ? { ...outer, isExclusive: true } : outer;
    const { pairs, gone, added } = pairVariants(old, now, this.before, this.after);
    for (const [a, b] of pairs) this.#open.push({ old: a.schema, now: b.schema, isRequired: false, manner });
    for (const { schema, name } of gone)
      this.#sayIn(manner, this.before.normalize(schema).pointer)('variant-gone', name);
    for (const { schema, name } of added) {
      // A value more for a variant that there was.
      const isKnown = pairs.some(([variant]) => this.#isSame(variant.schema, schema));
      this.#sayIn(manner, this.after.normalize(schema).pointer)(isKnown ? 'value-new' : 'variant-new', name);
    }
  }

  #fieldsOf(schema: NormalSchema, normalizer: Normalizer): Map<string, Field> {
    const flag = this.direction === 'request' ? 'readOnly' : 'writeOnly';
    const fields = [...new Set([...schema.fields.keys(), ...schema.required])].map((name): [string, Field] => {
      const own = fieldOf(schema, name);
      const isNamed = schema.fields.has(name) && !normalizer.isNever(own);
      const pointer = (isNamed ? own[0]?.pointer : undefined) ?? schema.pointer;
      const isUsed = !normalizer.normalize(own).rest.has(flag);
      return [name, { schema: own, isNamed, isRequired: schema.required.has(name), isUsed, pointer }];
    });
    return new Map(fields.filter(([, { isNamed, isRequired }]) => isNamed || isRequired));
  }

  #isSame(old: Schema, now: Schema): boolean {
    const { before, after } = this;
    return (
      old.length === now.length &&
      old.every((place, index) => isSame([before.document, place], [after.document, now[index]]))
    );
  }

  #sayIn({ unused, isExclusive = false }: Manner, place: string): SayHere {
    return (rule, detail, pointer = place) => {
      if (unused) return this.report('without-effect', this.direction, ...unused);
      const directions = isExclusive ? DIRECTIONS : [this.direction];
      for (const direction of directions) this.report(rule, direction, pointer, detail);
    };
  }
}

/** A choice that says everything. */
function onlyChoice(schema: NormalSchema): Choice | undefined {
  const [choice, ...others] = schema.choices;
  if (choice === undefined || others.length > 0 || !isAnything({ ...schema, types: undefined, choices: [] }))
    return undefined;
  const isImplied = [...(choice.types ?? ['any'])].every((type) => accepts(schema.types, type));
  return isImplied ? choice : undefined;
}

function othersOf({ others }: NormalSchema): Schema {
  return others.map(({ schema }) => schema);
}

function onlyNull(schema: NormalSchema): NormalSchema {
  return { ...schema, types: new Set(accepts(schema.types, 'null') ? ['null'] : []) };
}

function isPlain(schema: NormalSchema): boolean {
  return schema.choices.length === 0 && !isAnything(schema);
}

function textOf(places: Schema): string {
  return places.map(({ value }) => JSON.stringify(value)).join() || 'none';
}
