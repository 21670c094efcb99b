import { createHash } from 'node:crypto';
import { canonical, isObject, pointerStep, type Json, type JsonObject } from '../openapi/json.ts';

/** Keywords whose value is for people, and those without a meaning for the structure. */
const PROSE = new Set(
  'summary description title example examples externalDocs $comment contact license termsOfService'.split(' '),
);
/** Keywords whose value is data as it stands. */
const DATA = new Set(['default', 'enum', 'const', 'required', 'security', 'mapping']);
/** Keywords whose value maps names to parts: a field named `title` isn't a title. */
const NAMES = new Set(
  (
    'webhooks content headers links callbacks encoding variables schemas requestBodies securitySchemes ' +
    'pathItems parameters properties patternProperties $defs definitions dependentSchemas'
  ).split(' '),
);

/** The same, but a name that begins with `x-` is an extension (OpenAPI 3.0, Paths Object and Responses Object). */
const EXTENSIBLE = new Set(['paths', 'responses']);

type Keys = 'keywords' | 'names' | 'names or extensions';

/** A document without its prose, and a fingerprint of each text, by its JSON pointer. */
export interface Stripped {
  structure: JsonObject;
  prose: Record<string, string>;
}

/**
 * Keeps the structure and leaves out the prose, since Box's sentences belong to Box. The fingerprints show when one changes.
 * Keys come out sorted, so that their order in the input changes nothing.
 */
export function stripProse(spec: JsonObject): Stripped {
  const prose: Record<string, string> = {};
  const leaveOut = (value: Json, pointer: string): void => {
    // `examples: [x]` of OpenAPI 3.1 is how 3.0 spells `example: x`.
    const only = pointer.endsWith('/examples') && Array.isArray(value) && value.length === 1 ? value[0] : undefined;
    if (only === undefined) prose[pointer] = fingerprint(value);
    else prose[pointer.replace(/s$/, '')] = fingerprint(only);
  };

  const visit = (value: Json, pointer: string, keys: Keys): Json => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${pointer}/${index}`, 'keywords'));
    if (!isObject(value)) return value;
    const kept: [string, Json][] = [];
    for (const key of Object.keys(value).toSorted()) {
      const item = value[key] as Json;
      const place = `${pointer}/${pointerStep(key)}`;
      if (keys === 'names') kept.push([key, visit(item, place, 'keywords')]);
      else if (isExtension(key)) continue;
      else if (keys === 'names or extensions') kept.push([key, visit(item, place, 'keywords')]);
      else if (PROSE.has(key)) leaveOut(item, place);
      else if (key === 'scopes') kept.push([key, namesOf(item, place)]);
      else if (DATA.has(key)) kept.push([key, canonical(item)]);
      else kept.push([key, visit(item, place, keysOf(key))]);
    }
    return Object.fromEntries(kept);
  };

  /** OAuth scopes map names to sentences. */
  const namesOf = (scopes: Json, pointer: string): Json => {
    if (!isObject(scopes)) return scopes;
    const names = Object.keys(scopes).toSorted();
    for (const name of names) leaveOut(scopes[name] as Json, `${pointer}/${pointerStep(name)}`);
    return Object.fromEntries(names.map((name) => [name, '']));
  };

  const structure = visit(spec, '', 'keywords') as JsonObject;
  return { structure, prose };
}

function keysOf(keyword: string): Keys {
  if (EXTENSIBLE.has(keyword)) return 'names or extensions';
  return NAMES.has(keyword) ? 'names' : 'keywords';
}

function isExtension(key: string): boolean {
  return key.startsWith('x-') && key !== 'x-box-tag';
}

/** Of the text without its line breaks, or of the canonical form of an example, so that rewrapping a text changes nothing. */
function fingerprint(value: Json): string {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : JSON.stringify(canonical(value));
  return sha256(text).slice(0, 16);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
