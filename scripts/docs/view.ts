import type { Rule } from '../drift/rules.ts';
import type { Field } from '../model/fields.ts';
import { cell, code, codeBlock, codeCell, headingText, paragraphs } from './markdown.ts';
import type { Operation, Response } from '../model/operations.ts';
import { Rejection } from '../terminal/rejection.ts';
import type { ErrorClass } from '../model/source.ts';

/** What to do about an error that has no status of Box's, and whether the library tries again by itself. */
const ERROR_ADVICE: Readonly<Record<string, { advice: string; triedAgain: string }>> = {
  invalid_request: { advice: 'Mend the option or the argument that the message names.', triedAgain: 'No' },
  auth: { advice: 'Check the credentials.', triedAgain: 'No' },
  response: {
    advice:
      'With status 202, Box accepted the request: do not send it again. With any other, check `baseUrl` and the proxy.',
    triedAgain: 'No',
  },
  network: {
    advice: 'Check the network. Look into the admin events before you send the request again.',
    triedAgain: 'Yes, unless the certificate is wrong',
  },
  timeout: { advice: 'Look into the admin events before you send the request again.', triedAgain: 'Yes' },
};

/** An operation, with every text as Markdown: what the template of the reference page prints. */
export function viewOfOperation(operation: Operation, example: string | undefined): Record<string, unknown> {
  const { facade, requestBody, answer, responses } = operation;
  const [bodyParameter, optionsParameter] = facade?.parameters ?? [];
  const accepted = responses.find(({ status }) => status === '202');
  return {
    heading: headingText(operation.summary),
    description: paragraphs(operation.description),
    method: facade === undefined ? undefined : code(facade.name),
    endpoint: code(`${operation.method} ${operation.path}`),
    referenceUrl: encodeURI(operation.referenceUrl),
    example: example === undefined ? undefined : codeBlock('ts', example),
    parameters: operation.parameters.map((parameter) => ({ ...viewOfField(parameter), place: parameter.place })),
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
    answer: { type: code(answer.type), fields: answer.fields.map(viewOfField) },
    accepted: paragraphs(accepted?.description ?? ''),
    refusals: responses.filter(({ status }) => /^[45]|^default$/.test(status)).map(viewOfResponse),
  };
}

/** @throws {@link Rejection} for a class that nobody said yet what to do about */
export function viewOfErrorClass({ name, code: errorCode, doc }: ErrorClass): Record<string, string> {
  const known = ERROR_ADVICE[errorCode];
  if (known === undefined)
    throw new Rejection(`${name} has no advice. Add its code ${errorCode} to scripts/docs/view.ts.`);
  return {
    name: codeCell(name),
    code: codeCell(errorCode),
    meaning: cell(doc),
    advice: cell(known.advice),
    triedAgain: known.triedAgain,
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
    needed: neededText(field),
    always: field.required ? 'Yes' : 'No',
    meaning: cell(field.description),
  };
}

function neededText({ name, required, alternatives }: Field): string {
  const others = alternatives.filter((other) => other !== name).map(codeCell);
  if (others.length > 0) return `Unless ${others.join(' or ')} is given`;
  return required || alternatives.length > 0 ? 'Yes' : 'No';
}

function viewOfResponse(response: Response): Record<string, string> {
  return {
    status: response.status === 'default' ? 'Any other' : codeCell(response.status),
    meaning: cell(response.description),
    advice: cell(response.advice),
    triedAgain: triedAgainText(response),
  };
}

function triedAgainText({ status, retriedStatuses }: Response): string {
  if (status === '401') return 'Once, when `auth` can give a new token';
  const codes = retriedStatuses.map((retried) => codeCell(String(retried)));
  if (codes.length === 0) return 'No';
  return /^\d+$/.test(status) ? 'Yes' : `${codes.join(', ')}: yes. Others: no`;
}
