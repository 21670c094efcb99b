import GithubSlugger from 'github-slugger';
import type { FacadeMethod } from './facade.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Library } from './library.ts';
import { headingText } from './markdown.ts';
import { follow, referenceName } from './schema-reference.ts';
import { typeText } from './type-text.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const ACCEPTED = '202';

/** A field of a request body or of an answer. */
export interface Field {
  name: string;
  /** As TypeScript. */
  type: string;
  /** What the description says. */
  required: boolean;
  /** Where the façade is content with one or more of several fields: their names, this one's too. */
  alternatives: string[];
  description: string;
}

/** An answer that the description lists. */
export interface Response {
  /** A status, a range such as `4XX`, or `default`. */
  status: string;
  description: string;
  /** What to do about it; may be empty. */
  advice: string;
  /** The statuses that it stands for and after which the library sends the same request again. */
  retriedStatuses: number[];
}

/** One operation, with all that is listed of operations anywhere. */
export interface Operation {
  operationId: string;
  /** The HTTP method, in capitals. */
  method: string;
  path: string;
  summary: string;
  /** Paragraphs stand apart by a blank line. */
  description: string;
  requestBody: { description: string; fields: Field[] } | undefined;
  /** In the order of their statuses, `default` last. */
  responses: Response[];
  /** What the 202 holds: the type's name, or its text, and its fields. */
  answer: { type: string; fields: Field[] };
  /** The façade's method for it; `undefined` when there is none yet. */
  facade: FacadeMethod | undefined;
  /** The operation's page in Box's API reference. */
  referenceUrl: string;
  /** Of its heading on the reference page, without `#`. */
  anchor: string;
}

/** What the model needs to know of the library beside its methods. */
export type RetryAndBodies = Pick<Library, 'retriedStatuses' | 'alternatives'>;

/**
 * The one model of the operations, built from the corrected description.
 *
 * @returns in the order of the façade's methods; operations without a method come last, by operationId
 */
export function buildOperations(
  document: JsonObject,
  methods: readonly FacadeMethod[],
  library: RetryAndBodies,
): Operation[] {
  const rank = ({ facade }: Operation): number => (facade === undefined ? methods.length : methods.indexOf(facade));
  const operations = objectsOf(document['paths'])
    .flatMap(([path, item]) =>
      METHODS.filter((method) => isObject(item[method])).map((method) =>
        buildOperation(document, { method, path, source: item[method] as JsonObject }, methods, library),
      ),
    )
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.operationId, b.operationId));
  const slugger = new GithubSlugger();
  return operations.map((operation) => ({ ...operation, anchor: slugger.slug(headingText(operation.summary)) }));
}

function buildOperation(
  document: JsonObject,
  { method, path, source }: { method: string; path: string; source: JsonObject },
  methods: readonly FacadeMethod[],
  library: RetryAndBodies,
): Operation {
  const operationId = textOf(source, 'operationId');
  const facade = methods.find((candidate) => candidate.operationId === operationId);
  const responses = objectsOf(source['responses']).map(
    ([status, response]) => [status, follow(response, document)] as const,
  );
  const accepted = schemaOf(responses.find(([status]) => status === ACCEPTED)?.[1]);
  const alternatives = library.alternatives[facade?.parameters[0]?.type ?? ''] ?? [];
  const body = source['requestBody'] === undefined ? undefined : follow(source['requestBody'], document);
  return {
    operationId,
    method: method.toUpperCase(),
    path,
    summary: oneLine(textOf(source, 'summary')) || operationId,
    description: textOf(source, 'description'),
    requestBody: body && {
      description: oneLine(textOf(body, 'description')),
      fields: fieldsOf(schemaOf(body), document, alternatives),
    },
    responses: responses
      .map(([status, response]) => responseOf(status, response, responses, library.retriedStatuses))
      .toSorted((a, b) => compare(a.status, b.status)),
    answer: {
      type: facade?.returns ?? referenceName(accepted) ?? typeText(accepted, document),
      fields: fieldsOf(accepted, document, []),
    },
    facade,
    referenceUrl: `https://developer.box.com/reference/${operationId.replaceAll('_', '-')}/`,
    anchor: '',
  };
}

function responseOf(
  status: string,
  response: JsonObject,
  all: readonly (readonly [string, JsonObject])[],
  retriedStatuses: readonly number[],
): Response {
  const listed = all.map(([other]) => other);
  /** The most exact entry counts: the status, then its range, then `default`. */
  const entryFor = (code: string): string =>
    [code, `${code[0]}XX`].find((entry) => listed.includes(entry)) ?? 'default';
  return {
    status,
    description: oneLine(textOf(response, 'description')),
    advice: oneLine(textOf(response, 'x-advice')),
    retriedStatuses: retriedStatuses.filter((code) => entryFor(String(code)) === status),
  };
}

function fieldsOf(schema: Json | undefined, document: JsonObject, alternatives: string[]): Field[] {
  const { properties, required, allOf } = follow(schema, document);
  const own = Object.entries(isObject(properties) ? properties : {}).map(([name, field]) => ({
    name,
    type: typeText(field, document),
    required: Array.isArray(required) && required.includes(name),
    alternatives: alternatives.includes(name) ? alternatives : [],
    description: oneLine(descriptionOf(field, document)),
  }));
  const inherited = Array.isArray(allOf) ? allOf.flatMap((part) => fieldsOf(part, document, alternatives)) : [];
  return [...inherited.filter(({ name }) => !own.some((field) => field.name === name)), ...own].toSorted((a, b) =>
    compare(a.name, b.name),
  );
}

function descriptionOf(schema: Json, document: JsonObject): string {
  const { description, allOf } = follow(schema, document);
  if (typeof description === 'string') return description;
  return Array.isArray(allOf) ? (allOf.map((part) => descriptionOf(part, document)).find(Boolean) ?? '') : '';
}

/** The schema of the first content type that is JSON, or else of the first one. */
function schemaOf(part: JsonObject | undefined): Json | undefined {
  const types = objectsOf(part?.['content']);
  const [, json] = types.find(([type]) => /[/+]json\b/.test(type)) ?? types[0] ?? [];
  return json?.['schema'];
}

function objectsOf(value: Json | undefined): [string, JsonObject][] {
  return Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, JsonObject] =>
    isObject(entry[1]),
  );
}

function textOf(part: JsonObject, name: string): string {
  const text = part[name];
  return typeof text === 'string' ? text.trim() : '';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
