import statuses from 'statuses';
import { canonical, type JsonObject } from '../openapi/json.ts';
import { partsOf, type Kind } from '../openapi/elements.ts';

/** The texts that each kind of element needs. */
const TEXTS: Partial<Record<Kind, readonly string[]>> = {
  info: ['title', 'description'],
  tag: ['description'],
  operation: ['summary', 'description'],
  parameter: ['description'],
  requestBody: ['description'],
  response: ['description'],
  header: ['description'],
  namedSchema: ['description'],
};

/** RFC 9110, section 15. */
const CLASSES = ['Informational', 'Successful', 'Redirection', 'Client Error', 'Server Error'];

/** An element without texts of ours, together with those below it. */
export interface Unworded {
  /** JSON pointer of the element. */
  pointer: string;
  /** The missing texts, from the element on: `description`, `requestBody/description`. */
  texts: string[];
}

/** A document in which every response has some text, and what still needs texts of ours. */
export interface Worded {
  document: JsonObject;
  unworded: Unworded[];
}

/** Gives each response without a text the reason phrase of its status, and lists every text that is missing. */
export function checkWording(corrected: JsonObject): Worded {
  const document = canonical(corrected) as JsonObject;
  const unworded: Unworded[] = [];
  for (const { part, pointer, kind, name } of partsOf(document)) {
    // What it refers to has the texts.
    if (Object.hasOwn(part, '$ref')) continue;
    const missing = (TEXTS[kind] ?? []).filter((text) => !isText(part[text]));
    if (kind === 'response' && missing.length > 0) part['description'] = reasonPhrase(name);
    if (missing.length === 0) continue;
    // An element comes just before those below it.
    const last = unworded.at(-1);
    const above = last !== undefined && pointer.startsWith(`${last.pointer}/`) ? last : undefined;
    const place = above === undefined ? '' : `${pointer.slice(above.pointer.length + 1)}/`;
    const element = above ?? { pointer, texts: [] };
    element.texts.push(...missing.map((text) => `${place}${text}`));
    if (above === undefined) unworded.push(element);
  }
  return { document, unworded };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** From a package, since Node's own table differs between versions. */
function reasonPhrase(status: string): string {
  const range = /^([1-5])XX$/i.exec(status)?.[1];
  return (
    (range === undefined ? statuses.message[Number(status)] : CLASSES[Number(range) - 1]) ??
    (status === 'default' ? 'Any other status' : 'Response')
  );
}
