import { exclusive } from './keywords.ts';
import { anything, EXCLUSIVE, isAnything, kindOf, mergedVariants, together } from './normal-schema.ts';
import type { NormalSchema, Schema, Variant } from './normal-schema.ts';
import type { Document, Place } from './places.ts';
import { accepts, isTexts, typesIn, typesOfAny, typesWithValues, valuesIn, withNull, type Types } from './types.ts';
import type { Budget } from '../openapi/budget.ts';
import { isEqual, isObject, type Json } from '../openapi/json.ts';
import { mappingReference, resolve } from '../openapi/reference.ts';

/** One of the schemas that apply at once. */
interface Part {
  place: Place;
  /** Whether `null` is possible instead. */
  orNull: boolean;
}

const CHOICES = ['oneOf', 'anyOf'] as const;
const isAlways = (): boolean => true;
/** Keywords with a place of their own in a normal schema, as long as their values are valid, or that say nothing. */
const KNOWN: Record<string, (value: Json) => boolean> = {
  ...keywords('minLength minItems minProperties', (value) => value === 0),
  ...keywords('nullable exclusiveMinimum exclusiveMaximum', (value) => typeof value === 'boolean'),
  ...keywords('uniqueItems deprecated readOnly writeOnly', (value) => value === false),
  ...keywords('$ref $defs const additionalProperties x-box-tag', isAlways),
  ...keywords('allOf oneOf anyOf enum', Array.isArray),
  properties: isObject,
  required: isTexts,
  type: (value) => isTexts([value].flat()),
  items: (value) => value === true || isEqual(value, {}),
  pattern: (value) => typeof value === 'string' && /^\^?(?:\.\*)?\$?$/.test(value),
};

/** Brings the schemas of one document into one spelling, each once. */
export class Normalizer {
  readonly #known = new Map<string, NormalSchema>();

  constructor(
    readonly document: Document,
    readonly budget: Budget,
  ) {}

  normalize(schema: Schema): NormalSchema {
    // Also for a schema that is known: variants that have as many variants each are asked for very often.
    this.budget.spend();
    const name = nameOf(schema);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // A schema that is a choice of itself ends here.
    this.#known.set(name, anything(''));
    const normal = this.#make(schema);
    this.#known.set(name, normal);
    return normal;
  }

  /** Whether no value is possible. */
  isNever(schema: Schema): boolean {
    return this.normalize(schema).types?.size === 0;
  }

  /** The name of the component that a schema is, if it is one. */
  componentName([place, ...others]: Schema): string | undefined {
    if (place === undefined || others.length > 0) return undefined;
    return /^\/components\/schemas\/([^/]+)$/.exec(this.document.resolve(place).pointer)?.[1];
  }

  #make(schema: Schema): NormalSchema {
    const pointer = schema[0] === undefined ? '' : this.document.resolve(schema[0]).pointer;
    const said = this.#partsOf(schema)
      .flatMap((part) => [this.#own(part), ...this.#choices(part)])
      .filter((part) => !isAnything(part));
    const whole = together(said) ?? anything(pointer);
    return {
      ...whole,
      types: typesWithValues(whole.types, whole.values),
      pointer: said.length === 1 ? whole.pointer : pointer,
    };
  }

  /** References and `allOf` followed, each part once, however often it is named. */
  #partsOf(schema: Schema): Part[] {
    const parts = new Map<string, Part>();
    const open: Part[] = schema.toReversed().map((place) => ({ place, orNull: false }));
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const place = this.document.resolve(part.place);
      const name = `${part.orNull} ${place.pointer}`;
      if (parts.has(name)) continue;
      this.budget.spend();
      const members = this.document.members(place);
      const orNull = part.orNull || members.get('nullable')?.value === true;
      parts.set(name, { place, orNull });
      const inner = [members.get('$ref') ?? [], this.document.items(members.get('allOf'))].flat();
      open.push(...inner.map((item) => ({ place: item, orNull })).toReversed());
    }
    return [...parts.values()];
  }

  /** What the keywords say that stand in one schema. */
  #own({ place, orNull }: Part): NormalSchema {
    const { value, pointer } = place;
    const nothing = anything(pointer);
    if (value === false) return { ...nothing, types: new Set(orNull ? ['null'] : []) };
    if (!isObject(value)) return value === true ? nothing : { ...nothing, rest: new Map([['', [place]]]) };
    const members = this.document.members(place);
    const types = typesIn(value);
    const fields = new Map(
      [...this.document.members(members.get('properties'))].map(([name, field]) => [name, [field]]),
    );
    const others = members.get('additionalProperties');
    const isOpen = others === undefined || others.value === true || isEqual(others.value, {});
    const rest = [...members].filter(([key, member]) => !(Object.hasOwn(KNOWN, key) && KNOWN[key]?.(member.value)));
    const discriminator = members.get('discriminator');
    // The mapping names the variants.
    if (isObject(discriminator?.value) && CHOICES.some((keyword) => members.has(keyword)))
      rest.push(['discriminator', { ...discriminator, value: { ...discriminator.value, mapping: {} } }]);
    return {
      ...nothing,
      types: orNull ? withNull(types) : types,
      values: valuesIn(value),
      orNull: orNull && value['nullable'] !== true,
      fields,
      required: new Set(isTexts(value['required']) ? value['required'] : []),
      others: isOpen ? [] : [{ schema: others, named: new Set(fields.keys()) }],
      // In OpenAPI 3.0, an exclusive bound is a bound with a flag.
      rest: new Map(rest.map(([key, member]) => [value[exclusive(key)] === true ? exclusive(key) : key, [member]])),
    };
  }

  /** What each `oneOf` and `anyOf` says: a schema, if it amounts to one, else the choice. */
  #choices({ place, orNull }: Part): NormalSchema[] {
    const members = this.document.members(place);
    return CHOICES.filter((keyword) => Array.isArray(members.get(keyword)?.value)).map((keyword) => {
      const all = this.#variants(this.document.items(members.get(keyword)), members.get('discriminator'));
      const typesOf = ({ schema }: Variant): Types => this.normalize(schema).types;
      // In a `oneOf`, variants that both accept `null` exclude it. Other keywords might exclude it from a variant.
      const nullable = all.map(({ schema }) => this.normalize(schema)).filter(({ types }) => accepts(types, 'null'));
      const isMixed =
        nullable.length > 1 &&
        (keyword === 'oneOf' || nullable.some(({ rest, choices }) => rest.size + choices.length > 0));
      const variants = all.filter((variant) => isMixed || [...(typesOf(variant) ?? ['any'])].join() !== 'null');
      const normal = variants.map(({ schema }) => this.normalize(schema));
      const types = typesOfAny(normal.map((schema) => schema.types));
      const kind = isMixed && keyword === 'oneOf' ? EXCLUSIVE : kindOf(keyword, normal);
      const isNamed = variants.some(({ name }) => name !== undefined);
      const choice = (isNamed || isMixed ? undefined : mergedVariants(keyword, kind, normal)) ?? {
        choices: [{ kind, variants, types }],
      };
      const isNullable = orNull || variants.length < all.length;
      const whole = { ...anything(place.pointer), types, ...choice };
      return isNullable ? { ...whole, types: withNull(whole.types), orNull: true } : whole;
    });
  }

  /** A discriminator tells variants by the keys of its mapping, and others by the names of their components. */
  #variants(places: readonly Place[], discriminator: Place | undefined): Variant[] {
    if (discriminator === undefined) return places.map((place) => ({ schema: [place], name: undefined }));
    const listed = new Map(places.map((place) => [this.document.resolve(place).pointer, place]));
    const mapping = [...this.document.members(this.document.members(discriminator).get('mapping'))];
    const mapped = mapping.map(([name, place]) => {
      const reference = typeof place.value === 'string' ? mappingReference(place.value) : undefined;
      return { name, schema: [listed.get(resolve(reference, this.document.root)?.pointer ?? '') ?? place] };
    });
    const known = mapped.map(({ schema: [place] }) => place);
    const others = places.filter((place) => !known.includes(place));
    return [...mapped, ...others.map((place) => ({ name: this.componentName([place]) ?? '', schema: [place] }))];
  }
}

/** Identifies a schema. */
export function nameOf(schema: Schema): string {
  return [...new Set(schema.map(({ pointer }) => pointer))].toSorted().join('\n');
}

function keywords(names: string, isValid: (value: Json) => boolean): typeof KNOWN {
  return Object.fromEntries(names.split(' ').map((name) => [name, isValid]));
}
