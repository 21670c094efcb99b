import { FACADE_PATH } from '../model/facade.ts';
import type { Operation } from '../model/operations.ts';

const ANSWER = 'SessionTerminationMessage';

/**
 * The façade method to write for an operation that has none: three parts, each under a line that says where it goes. The
 * transport posts JSON with a list of ids; for an operation that asks for more, the stub says so and rejects.
 */
export function facadeStub(operation: Operation): string {
  const { operationId } = operation;
  const method = camelCase(operationId);
  const name = method.charAt(0).toUpperCase() + method.slice(1);
  return isPostedList(operation) ? postingStub(operation, method, name) : rejectingStub(operation, method);
}

function isPostedList({ method, path, requestBody }: Operation): boolean {
  return method === 'POST' && !path.includes('{') && requestBody !== undefined && listsOf({ requestBody }).length > 0;
}

function postingStub(operation: Operation, method: string, name: string): string {
  const { operationId, path, answer } = operation;
  const constant = operationId.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const body = `${name}RequestBodyArg`;
  const isOther = answer.type !== ANSWER;
  const returns = isOther ? `${name}Response` : ANSWER;
  const id = quote(operationId);
  const transport = [
    `export type ${body} = JsonBody<${id}>;`,
    isOther && `export type ${returns} = operations[${id}]['responses'][202]['content']['application/json'];`,
  ];
  const call = `this.#call(${constant}, requestBody, options)`;
  return `// src/client/transport.ts
${transport.filter(Boolean).join('\n')}

// ${FACADE_PATH}, above the class
import type { ${isOther ? `${body}, ${returns}` : body} } from './transport.ts';

const ${constant}: Operation<${id}> = {
  operationId: ${id},
  path: ${quote(path)},
  lists: [${listsOf(operation).map(quote).join(', ')}],
};

// ${FACADE_PATH}, in the class
  /**
${comment(operation, ['@param requestBody - what is sent', '@param options - a signal, a time limit and headers for this call'])}
   */
  ${isOther ? 'async ' : ''}${method}(
    requestBody: ${body},
    options: CallOptions = {},
  ): Promise<${returns}> {
    return ${isOther ? `(await ${call}) as unknown as ${returns}` : call};
  }`;
}

function rejectingStub(operation: Operation, method: string): string {
  const { method: verb, path } = operation;
  return `// src/client/transport.ts sends only POST with a JSON body that holds a list of ids. Extend it first, for ${verb} ${lineOf(path)}.

// ${FACADE_PATH}, in the class
  /**
${comment(operation, [])}
   */
  ${method}(): Promise<${ANSWER}> {
    return Promise.reject(new Error('Not written yet.'));
  }`;
}

function listsOf({ requestBody }: Pick<Operation, 'requestBody'>): string[] {
  return (requestBody?.fields ?? []).filter(({ type }) => type === 'string[]').map(({ name }) => name);
}

function comment({ summary, operationId, referenceUrl }: Operation, parameters: string[]): string {
  const lines = [summary, '', ...parameters, `@operationId ${operationId}`, `@see ${referenceUrl}`];
  return lines.map((line) => `   * ${lineOf(line).replaceAll('*/', '*\\/')}`.trimEnd()).join('\n');
}

/** Named as Box's own clients name theirs: what is posted is created. */
function camelCase(operationId: string): string {
  const words = operationId
    .replace(/^post(?=[^A-Za-z0-9]|$)/i, 'create')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return words
    .map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** As a string of TypeScript, with what turns the lines of a terminal escaped too. */
function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function lineOf(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
