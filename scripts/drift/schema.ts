import { isSame } from './places.ts';
import { compareKnown, compareTypes, compareValues, isShared, type SayHere } from './keywords.ts';
import { EXCLUSIVE, fieldOf, isPlain, onlyChoice, onlyNull, othersOf } from './normal-schema.ts';
import type { NormalSchema, Schema, Variant } from './normal-schema.ts';
import { nameOf, type Normalizer } from './normalize.ts';
import type { Direction, RuleName } from './rules.ts';
import { pairVariants } from './variants.ts';

/** Adds one difference to the report. */
export type Say = (rule: RuleName, direction: Direction, pointer: string, detail?: string) => void;

interface Pair {
  old: Schema;
  now: Schema;
  /** Whether callers can't leave it out, so that its default has no effect. */
  isRequired: boolean;
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

/** Callers get these as they are, whatever fields they have: `contextInfo` of an `ApiError` is free-form. */
const FREE_FORM: readonly string[] = ['/components/schemas/ClientError/properties/context_info'];

/** Compares schemas of two documents in one direction, each pair once. Every keyword is compared by exactly one method. */
export class SchemaComparison {
  readonly #open: Pair[] = [];
  readonly #seen = new Set<string>();
  #isBusy = false;

  constructor(
    readonly before: Normalizer,
    readonly after: Normalizer,
    readonly direction: Direction,
    readonly report: Say,
    readonly isSummary = false,
  ) {}

  compare(old: Schema, now: Schema, isRequired = false): void {
    this.#open.push({ old, now, isRequired });
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let pair = this.#open.pop(); pair !== undefined; pair = this.#open.pop()) {
      const name = JSON.stringify([nameOf(pair.old), nameOf(pair.now), pair.isRequired]);
      if (this.#seen.has(name)) continue;
      this.#seen.add(name);
      this.after.budget.spend();
      this.#comparePair(pair);
    }
    this.#isBusy = false;
  }

  /** Compares a part whose differences are told in one line. */
  #summary(rule: RuleName, pointer: string, detail: string): SchemaComparison {
    const { before, after, direction, isSummary } = this;
    const say = (): void => this.report(rule, direction, pointer, detail);
    return isSummary ? this : new SchemaComparison(before, after, direction, say, true);
  }

  #sayAt(pointer: string): SayHere {
    return (rule, detail) => this.report(rule, this.direction, pointer, detail);
  }

  #comparePair({ old, now, isRequired }: Pair): void {
    const [a, b] = [this.before.normalize(old), this.after.normalize(now)];
    const pointer = now.length > 0 ? b.pointer : a.pointer;
    const [from, to] = [onlyChoice(a), onlyChoice(b)];
    if ((from && isPlain(b)) || (to && isPlain(a))) {
      const alone = (schema: Schema): Variant[] => [{ schema, name: undefined }];
      const kind = from?.kind ?? to?.kind;
      return this.#compareVariants(kind, from?.variants ?? alone(old), to?.variants ?? alone(now), pointer);
    }
    // What else two choices accept is compared by variant.
    const [c, d] = from && to ? [onlyNull(a), onlyNull(b)] : [a, b];
    if (!compareTypes(c, d, this.#sayAt(pointer))) return;
    const isFreeForm = this.direction === 'response' && [a, b].some((schema) => FREE_FORM.includes(schema.pointer));
    const here = isFreeForm ? this.#summary('without-effect', pointer, 'callers get it as it is') : this;
    here.#compareKeywords(a, b, pointer, isRequired);
  }

  #compareKeywords(a: NormalSchema, b: NormalSchema, pointer: string, isRequired: boolean): void {
    const say = this.#sayAt(pointer);
    compareValues(a, b, say);
    if (isShared('properties', a, b)) this.#compareFields(a, b, say);
    const [from, to] = [a, b].map(({ choices }) => choices.map(({ kind }) => kind).join(' and ') || 'no choice');
    if (from !== to) say('unknown-changed', `${from} → ${to}`);
    else
      for (const [index, { kind, variants }] of a.choices.entries())
        this.#compareVariants(kind, variants, b.choices[index]?.variants ?? [], pointer);
    for (const key of new Set([...a.rest.keys(), ...b.rest.keys()])) {
      const [old, now] = [a.rest.get(key) ?? [], b.rest.get(key) ?? []];
      if (!isShared(key, a, b)) continue;
      if (key === 'items') this.compare(old, now);
      else if (this.#isSame(old, now)) continue;
      else if (key === 'default' && isRequired) say('without-effect', `default ${textOf(old)} → ${textOf(now)}`);
      else if (key === 'default') say('default-changed', `${textOf(old)} → ${textOf(now)}`);
      else if (!compareKnown(key, a, b, say)) say('unknown-changed', key || 'schema');
    }
  }

  #compareFields(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const names = new Set([a, b].flatMap(({ fields, required }) => [...fields.keys(), ...required]));
    const fields = [...names].map((name) => ({
      name,
      old: this.#field(a, name, this.before),
      now: this.#field(b, name, this.after),
    }));
    const added = new Map(
      fields.filter(({ old, now }) => now.isNamed && !old.isNamed).map(({ name, now }) => [name, now]),
    );
    for (const { name, old, now } of fields) {
      const isUnused = !old.isUsed && !now.isUsed;
      const pointer = now.isNamed || now.isRequired ? now.pointer : old.pointer;
      const here = isUnused ? this.#summary('without-effect', pointer, name) : this;
      const sayHere = here.#sayAt(pointer);
      if (old.isNamed && !now.isNamed) {
        const [renamed] = [...added].find(([, { schema }]) => this.#isSame(old.schema, schema)) ?? [];
        here.#sayAt(old.pointer)(
          renamed === undefined ? 'field-gone' : 'field-renamed',
          renamed && `${name} → ${renamed}`,
        );
        if (renamed !== undefined) added.delete(renamed);
        continue;
      }
      const [wasRequired, isRequired] = [old, now].map((field) => field.isRequired && (field.isUsed || isUnused));
      const isNew = now.isNamed && !old.isNamed;
      if (isNew) sayHere(isRequired && !wasRequired ? 'field-new-required' : 'field-new');
      if (wasRequired !== isRequired && !(isNew && isRequired))
        sayHere(isRequired ? 'now-required' : 'no-longer-required', name);
      const isFree = old.schema.length === 0 && !old.isRequired && !a.rest.has('patternProperties');
      if (isNew && (isFree || this.before.isNever(old.schema))) continue;
      here.compare(old.schema, now.schema, wasRequired && isRequired);
    }
    this.#compareOthers(a, b, say);
  }

  #compareOthers(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [old, now] = [othersOf(a), othersOf(b)];
    const [wasClosed, isClosed] = [this.before.isNever(old), this.after.isNever(now)];
    const wasMap = old.length > 0 || a.fields.size === 0;
    if (wasClosed && !isClosed) say('fields-open');
    else if (isClosed && !wasClosed) say(wasMap ? 'map-closed' : 'fields-closed');
    else if (!isClosed) this.compare(old, now);
  }

  #compareVariants(kind: string | undefined, old: readonly Variant[], now: readonly Variant[], pointer: string): void {
    const here = kind === EXCLUSIVE ? this.#summary('unknown-changed', pointer, EXCLUSIVE) : this;
    const { pairs, gone, added } = pairVariants(old, now, this.before, this.after);
    for (const [a, b] of pairs) here.compare(a.schema, b.schema);
    for (const { schema, name } of gone) here.#sayAt(this.before.normalize(schema).pointer)('variant-gone', name);
    for (const { schema, name } of added) {
      // A value more for a variant that there was.
      const isKnown = name !== undefined && pairs.some(([variant]) => this.#isSame(variant.schema, schema));
      here.#sayAt(this.after.normalize(schema).pointer)(isKnown ? 'value-new' : 'variant-new', name);
    }
  }

  #field(whole: NormalSchema, name: string, normalizer: Normalizer): Field {
    const schema = fieldOf(whole, name);
    const isNamed = whole.fields.has(name) && !normalizer.isNever(schema);
    const isRequired = whole.required.has(name);
    const flag = this.direction === 'request' ? 'readOnly' : 'writeOnly';
    const isUsed = (whole.fields.has(name) || isRequired) && !normalizer.normalize(schema).rest.has(flag);
    return {
      schema,
      isNamed,
      isRequired,
      isUsed,
      pointer: (isNamed ? schema[0]?.pointer : undefined) ?? whole.pointer,
    };
  }

  #isSame(old: Schema, now: Schema): boolean {
    const [from, to] = [this.before.document, this.after.document];
    return old.length === now.length && old.every((place, index) => isSame([from, place], [to, now[index]]));
  }
}

function textOf(places: Schema): string {
  return places.map(({ value }) => JSON.stringify(value)).join() || 'none';
}
