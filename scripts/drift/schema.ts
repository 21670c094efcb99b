import { compareLimits, compareTypes, compareValues, isShared, type SayHere } from './keywords.ts';
import { isAnything, memberOf, type Members, type NormalSchema, type Schema } from './normal-schema.ts';
import { DISCRIMINATING, EXCLUSIVE, IGNORED, nameOf, type Normalizer } from './normalize.ts';
import { isSame } from './places.ts';
import type { Direction, RuleName } from './rules.ts';
import { pairVariants } from './variants.ts';

/** Adds one difference to the report. */
export type Say = (rule: RuleName, direction: Direction, pointer: string, detail?: string) => void;

interface Pair {
  old: Schema;
  now: Schema;
  isRequired: boolean;
}

interface Field {
  schema: Schema;
  isRequired: boolean;
  /** Whether it has a schema of its own: `required` can list other names. */
  isNamed: boolean;
  pointer: string;
}

/** Callers get these as they are, whatever fields they have: `contextInfo` of an `ApiError` is free-form. */
const FREE_FORM: readonly string[] = ['/components/schemas/ClientError/properties/context_info'];
/** Above this depth of choices within choices, two variants count as different. */
const MAX_DEPTH = 100;

/** Compares schemas of two documents in one direction, each pair once. Every keyword is compared by exactly one method. */
export class SchemaComparison {
  readonly #open: Pair[] = [];
  readonly #seen = new Set<string>();
  /** The pairs that are taken to be the same while they are compared. */
  readonly #assumed: string[] = [];
  #state: 'idle' | 'busy' | 'stopped' = 'idle';

  constructor(
    readonly before: Normalizer,
    readonly after: Normalizer,
    readonly direction: Direction,
    readonly report: Say,
    readonly freeForm = FREE_FORM,
    /** Whether pairs are the same, as far as that is known. */
    readonly known = new Map<string, boolean>(),
    readonly depth = 0,
  ) {}

  /** @param isRequired - whether callers can't leave it out, so that its default has no effect */
  compare(old: Schema, now: Schema, isRequired = false): void {
    if (this.#state === 'stopped') return;
    this.#open.push({ old, now, isRequired });
    if (this.#state === 'busy') return;
    this.#state = 'busy';
    for (let pair = this.#open.pop(); pair !== undefined; pair = this.#open.pop()) {
      const name = nameOfPair(pair);
      if (this.#seen.has(name) || this.known.get(name) === true) continue;
      this.#seen.add(name);
      if (this.depth > 0) {
        if (this.known.get(name) === false) return this.#stop();
        this.known.set(name, true);
        this.#assumed.push(name);
      }
      this.after.budget.spend();
      this.#comparePair(pair);
    }
    if (this.#state === 'busy') this.#state = 'idle';
  }

  #stop(): void {
    this.#state = 'stopped';
    this.#open.length = 0;
  }

  /** Whether there is no line to say about two schemas. What contains itself is the same as long as nothing else differs. */
  #isSame(old: Schema, now: Schema, { freeForm, known }: Pick<SchemaComparison, 'freeForm' | 'known'> = this): boolean {
    const name = nameOfPair({ old, now, isRequired: false });
    if (known.has(name) || this.depth > MAX_DEPTH) return known.get(name) ?? false;
    const { before, after, direction, depth } = this;
    const stop = (): void => trial.#stop();
    const trial = new SchemaComparison(before, after, direction, stop, freeForm, known, depth + 1);
    trial.compare(old, now);
    const differs = trial.#state === 'stopped';
    for (const pair of trial.#assumed) {
      if (differs) known.delete(pair);
      else this.#assumed.push(pair);
    }
    if (differs) known.set(name, false);
    return !differs;
  }

  #comparePair({ old, now, isRequired }: Pair): void {
    const [a, b] = [this.before.normalize(old), this.after.normalize(now)];
    const say = (rule: RuleName, detail?: string, pointer = now.length > 0 ? b.pointer : a.pointer): void =>
      this.report(rule, this.direction, pointer, detail);
    if (b.isChoice && a.choices.length === 0 && !isAnything(a))
      return this.#compareVariants([old], b.choices[0]?.variants ?? [], say, b.choices[0]?.kind);
    if (a.isChoice && b.choices.length === 0 && !isAnything(b))
      return this.#compareVariants(a.choices[0]?.variants ?? [], [now], say, a.choices[0]?.kind);
    if (!(a.isChoice && b.isChoice) && !compareTypes(a, b, say)) return;
    if (this.direction === 'response' && [a, b].some(({ pointer }) => this.freeForm.includes(pointer))) {
      const isAlike = this.#isSame(old, now, { freeForm: [], known: new Map() });
      return isAlike ? undefined : say('without-effect', 'callers get it as it is');
    }
    compareValues(a.values, b.values, say, a.orNull || b.orNull);
    compareLimits(a, b, say);
    if (isShared('properties', a, b)) this.#compareFields(a, b, say);
    if (isShared('items', a, b)) this.#compareItems(a.items, b.items);
    this.#compareChoices(a, b, say);
    this.#compareRest(a, b, say, isRequired);
  }

  #compareFields(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [from, to] = [fieldsOf(a, this.before), fieldsOf(b, this.after)];
    const added = new Map([...to].filter(([name, { isNamed }]) => isNamed && from.get(name)?.isNamed !== true));
    const candidates = new Map(added);
    for (const name of new Set([...from.keys(), ...to.keys()])) {
      const [old, now] = [from.get(name), to.get(name)];
      const [wasUsed, isUsed] = [this.#isUsed(old, this.before), this.#isUsed(now, this.after)];
      const [wasRequired, isRequired] = [wasUsed && old?.isRequired === true, isUsed && now?.isRequired === true];
      const pointer = (now ?? old)?.pointer;
      if (!wasUsed && !isUsed) {
        const isAlike = old?.isRequired === now?.isRequired && this.#isSame(old?.schema ?? [], now?.schema ?? []);
        if (!old || !now || !isAlike) say('without-effect', name, pointer);
        continue;
      }
      if (old?.isNamed === true && now?.isNamed !== true) {
        this.#sayGone(name, old, candidates);
        continue;
      }
      if (added.has(name)) say(isRequired && !wasRequired ? 'field-new-required' : 'field-new', '', pointer);
      else if (wasRequired !== isRequired) say(isRequired ? 'now-required' : 'no-longer-required', name, pointer);
      const before = memberOf(a.fields, name);
      const isLimited = old !== undefined || (before.length > 0 && !this.before.isNever(before));
      if (now?.isNamed === true && isLimited) this.compare(before, now.schema, wasRequired && isRequired);
    }
    this.#comparePatterns(a, b, say);
    this.#compareOtherFields(a, b, say);
  }

  /** Requests don't contain fields that are read-only, nor responses fields that are write-only. */
  #isUsed(field: Field | undefined, normalizer: Normalizer): boolean {
    const flag = this.direction === 'request' ? 'readOnly' : 'writeOnly';
    return field !== undefined && !normalizer.normalize(field.schema).rest.has(flag);
  }

  #sayGone(name: string, { schema, pointer }: Field, candidates: Map<string, Field>): void {
    const isTwin = (field: Field): boolean => this.depth === 0 && this.#isSame(schema, field.schema);
    const [renamed] = [...candidates].find(([, field]) => isTwin(field)) ?? [];
    if (renamed === undefined) return this.report('field-gone', this.direction, pointer);
    candidates.delete(renamed);
    this.report('field-renamed', this.direction, pointer, `${name} → ${renamed}`);
  }

  #comparePatterns(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [from, to] = [a.fields.patterns, b.fields.patterns];
    for (const pattern of new Set([...from.keys(), ...to.keys()])) {
      const [old, now] = [from.get(pattern), to.get(pattern)];
      if (old && now) this.compare(old, now);
      else say('unknown-changed', `patternProperties ${pattern}`, (now ?? old)?.[0]?.pointer);
    }
  }

  #compareOtherFields(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [old, now] = [memberOf(a.fields, undefined), memberOf(b.fields, undefined)];
    const [wasClosed, isClosed] = [this.before.isNever(old), this.after.isNever(now)];
    const wasMap = old.length > 0 || a.fields.named.size === 0;
    if (wasClosed && !isClosed) say('fields-open');
    else if (isClosed && !wasClosed) say(wasMap ? 'map-closed' : 'fields-closed');
    else if (!isClosed) this.compare(old, now);
  }

  #compareItems(a: Members, b: Members): void {
    for (const index of new Set([...a.named.keys(), ...b.named.keys(), undefined])) {
      this.compare(memberOf(a, index), memberOf(b, index));
    }
  }

  #compareChoices(a: NormalSchema, b: NormalSchema, say: SayHere): void {
    const [old, now] = [a, b].map(({ choices }) => choices.map(({ kind }) => kind).join(' and '));
    if (old !== now) return say('unknown-changed', `${old || 'no choice'} → ${now || 'no choice'}`);
    for (const [index, { variants, kind }] of a.choices.entries()) {
      this.#compareVariants(variants, b.choices[index]?.variants ?? [], say, kind);
    }
  }

  #compareVariants(old: readonly Schema[], now: readonly Schema[], say: SayHere, kind = ''): void {
    const { before, after } = this;
    const { pairs, gone, added } = pairVariants(old, now, [before, after], (a, b) => this.#isSame(a, b));
    if (kind === EXCLUSIVE && (gone.size + added.size > 0 || pairs.some(([a, b]) => !this.#isSame(a, b))))
      say('unknown-changed', kind);
    for (const [variant, twin] of pairs) this.compare(variant, twin);
    for (const variant of gone) this.#sayVariant(variant, before, say, ['no-longer-nullable', 'variant-gone']);
    for (const variant of added) this.#sayVariant(variant, after, say, ['now-nullable', 'variant-new']);
  }

  #sayVariant(variant: Schema, normalizer: Normalizer, say: SayHere, [orNull, rule]: [RuleName, RuleName]): void {
    const [place] = variant;
    if (place !== undefined && normalizer.isNull(place)) say(orNull);
    else say(rule, '', normalizer.normalize(variant).pointer);
  }

  #compareRest(a: NormalSchema, b: NormalSchema, say: SayHere, isRequired: boolean): void {
    for (const key of new Set([...a.rest.keys(), ...b.rest.keys()])) {
      const [old, now] = [a.rest.get(key) ?? [], b.rest.get(key) ?? []];
      const same = old.every((place, index) =>
        isSame([this.before.document, place], [this.after.document, now[index]]),
      );
      if ((same && old.length === now.length) || !isShared(key, a, b)) continue;
      const isThere = now.length > 0;
      if (key === DISCRIMINATING) {
        compareValues(
          textsOf(old),
          textsOf(now),
          (rule, detail) => say(rule, detail, (now[0] ?? old[0])?.pointer),
          false,
        );
      } else if (key === 'default') {
        const values = [old, now].map((places) => places.map(({ value }) => JSON.stringify(value)).join() || 'none');
        this.report('default-changed', isRequired ? 'response' : this.direction, b.pointer, values.join(' → '));
      } else if (key === 'readOnly') say(isThere ? 'now-read-only' : 'now-both-ways');
      else if (key === 'writeOnly') say(isThere ? 'now-write-only' : 'now-both-ways');
      else if (key === 'deprecated') say(isThere ? 'deprecated' : 'no-longer-deprecated');
      else
        say(
          key === IGNORED ? 'without-effect' : 'unknown-changed',
          key || 'schema',
          key === IGNORED ? (now[0] ?? old[0])?.pointer : undefined,
        );
    }
  }
}

function nameOfPair({ old, now, isRequired }: Pair): string {
  return JSON.stringify([nameOf(old), nameOf(now), isRequired]);
}

/** The fields of an object. One whose schema is `false` isn't possible, but a name that is `required` still counts. */
function fieldsOf({ fields, required, pointer }: NormalSchema, normalizer: Normalizer): Map<string, Field> {
  const found = [...new Set([...fields.named.keys(), ...required])].map((name): [string, Field] => {
    const schema = memberOf(fields, name);
    const isNamed = fields.named.has(name) && !normalizer.isNever(schema);
    const own = isNamed ? schema[0]?.pointer : undefined;
    return [name, { schema, isNamed, isRequired: required.has(name), pointer: own ?? pointer }];
  });
  return new Map(found.filter(([, { isNamed, isRequired }]) => isNamed || isRequired));
}

function textsOf(places: Schema): Set<string> | undefined {
  return places[0] && new Set([places[0].value].flat().map((value) => JSON.stringify(value)));
}
