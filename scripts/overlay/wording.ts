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

/** A document in which every response is worded somehow, and what still needs wording of ours. */
export interface Worded {
  document: JsonObject;
  /** JSON pointers of the texts that are missing. */
  unworded: string[];
}

/** Gives each response without wording the reason phrase of its status, and lists every text that is missing. */
export function checkWording(corrected: JsonObject): Worded {
  const document = canonical(corrected) as JsonObject;
  const unworded: string[] = [];
  for (const { part, pointer, kind, name } of partsOf(document)) {
    // What it refers to has the wording.
    if (Object.hasOwn(part, '$ref')) continue;
    const missing = (TEXTS[kind] ?? []).filter((text) => !isText(part[text]));
    unworded.push(...missing.map((text) => `${pointer}/${text}`));
    if (kind === 'response' && missing.length > 0) part['description'] = reasonPhrase(name);
  }
  return { document, unworded: unworded.toSorted() };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** From a package, since Node's own table differs from version to version. */
function reasonPhrase(status: string): string {
  const range = /^([1-5])XX$/i.exec(status)?.[1];
  return (
    (range === undefined ? statuses.message[Number(status)] : CLASSES[Number(range) - 1]) ??
    (status === 'default' ? 'Any other status' : 'Response')
  );
}
