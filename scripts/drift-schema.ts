import { judge, type Change, type Direction, type RuleName } from './drift-rules.ts';
import { canonical, isObject, pointerStep, type Json, type JsonObject } from './json.ts';
import { normalize, resolve, type NormalSchema } from './drift-normalize.ts';

/** Limits of which a smaller value takes less. */
const UPPER = /^(?:max|exclusiveMax)/;
const LOWER = /^(?:min|exclusiveMin)/;
/** Keywords that change nothing about what is sent. */
const MARKS = new Set(['deprecated', 'x-box-tag', 'xml', 'contentMediaType']);

/** Compares schemas of two documents in one direction; each pair is looked at once, so that recursion ends. */
export class SchemaComparison {
  readonly #seen = new WeakMap<object, WeakSet<object>>();

  constructor(
    readonly before: JsonObject,
    readonly after: JsonObject,
    readonly direction: Direction,
  ) {}

  compare(before: Json | undefined, after: Json | undefined, pointer: string): Change[] {
    const old = resolve(before, pointer, this.before);
    const now = resolve(after, pointer, this.after);
    if (isObject(old.value) && isObject(now.value)) {
      const seen = this.#seen.get(old.value) ?? new WeakSet();
      if (seen.has(now.value)) return [];
      this.#seen.set(old.value, seen.add(now.value));
    }
    const a = normalize(old.value, this.before);
    const b = normalize(now.value, this.after);
    const say = (rule: RuleName, place = '', detail = ''): Change =>
      judge(rule, this.direction, now.pointer + place, detail);
    return [
      ...compareTypes(a, b, say),
      ...compareValues(a, b, say),
      ...compareLimits(a, b, say),
      ...this.#compareFields(a, b, now.pointer),
      ...this.#compareParts(a, b, now.pointer, say),
      ...this.#compareVariants(a, b, now.pointer, say),
      ...compareRest(a, b, say),
    ];
  }

  #compareFields(a: NormalSchema, b: NormalSchema, pointer: string): Change[] {
    const names = [...new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])].toSorted();
    const required = [...new Set([...a.required, ...b.required])].filter((name) => !names.includes(name));
    return [...names, ...required].flatMap((name) => {
      const place = `${pointer}/properties/${pointerStep(name)}`;
      const [had, has] = [Object.hasOwn(a.properties, name), Object.hasOwn(b.properties, name)];
      const [was, is] = [a.required.includes(name), b.required.includes(name)];
      if (had && !has) return [judge('field gone', this.direction, place)];
      if (!had && has) return [judge(is ? 'field new and required' : 'field new', this.direction, place)];
      return [
        ...(was === is ? [] : [judge(is ? 'now required' : 'no longer required', this.direction, place)]),
        ...(had ? this.compare(a.properties[name], b.properties[name], place) : []),
      ];
    });
  }

  #compareParts(a: NormalSchema, b: NormalSchema, pointer: string, say: Say): Change[] {
    const items = `${pointer}/items`;
    const additional = '/additionalProperties';
    return [
      ...(a.items === undefined && b.items === undefined ? [] : this.compare(a.items, b.items, items)),
      ...(a.additionalProperties === b.additionalProperties
        ? []
        : b.additionalProperties === false
          ? [say('values limited', additional, 'no other fields')]
          : a.additionalProperties === false
            ? [say('values free', additional, 'other fields')]
            : this.compare(a.additionalProperties, b.additionalProperties, pointer + additional)),
    ];
  }

  #compareVariants(a: NormalSchema, b: NormalSchema, pointer: string, say: Say): Change[] {
    const now = b.variants.filter((variant) => !a.variants.some((other) => this.#same(other, variant)));
    const old = a.variants.filter((variant) => !b.variants.some((other) => this.#same(variant, other)));
    if (old.length === 1 && now.length === 1) {
      return this.compare(old[0], now[0], `${pointer}/variants/${b.variants.indexOf(now[0] as Json)}`);
    }
    if (a.variants.length === 0 && now.length > 0) return [say('values limited', '', 'variants')];
    if (b.variants.length === 0 && old.length > 0) return [say('values free', '', 'variants')];
    return [...old.map(() => say('variant gone')), ...now.map(() => say('variant new'))];
  }

  #same(before: Json, after: Json): boolean {
    return new SchemaComparison(this.before, this.after, 'request').compare(before, after, '').length === 0;
  }
}

type Say = (rule: RuleName, place?: string, detail?: string) => Change;

function compareTypes(a: NormalSchema, b: NormalSchema, say: Say): Change[] {
  const bothLimited = [a, b].every(({ types, enum: values }) => types !== undefined || values !== undefined);
  const sameForNull = a.nullable === b.nullable || !bothLimited;
  const nullability = sameForNull ? [] : [say(b.nullable ? 'now nullable' : 'no longer nullable')];
  const gone = missing(a.types, b.types);
  const added = missing(b.types, a.types);
  if (!gone && !added) return nullability;
  const detail = `${a.types?.join(' or ') ?? 'any'} → ${b.types?.join(' or ') ?? 'any'}`;
  return [say(gone && added ? 'type other' : gone ? 'type narrower' : 'type wider', '/type', detail), ...nullability];
}

/** Whether `types` has one that `others` does not take. */
function missing(types: string[] | undefined, others: string[] | undefined): boolean {
  if (others === undefined) return false;
  if (types === undefined) return true;
  return types.some((type) => !others.includes(type) && !(type === 'integer' && others.includes('number')));
}

function compareValues(a: NormalSchema, b: NormalSchema, say: Say): Change[] {
  const [old, now] = [a.enum, b.enum].map((values) => values?.map((value) => JSON.stringify(canonical(value))));
  if (old === undefined && now === undefined) return [];
  if (old === undefined) return [say('values limited', '/enum')];
  if (now === undefined) return [say('values free', '/enum')];
  return [
    ...old.filter((value) => !now.includes(value)).map((value) => say('value gone', '/enum', value)),
    ...now.filter((value) => !old.includes(value)).map((value) => say('value new', '/enum', value)),
  ];
}

function compareLimits(a: NormalSchema, b: NormalSchema, say: Say): Change[] {
  const names = [...new Set([...Object.keys(a.limits), ...Object.keys(b.limits)])].toSorted();
  return names.flatMap((name) => {
    const [old, now] = [a.limits[name], b.limits[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    const detail = `${name}: ${JSON.stringify(old) ?? 'none'} → ${JSON.stringify(now) ?? 'none'}`;
    return [say(isLooser(name, old, now) ? 'limit looser' : 'limit tighter', `/${name}`, detail)];
  });
}

function isLooser(name: string, old: Json | undefined, now: Json | undefined): boolean {
  if (now === undefined) return true;
  if (old === undefined || typeof old !== 'number' || typeof now !== 'number') return false;
  return (UPPER.test(name) && now > old) || (LOWER.test(name) && now < old);
}

function compareRest(a: NormalSchema, b: NormalSchema, say: Say): Change[] {
  const names = [...new Set([...Object.keys(a.rest), ...Object.keys(b.rest)])].toSorted();
  return names
    .filter(
      (name) => JSON.stringify(canonical(a.rest[name] ?? null)) !== JSON.stringify(canonical(b.rest[name] ?? null)),
    )
    .map((name) => {
      const rule = name === 'default' ? 'default other' : MARKS.has(name) ? 'mark changed' : 'not judged';
      return say(rule, `/${pointerStep(name)}`);
    });
}
