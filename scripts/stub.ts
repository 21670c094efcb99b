import type { Operation } from './operations.ts';

/** The façade method to write for an operation that has none, ready to be pasted into the façade. */
export function facadeStub({ operationId, path, summary, requestBody, answer, referenceUrl }: Operation): string {
  const method = camelCase(operationId);
  const constant = operationId.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const type = `${method.charAt(0).toUpperCase()}${method.slice(1)}RequestBodyArg`;
  const lists = (requestBody?.fields ?? []).filter((field) => field.type === 'string[]').map(({ name }) => name);
  const comment = [
    summary,
    '',
    '@param requestBody - what is sent',
    '@param options - a signal, a time limit and headers for this call',
    `@operationId ${operationId}`,
    `@see ${referenceUrl}`,
  ].map((line) => `   * ${line.replaceAll('*/', '*\\/')}`.trimEnd());
  return `// src/transport.ts
export type ${type} = JsonBody<${quote(operationId)}>;

// src/session-termination-manager.ts
const ${constant}: Operation<${quote(operationId)}> = {
  operationId: ${quote(operationId)},
  path: ${quote(path)},
  lists: [${lists.map(quote).join(', ')}],
};

  /**
${comment.join('\n')}
   */
  ${method}(
    requestBody: ${type},
    options: CallOptions = {},
  ): Promise<${answer.type}> {
    return this.#call(${constant}, requestBody, options);
  }`;
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

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
