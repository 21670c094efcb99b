import type { Rule } from '../drift/rules.ts';
import type { Field } from '../model/fields.ts';
import { cell, code, codeBlock, codeCell, headingText, linkTarget, paragraphs, plainName } from './markdown.ts';
import type { Operation, Response } from '../model/operations.ts';
import { Rejection } from '../terminal/rejection.ts';
import type { ErrorClass } from '../model/source.ts';

const GENERAL_ADVICE = 'See what the message and the code say.';
/** What to do about an error without a status of Box's, and whether the library retries. */
const ERROR_ADVICE: Readonly<Record<string, { advice: string; retried: string }>> = {
  invalid_request: { advice: 'Fix the option or the argument that the message names.', retried: 'No' },
  auth: { advice: 'Check the credentials.', retried: 'No' },
  response: {
    advice:
      'If the status is 202, check the admin events: Box might have accepted the request. Otherwise, check `baseUrl` and the proxy.',
    retried: 'No',
  },
  network: {
    advice: 'Check the network. Check the admin events before you send the request again.',
    retried: 'Yes, unless the certificate is wrong',
  },
  timeout: { advice: 'Check the admin events before you send the request again.', retried: 'Yes' },
};

/** An operation, with every text as Markdown: what the template of the reference page prints. */
export function viewOfOperation(operation: Operation, example: string | undefined): Record<string, unknown> {
  const { facade, requestBody, response, responses } = operation;
  const [bodyParameter, optionsParameter] = facade?.parameters ?? [];
  const accepted = responses.find(({ status }) => status === '202');
  return {
    heading: headingText(operation.summary) || plainName(operation.operationId),
    description: paragraphs(operation.description),
    method: facade === undefined ? undefined : code(facade.name),
    endpoint: code(`${operation.method} ${operation.path}`),
    referenceUrl: linkTarget(operation.referenceUrl),
    example: example === undefined ? undefined : codeBlock('ts', example),
    parameters: operation.parameters.map((parameter) => ({ ...viewOfField(parameter), place: cell(parameter.place) })),
    body: requestBody && {
      name: code(bodyParameter?.name ?? 'requestBody'),
      type: bodyParameter && code(bodyParameter.type),
      meaning: paragraphs(requestBody.description),
      fields: requestBody.fields.map(viewOfField),
    },
    options: optionsParameter && {
      name: code(optionsParameter.name),
      type: code(optionsParameter.type),
      meaning: paragraphs(optionsParameter.doc.replace(/\w$/, '$&.')),
    },
    response: { type: code(response.type), fields: response.fields.map(viewOfField) },
    accepted: paragraphs(accepted?.description ?? ''),
    rejections: viewOfResponses(operation),
  };
}

/** The responses that reject a request. */
export function viewOfResponses({ responses }: Operation): Record<string, string>[] {
  return responses.filter(({ status }) => /^[45]|^default$/.test(status)).map(viewOfResponse);
}

/** @throws {@link Rejection} for a class whose advice is missing */
export function viewOfErrorClass({ name, code: errorCode, doc }: ErrorClass): Record<string, string> {
  const known = ERROR_ADVICE[errorCode];
  if (known === undefined)
    throw new Rejection(`${name} has no advice. Add its code ${errorCode} to scripts/docs/view.ts.`);
  return {
    name: codeCell(name),
    code: codeCell(errorCode),
    meaning: cell(doc),
    advice: cell(known.advice),
    retried: known.retried,
  };
}

/** A rule of the drift report, with its two verdicts as one where they are the same. */
export function viewOfRule({ what, request, response }: Rule): Record<string, string> {
  const same = request.todo === response.todo;
  return {
    what: cell(what),
    request: request.level,
    response: response.level,
    todo: cell(same ? request.todo : `Request: ${request.todo} Response: ${response.todo}`),
  };
}

function viewOfField(field: Field): Record<string, string> {
  return {
    name: codeCell(field.name),
    type: codeCell(field.type),
    required: requiredText(field),
    always: field.required ? 'Yes' : 'No',
    meaning: cell(field.description),
  };
}

function requiredText({ name, required, alternatives }: Field): string {
  const others = alternatives.filter((other) => other !== name).map(codeCell);
  if (others.length > 0) return `Unless ${others.join(' or ')} is present`;
  return required || alternatives.length > 0 ? 'Yes' : 'No';
}

function viewOfResponse(response: Response): Record<string, string> {
  return {
    status: response.status === 'default' ? 'Any other' : codeCell(response.status),
    meaning: cell(response.description),
    // A status that Box adds has a text of ours, but need not have advice.
    advice: cell(response.advice === '' ? GENERAL_ADVICE : response.advice),
    retried: retriedText(response),
  };
}

function retriedText({ status, retriedStatuses }: Response): string {
  if (status === '401') return 'Once, if `auth` can provide a new token';
  const codes = retriedStatuses.map((retried) => codeCell(String(retried)));
  if (codes.length === 0) return 'No';
  return /^\d+$/.test(status) ? 'Yes' : `${codes.join(', ')}: yes. Others: no`;
}
