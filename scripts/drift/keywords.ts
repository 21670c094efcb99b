import { textOfBound, tightness } from './bounds.ts';
import { isAnything, type NormalSchema, type Schema } from './normal-schema.ts';
import { FLAGS, type RuleName } from './rules.ts';
import { accepts, type Types } from './types.ts';

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

/** Keywords that limit a value, each on its own if there are several. */
const LIMITS: ReadonlySet<string> = new Set(['format', 'multipleOf', 'pattern', 'uniqueItems']);

/**
 * Whether to compare a keyword that applies to a type. Where the type itself is new or was removed, that line is enough.
 * A keyword without a type that it applies to is compared as it is: the author meant something by it.
 */
export function isShared(keyword: string, a: NormalSchema, b: NormalSchema): boolean {
  const type = TYPE_OF_KEYWORD.get(keyword);
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
  const isKnown = (text: string): boolean => text === 'null' && (a.orNull || b.orNull);
  const gone = [...old].filter((text) => !now.has(text) && !isKnown(text));
  const added = [...now].filter((text) => !old.has(text) && !isKnown(text));
  const list = (texts: readonly string[]): string => texts.filter((text) => text !== 'null').join(', ');
  if (gone.length > 0 && gone.length === old.size)
    return say('values-replaced', `${gone.join(', ')} → ${added.join(', ') || 'none'}`);
  if (gone.includes('null')) say('no-longer-nullable');
  if (added.includes('null')) say('now-nullable');
  if (list(gone) !== '') say('value-gone', list(gone));
  if (list(added) !== '') say('value-new', list(added));
}

export function compareBounds(a: NormalSchema, b: NormalSchema, say: SayHere): void {
  for (const name of new Set([...a.bounds.keys(), ...b.bounds.keys()])) {
    const [old, now] = [a.bounds.get(name), b.bounds.get(name)];
    const difference = tightness(name, now, old);
    if (difference === 0 || !isShared(name, a, b)) continue;
    say(difference > 0 ? 'limit-tighter' : 'limit-looser', `${name} ${textOfBound(old)} → ${textOfBound(now)}`);
  }
}

/** Compares a keyword that is written differently, if it has a rule. */
export function compareKnown(key: string, old: Schema, now: Schema, say: SayHere): boolean {
  const flag = FLAGS.get(key);
  if (flag !== undefined) say(flag[now.length > 0 ? 0 : 1]);
  if (flag !== undefined || !LIMITS.has(key)) return flag !== undefined;
  const [from, to] = [old, now].map((places) => places.map(({ value }) => JSON.stringify(value))) as [
    string[],
    string[],
  ];
  const [isTighter, isLooser] = [to.some((text) => !from.includes(text)), from.some((text) => !to.includes(text))];
  const texts = [from, to].map((limits) => limits.toSorted().join(' and ') || 'none').join(' → ');
  if (isTighter || isLooser)
    say(isTighter && isLooser ? 'limit-changed' : isTighter ? 'limit-tighter' : 'limit-looser', `${key} ${texts}`);
  return true;
}

function applyingTo(type: string, keywords: string): [keyword: string, type: string][] {
  return keywords.split(' ').map((keyword) => [keyword, type]);
}
