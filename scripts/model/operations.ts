import { FACADE_PATH, type FacadeMethod } from './facade.ts';
import { compare, fieldsOf, lineOf, schemaOf, type Field } from './fields.ts';
import { Budget } from '../openapi/budget.ts';
import { METHODS } from '../openapi/elements.ts';
import { isObject, objectsOf, pointerStep, type Json, type JsonObject } from '../openapi/json.ts';
import type { Library } from './library.ts';
import { Rejection } from '../terminal/rejection.ts';
import { follow, referenceName } from '../openapi/reference.ts';
import { typeText } from './type-text.ts';

const ACCEPTED = '202';
/** More than a person reads. Markdown tools take four times as long for twice as much. */
const PAGE_SIZE = { nodes: 5_000, characters: 200_000 };

/** A response that the spec lists. */
export interface Response {
  /** A status, a range such as `4XX`, or `default`. */
  status: string;
  description: string;
  /** What to do about it, or empty. */
  advice: string;
  /** The statuses that it covers and after which the library retries. */
  retriedStatuses: number[];
}

/** A parameter of the path, the query, the header or the cookies. */
export interface Parameter extends Field {
  /** `path`, `query`, `header` or `cookie`. */
  place: string;
}

/** One operation, with everything that any page or table shows about it. */
export interface Operation {
  operationId: string;
  /** The HTTP method, in capitals. */
  method: string;
  path: string;
  /** JSON pointer in the document. */
  pointer: string;
  /** Empty if there is none. */
  summary: string;
  /** A blank line separates paragraphs. */
  description: string;
  parameters: Parameter[];
  requestBody: { description: string; fields: Field[] } | undefined;
  /** In the order of their statuses, `default` last. */
  responses: Response[];
  /** What the 202 contains: the type's name, or its text, and its fields. */
  response: { type: string; fields: Field[] };
  /** The façade's method for it; `undefined` if there is none yet. */
  facade: FacadeMethod | undefined;
  /** The operation's page in Box's API reference. */
  referenceUrl: string;
}

/** What the model needs to know about the library. */
export type LibraryOfOperations = Pick<Library, 'retriedStatuses' | 'alternatives'>;

/**
 * The one model of the operations, built from the corrected document.
 *
 * @returns in the order of the façade's methods; operations without a method come last, by operationId
 * @throws {@link Rejection} when a method names an operation that doesn't exist, or types expand without a reasonable end
 */
export function buildOperations(
  document: JsonObject,
  methods: readonly FacadeMethod[],
  library: LibraryOfOperations,
): Operation[] {
  const budget = new Budget('the reference page', PAGE_SIZE);
  const rank = ({ facade }: Operation): number => (facade === undefined ? methods.length : methods.indexOf(facade));
  const operations = objectsOf(document['paths'])
    .flatMap(([path, item]) =>
      METHODS.filter((method) => isObject(item[method])).map((method) => {
        const source = item[method] as JsonObject;
        const facade = methods.find(({ operationId }) => operationId === source['operationId']);
        const parameters = buildParameters(document, [item['parameters'], source['parameters']], budget);
        return {
          ...buildOperation(document, source, facade, library, budget),
          parameters,
          method: method.toUpperCase(),
          path,
          pointer: `/paths/${pointerStep(path)}/${method}`,
        };
      }),
    )
    .toSorted((a, b) => rank(a) - rank(b) || compare(a.operationId, b.operationId));
  checkMethods(operations, methods);
  return operations;
}

function buildOperation(
  document: JsonObject,
  source: JsonObject,
  facade: FacadeMethod | undefined,
  library: LibraryOfOperations,
  budget: Budget,
): Omit<Operation, 'method' | 'path' | 'pointer' | 'parameters'> {
  const operationId = lineOf(source['operationId']);
  const responses = objectsOf(source['responses']).map(
    ([status, response]) => [status, follow(response, document)] as const,
  );
  const accepted = schemaOf(responses.find(([status]) => status === ACCEPTED)?.[1]);
  const alternatives = library.alternatives[facade?.parameters[0]?.type ?? ''] ?? [];
  const body = source['requestBody'] === undefined ? undefined : follow(source['requestBody'], document);
  return {
    operationId,
    summary: lineOf(source['summary']),
    description: typeof source['description'] === 'string' ? source['description'].trim() : '',
    requestBody: body && {
      description: lineOf(body['description']),
      fields: fieldsOf(schemaOf(body), document, budget, alternatives),
    },
    responses: buildResponses(responses, library.retriedStatuses),
    response: {
      type: facade?.returns ?? referenceName(accepted) ?? typeText(accepted, document, budget),
      fields: fieldsOf(accepted, document, budget),
    },
    facade,
    referenceUrl: referenceUrlOf(operationId),
  };
}

/** An ID of Box's spec is one step of the path, whatever it contains. */
function referenceUrlOf(operationId: string): string {
  const step = operationId.replaceAll('_', '-').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  return `https://developer.box.com/reference/${encodeURIComponent(step)}/`;
}

/** @param lists - of the path and of the operation; the operation's take precedence */
function buildParameters(document: JsonObject, lists: readonly (Json | undefined)[], budget: Budget): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const list of lists) {
    for (const entry of Array.isArray(list) ? list : []) {
      const { name, in: place, required, schema, description } = follow(entry, document);
      found.set(`${lineOf(place)} ${lineOf(name)}`, {
        name: lineOf(name),
        place: lineOf(place),
        type: typeText(schema, document, budget),
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
  /** The most exact entry applies: the status, then its range, then `default`. */
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
    `${FACADE_PATH}: ${lost.name} names ${lost.operationId}, which the spec doesn't have` +
      `${others.length > 0 ? ` (it has ${others.join(', ')})` : ''}. Fix its @operationId, or remove the method.`,
  );
}
