import { createHash } from 'node:crypto';
import { canonical, isObject, pointerStep, type Json, type JsonObject } from './json.ts';

/** Keywords whose value is for people, and those that say nothing of the structure. */
const PROSE = new Set(
  'summary description title example examples externalDocs $comment contact license termsOfService'.split(' '),
);
/** Keywords whose value is data as it stands. */
const DATA = new Set(['default', 'enum', 'const', 'required', 'security', 'mapping']);
/** Keywords whose value maps names to parts: a field named `title` is no title. */
const NAMES = new Set(
  (
    'paths webhooks responses content headers links callbacks encoding variables schemas requestBodies securitySchemes ' +
    'pathItems parameters properties patternProperties $defs definitions dependentSchemas'
  ).split(' '),
);

/** A document without its prose, and a fingerprint of each text, by its JSON pointer. */
export interface Stripped {
  structure: JsonObject;
  prose: Record<string, string>;
}

/**
 * Keeps the structure and leaves the prose out: Box's sentences are Box's. The fingerprints tell when one of them changes.
 * Keys come out sorted, so that their order in the input changes nothing.
 */
export function stripProse(description: JsonObject): Stripped {
  const prose: Record<string, string> = {};
  const leaveOut = (value: Json, pointer: string): void => {
    prose[pointer] = fingerprint(value);
  };

  const visit = (value: Json, pointer: string, holdsNames: boolean): Json => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${pointer}/${index}`, false));
    if (!isObject(value)) return value;
    const kept: [string, Json][] = [];
    for (const key of Object.keys(value).toSorted()) {
      const item = value[key] as Json;
      const place = `${pointer}/${pointerStep(key)}`;
      if (holdsNames && (isObject(item) || !isExtension(key))) kept.push([key, visit(item, place, false)]);
      else if (PROSE.has(key)) leaveOut(item, place);
      else if (key === 'scopes') kept.push([key, namesOf(item, place)]);
      else if (DATA.has(key)) kept.push([key, canonical(item)]);
      else if (!isExtension(key)) kept.push([key, visit(item, place, NAMES.has(key))]);
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

  const structure = visit(description, '', false) as JsonObject;
  return { structure, prose };
}

function isExtension(key: string): boolean {
  return key.startsWith('x-') && key !== 'x-box-tag';
}

/** Of the text without its line breaks, or of the canonical form of an example: wrapping a text anew changes nothing. */
function fingerprint(value: Json): string {
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : JSON.stringify(canonical(value));
  return sha256(text).slice(0, 16);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
