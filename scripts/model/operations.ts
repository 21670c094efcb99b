import GithubSlugger from 'github-slugger';
import { FACADE_PATH, type FacadeMethod } from './facade.ts';
import { compare, fieldsOf, lineOf, objectsOf, schemaOf, type Field } from './fields.ts';
import { METHODS } from '../openapi/elements.ts';
import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import type { Library } from './library.ts';
import { headingText } from '../docs/markdown.ts';
import { Rejection } from '../terminal/rejection.ts';
import { follow, referenceName } from '../openapi/reference.ts';
import { typeText } from './type-text.ts';

const ACCEPTED = '202';

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

/** A parameter of the path, the query, the header or the cookies. */
export interface Parameter extends Field {
  /** `path`, `query`, `header` or `cookie`. */
  place: string;
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
  parameters: Parameter[];
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

/** What the model needs to know of the library. */
export type LibraryOfOperations = Pick<Library, 'retriedStatuses' | 'alternatives'>;

/**
 * The one model of the operations, built from the corrected description.
 *
 * @returns in the order of the façade's methods; operations without a method come last, by operationId
 * @throws {@link Rejection} when a method names an operation that is not there
 */
export function buildOperations(
  document: JsonObject,
  methods: readonly FacadeMethod[],
  library: LibraryOfOperations,
): Operation[] {
  const rank = ({ facade }: Operation): number => (facade === undefined ? methods.length : methods.indexOf(facade));
  const operations = objectsOf(document['paths'])
    .flatMap(([path, item]) =>
      METHODS.filter((method) => isObject(item[method])).map((method) => {
        const source = item[method] as JsonObject;
        const facade = methods.find(({ operationId }) => operationId === source['operationId']);
        const parameters = buildParameters(document, [item['parameters'], source['parameters']]);
        return { ...buildOperation(document, source, facade, library), parameters, method: method.toUpperCase(), path };
      }),
    )
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.operationId, b.operationId));
  checkMethods(operations, methods);
  const slugger = new GithubSlugger();
  return operations.map((operation) => ({ ...operation, anchor: slugger.slug(headingText(operation.summary)) }));
}

function buildOperation(
  document: JsonObject,
  source: JsonObject,
  facade: FacadeMethod | undefined,
  library: LibraryOfOperations,
): Omit<Operation, 'method' | 'path' | 'parameters'> {
  const operationId = lineOf(source['operationId']);
  const responses = objectsOf(source['responses']).map(
    ([status, response]) => [status, follow(response, document)] as const,
  );
  const accepted = schemaOf(responses.find(([status]) => status === ACCEPTED)?.[1]);
  const alternatives = library.alternatives[facade?.parameters[0]?.type ?? ''] ?? [];
  const body = source['requestBody'] === undefined ? undefined : follow(source['requestBody'], document);
  return {
    operationId,
    summary: lineOf(source['summary']) || operationId,
    description: typeof source['description'] === 'string' ? source['description'].trim() : '',
    requestBody: body && {
      description: lineOf(body['description']),
      fields: fieldsOf(schemaOf(body), document, alternatives),
    },
    responses: buildResponses(responses, library.retriedStatuses),
    answer: {
      type: facade?.returns ?? referenceName(accepted) ?? typeText(accepted, document),
      fields: fieldsOf(accepted, document, []),
    },
    facade,
    referenceUrl: `https://developer.box.com/reference/${operationId.replaceAll('_', '-')}/`,
    anchor: '',
  };
}

/** @param lists - of the path and of the operation, whose own count where both name one */
function buildParameters(document: JsonObject, lists: readonly (Json | undefined)[]): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const list of lists) {
    for (const entry of Array.isArray(list) ? list : []) {
      const { name, in: place, required, schema, description } = follow(entry, document);
      found.set(`${lineOf(place)} ${lineOf(name)}`, {
        name: lineOf(name),
        place: lineOf(place),
        type: typeText(schema, document),
        required: required === true,
        alternatives: [],
        description: lineOf(description),
      });
    }
  }
  return [...found.values()].toSorted((a, b) => compare(a.name, b.name));
}

function buildResponses(
  responses: readonly (readonly [string, JsonObject])[],
  retriedStatuses: readonly number[],
): Response[] {
  const listed = responses.map(([status]) => status);
  /** The most exact entry counts: the status, then its range, then `default`. */
  const entryFor = (code: number): string =>
    [`${code}`, `${Math.trunc(code / 100)}XX`].find((entry) => listed.includes(entry)) ?? 'default';
  return responses
    .map(([status, response]) => ({
      status,
      description: lineOf(response['description']),
      advice: lineOf(response['x-advice']),
      retriedStatuses: retriedStatuses.filter((code) => entryFor(code) === status),
    }))
    .toSorted((a, b) => compare(a.status, b.status));
}

function checkMethods(operations: readonly Operation[], methods: readonly FacadeMethod[]): void {
  const lost = methods.find((method) => operations.every(({ facade }) => facade !== method));
  if (lost === undefined) return;
  const others = operations.filter(({ facade }) => facade === undefined).map(({ operationId }) => operationId);
  throw new Rejection(
    `${FACADE_PATH}: ${lost.name} names ${lost.operationId}, which the description does not have` +
      `${others.length > 0 ? ` (it has ${others.join(', ')})` : ''}. Mend its @operationId, or take the method out.`,
  );
}
