import { isAnything, type NormalSchema } from './normal-schema.ts';
import { FLAGS, type RuleName } from './rules.ts';
import { accepts, type Types } from './types.ts';
import type { Json } from '../openapi/json.ts';

/** Says one difference of the schemas that are being compared. */
export type SayHere = (rule: RuleName, detail?: string, pointer?: string) => void;

/** The type that a keyword applies to. All others apply to every type. */
const TYPE_OF_KEYWORD: ReadonlyMap<string, string> = new Map([
  ...applyingTo('integer', 'minimum maximum multipleOf'),
  ...applyingTo('string', 'minLength maxLength pattern contentEncoding contentMediaType contentSchema'),
  ...applyingTo('array', 'items prefixItems minItems maxItems uniqueItems contains minContains maxContains'),
  ...applyingTo('array', 'unevaluatedItems'),
  ...applyingTo('object', 'properties patternProperties minProperties maxProperties propertyNames dependentRequired'),
  ...applyingTo('object', 'dependentSchemas unevaluatedProperties'),
]);

/** A bound, the greater the tighter, and whether it is itself excluded. */
type Bound = readonly [bound: number, isExcluded: boolean];

const BOUND = /^(?:min|max)(?:imum|Length|Items|Properties)$/;
/** Keywords that limit a value, each on its own if there are several. */
const LIMITS: ReadonlySet<string> = new Set(['format', 'multipleOf', 'pattern', 'uniqueItems']);

/**
 * Whether to compare a keyword that applies to a type. Where the type itself is new or was removed, that line is enough.
 * A keyword without a type that it applies to is compared as it is: the author meant something by it.
 */
export function isShared(keyword: string, a: NormalSchema, b: NormalSchema): boolean {
  const type = TYPE_OF_KEYWORD.get(inclusive(keyword));
  return type === undefined || accepts(a.types, type) === accepts(b.types, type);
}

/** @returns whether there is more to compare: not if nothing is common, nor if one side accepts anything */
export function compareTypes(a: NormalSchema, b: NormalSchema, say: SayHere): boolean {
  const [gone, added] = [missing(a.types, b.types), missing(b.types, a.types)];
  if (gone.length + added.length === 0) return true;
  const detail = [a, b].map(({ types }) => (types ? [...types].toSorted().join(' or ') || 'none' : 'any')).join(' → ');
  if (gone.concat(added).join() === 'null') say(added.length > 0 ? 'now-nullable' : 'no-longer-nullable');
  else if (gone.length > 0 && added.length > 0) say('type-changed', detail);
  else say(gone.length > 0 ? 'type-narrower' : 'type-wider', detail);
  return !(gone.length > 0 && added.length > 0) && !isAnything(a) && !isAnything(b);
}

/** The types in `types` that `others` doesn't accept. */
function missing(types: Types, others: Types): string[] {
  if (types === undefined) return others === undefined ? [] : ['any'];
  return [...types].filter((type) => !accepts(others, type));
}

export function compareValues(a: NormalSchema, b: NormalSchema, say: SayHere): void {
  const [old, now] = [a, b].map(({ values }) => values);
  if (old === undefined && now !== undefined) say('values-listed', [...now].join(', '));
  if (old !== undefined && now === undefined) say('values-free', [...old].join(', '));
  if (old === undefined || now === undefined) return;
  const [gone, added] = [missingIn(now, old), missingIn(old, now)];
  const isNullKnown = a.orNull || b.orNull || old.has('null') === now.has('null');
  if (!isNullKnown) say(now.has('null') ? 'now-nullable' : 'no-longer-nullable');
  const isDisjoint = gone.length > 0 && [...old].every((text) => text === 'null' || !now.has(text));
  if (isDisjoint) return say('values-replaced', `${gone.join(', ')} → ${added.join(', ') || 'none'}`);
  if (gone.length > 0) say('value-gone', gone.join(', '));
  if (added.length > 0) say('value-new', added.join(', '));
}

/** The values but `null` that a list lacks. */
function missingIn(list: ReadonlySet<string>, values: ReadonlySet<string>): string[] {
  return [...values].filter((text) => text !== 'null' && !list.has(text));
}

/** Compares a keyword that is written differently, if there is a rule for it. */
export function compareKnown(key: string, a: NormalSchema, b: NormalSchema, say: SayHere): boolean {
  const [old, now] = [a, b].map(({ rest }) => (rest.get(key) ?? []).map(({ value }) => value)) as [Json[], Json[]];
  const [flag, name] = [FLAGS.get(key), inclusive(key)];
  if (flag !== undefined) say(flag[now.length > 0 ? 0 : 1]);
  else if (BOUND.test(name) && [...old, ...now].every((value) => typeof value === 'number'))
    compareBounds(name, a, b, say);
  else if (LIMITS.has(key)) compareLimits(key, old.map(textOf), now.map(textOf), say);
  else return false;
  return true;
}

function compareBounds(name: string, a: NormalSchema, b: NormalSchema, say: SayHere): void {
  const sign = name.startsWith('min') ? 1 : -1;
  const [old, now] = [boundOf(name, sign, a), boundOf(name, sign, b)];
  const [from, to] = [old, now].map((bound) => (bound ? `${sign * bound[0]}${bound[1] ? ' (excluded)' : ''}` : 'none'));
  const isTighter = old === undefined || (now !== undefined && tightness(now, old) > 0);
  if (from !== to) say(isTighter ? 'limit-tighter' : 'limit-looser', `${name} ${from} → ${to}`);
}

/** The tightest of the bounds of one name; for integers, the least or the greatest number that is possible. */
function boundOf(name: string, sign: 1 | -1, { rest, types }: NormalSchema): Bound | undefined {
  const isWhole = types?.has('integer') === true && !types.has('number');
  const boundsOf = (key: string, isExcluded: boolean): Bound[] =>
    (rest.get(key) ?? []).map(({ value }) => {
      const bound = sign * Number(value);
      return isWhole ? [isExcluded ? Math.floor(bound) + 1 : Math.ceil(bound), false] : [bound, isExcluded];
    });
  return [...boundsOf(name, false), ...boundsOf(exclusive(name), true)].toSorted((one, other) =>
    tightness(other, one),
  )[0];
}

function tightness(one: Bound, other: Bound): number {
  return one[0] - other[0] || Number(one[1]) - Number(other[1]);
}

function compareLimits(key: string, old: string[], now: string[], say: SayHere): void {
  const [isTighter, isLooser] = [now.some((text) => !old.includes(text)), old.some((text) => !now.includes(text))];
  if (!isTighter && !isLooser) return;
  const [from, to] = [old, now].map((texts) => texts.toSorted().join(' and ') || 'none');
  say(isTighter && isLooser ? 'limit-changed' : isTighter ? 'limit-tighter' : 'limit-looser', `${key} ${from} → ${to}`);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The keyword for the same bound, excluded. */
export function exclusive(key: string): string {
  return key.replace(/^m/, 'exclusiveM');
}

function inclusive(key: string): string {
  return key.replace(/^exclusiveM/, 'm');
}

function applyingTo(type: string, keywords: string): [keyword: string, type: string][] {
  return keywords.split(' ').map((keyword) => [keyword, type]);
}
