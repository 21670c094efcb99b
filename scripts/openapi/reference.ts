import { isObject, pointerStep, type Json, type JsonObject } from './json.ts';

/** References that lead to references end somewhere, or form a loop. */
const MAX_STEPS = 100;

/** A value of a document, and its JSON pointer. */
export interface Place {
  value: Json;
  pointer: string;
}

/** A reference that leads nowhere. */
export interface BrokenReference {
  reference: string;
  /** JSON pointer of the object that contains it. */
  pointer: string;
}

/** Whether a reference stays within its document: exactly `#`, or `#/` and a JSON pointer (RFC 6901, section 6). */
export function isLocal(reference: string): boolean {
  return /^#(?:\/|$)/.test(reference);
}

/**
 * What a local reference leads to, by one step. Every part of the generator resolves references here.
 *
 * @returns `undefined` for a reference that isn't local or leads nowhere
 */
export function resolve(reference: Json | undefined, document: JsonObject): Place | undefined {
  if (typeof reference !== 'string' || !isLocal(reference)) return undefined;
  let place: Place = { value: document, pointer: '' };
  for (const step of stepsOf(reference)) {
    const { value, pointer } = place;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(step)) return undefined;
    place = { value: (value as JsonObject)[step] as Json, pointer: `${pointer}/${pointerStep(step)}` };
  }
  return place;
}

/**
 * Follows references to what they stand for. What stands beside a `$ref` (OpenAPI 3.1) takes precedence.
 *
 * @returns `{}`, which accepts any value, if there is nothing
 */
export function follow(value: Json | undefined, document: JsonObject): JsonObject {
  let found = isObject(value) ? value : {};
  for (let step = 0; step < MAX_STEPS; step++) {
    const { $ref, ...beside } = found;
    if (typeof $ref !== 'string') return found;
    const target = resolve($ref, document)?.value;
    found = { ...(isObject(target) ? target : {}), ...beside };
  }
  return {};
}

/** The last step of a reference, which names what it stands for. */
export function referenceName(value: Json | undefined): string | undefined {
  const reference = isObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? stepsOf(reference).at(-1) : undefined;
}

/** The section and the name of the component that a reference leads into. */
export function componentOf(reference: Json | undefined): [section: string, name: string] | undefined {
  const [components, section, name] = typeof reference === 'string' && isLocal(reference) ? stepsOf(reference) : [];
  return components === 'components' && section !== undefined && name !== undefined ? [section, name] : undefined;
}

/** The schema that a value of a discriminator's `mapping` means: by reference, or by its name (OpenAPI 3.0.3). */
export function mappingReference(value: string): string {
  return /^[\w.-]+$/.test(value) ? `#/components/schemas/${value}` : value;
}

/** The first reference of a document that leads nowhere within it. */
export function brokenReference(document: JsonObject): BrokenReference | undefined {
  const open: Place[] = [{ value: document, pointer: '#' }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, pointer } = place;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries(value).toReversed()) {
      open.push({ value: item, pointer: `${pointer}/${pointerStep(key)}` });
    }
    const broken = referencesOf(value).find((reference) => resolve(reference, document) === undefined);
    if (broken !== undefined) return { reference: broken, pointer };
  }
  return undefined;
}

/** The references that an object itself contains. */
export function referencesOf(value: Json): string[] {
  if (!isObject(value)) return [];
  const { $ref, $dynamicRef, $recursiveRef, operationRef, discriminator } = value;
  const mapping = isObject(discriminator) && isObject(discriminator['mapping']) ? discriminator['mapping'] : {};
  const isText = (reference: Json | undefined): reference is string => typeof reference === 'string';
  return [
    ...[$ref, $dynamicRef, $recursiveRef, operationRef].filter(isText),
    ...Object.values(mapping).filter(isText).map(mappingReference),
  ];
}

function stepsOf(reference: string): string[] {
  return reference
    .split('/')
    .slice(1)
    .map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
