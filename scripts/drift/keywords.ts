import { accepts, isAnything, isBound, tightness, type Limit, type NormalSchema } from './normal-schema.ts';
import { isEqual } from './places.ts';
import type { RuleName } from './rules.ts';

/** Says one difference of the schemas that are being compared. */
export type SayHere = (rule: RuleName, detail?: string, pointer?: string) => void;

/** The type that a keyword applies to. All others apply to every type. */
const TYPE_OF_KEYWORD: ReadonlyMap<string, string> = new Map([
  ...applyingTo('integer', 'minimum maximum multipleOf'),
  ...applyingTo('string', 'minLength maxLength pattern contentEncoding contentMediaType contentSchema'),
  ...applyingTo('array', 'items minItems maxItems uniqueItems contains minContains maxContains unevaluatedItems'),
  ...applyingTo('object', 'properties minProperties maxProperties propertyNames dependentRequired dependentSchemas'),
  ...applyingTo('object', 'unevaluatedProperties'),
]);
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
  // Numbers in lists that differ are compared as values.
  const isListed =
    a.values !== undefined && b.values !== undefined && !isEqual([...a.values].toSorted(), [...b.values].toSorted());
  const [old, now] = [a, b].map(({ types }) =>
    isListed && types ? new Set([...types].map((type) => (type === 'integer' ? 'number' : type))) : types,
  );
  const [gone, added] = [missing(old, now), missing(now, old)];
  if (gone.length + added.length === 0) return true;
  const detail = [old, now].map((types) => (types ? [...types].toSorted().join(' or ') || 'none' : 'any')).join(' → ');
  if (gone.concat(added).join() === 'null') say(added.length > 0 ? 'now-nullable' : 'no-longer-nullable');
  else if (gone.length > 0 && added.length > 0) say('type-changed', detail);
  else say(gone.length > 0 ? 'type-narrower' : 'type-wider', detail);
  return !(gone.length > 0 && added.length > 0) && !isAnything(a) && !isAnything(b);
}

/** The types in `types` that `others` doesn't accept. */
function missing(types: NormalSchema['types'], others: NormalSchema['types']): string[] {
  if (types === undefined) return others === undefined ? [] : ['any'];
  return [...types].filter((type) => !accepts(others, type));
}

export function compareValues(
  old: NormalSchema['values'],
  now: NormalSchema['values'],
  say: SayHere,
  orNull: boolean,
): void {
  if (old === undefined && now !== undefined) return say('values-listed', [...now].join(', '));
  if (old === undefined || now === undefined) return old === undefined ? undefined : say('values-free');
  const isKnown = (text: string): boolean => text === 'null' && orNull;
  const gone = [...old].filter((text) => !now.has(text) && !isKnown(text));
  const added = [...now].filter((text) => !old.has(text) && !isKnown(text));
  const list = (texts: readonly string[]): string => texts.filter((text) => text !== 'null').join(', ');
  if (gone.length > 0 && gone.length === old.size) return say('values-replaced', `${list(gone)} → ${list(added)}`);
  if (gone.includes('null')) say('no-longer-nullable');
  if (added.includes('null')) say('now-nullable');
  if (list(gone) !== '') say('value-gone', list(gone));
  if (list(added) !== '') say('value-new', list(added));
}

export function compareLimits(a: NormalSchema, b: NormalSchema, say: SayHere): void {
  for (const name of new Set([...a.limits.keys(), ...b.limits.keys()])) {
    const [old, now] = [a.limits.get(name), b.limits.get(name)];
    const difference = tightness(name, now, old);
    if (difference === 0 || (!old && !now) || !isShared(name, a, b)) continue;
    const rule = difference === undefined ? 'limit-changed' : difference > 0 ? 'limit-tighter' : 'limit-looser';
    say(rule, `${name} ${textOf(old)} → ${textOf(now)}`);
  }
}

function textOf(limit: Limit | undefined): string {
  if (limit === undefined) return 'none';
  return isBound(limit) ? `${limit[0]}${limit[1] ? ' (excluded)' : ''}` : limit.join(' and ');
}

function applyingTo(type: string, keywords: string): [keyword: string, type: string][] {
  return keywords.split(' ').map((keyword) => [keyword, type]);
}
