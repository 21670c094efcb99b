import { readFile } from 'node:fs/promises';
import { OpenAPIBackend, type Context, type Document } from 'openapi-backend';
import { tokenOf, unauthorized } from './accounts.ts';
import { FAULTS, NOT_JSON, ruleFor, type Manner, type Refusal } from './rules.ts';

/** A request that the sandbox accepted. */
export interface AcceptedRequest {
  operationId: string;
  path: string;
  body: Record<string, unknown>;
}

/** A request as it arrived. */
export interface ApiRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  text: string;
}

/** What is answered: a refusal, or a 202 in some manner. */
export type Verdict = { refusal: Refusal } | { manner: Manner | 'whole' };

/** Says what Box would answer, as far as its corrected description and the rules tell. */
export type Judge = (request: ApiRequest) => Promise<Verdict>;

const DESCRIPTION = new URL('../generated/openapi.json', import.meta.url);

/**
 * Makes the judge of one sandbox.
 *
 * @param apiRoot - the path of the API, for example `/2.0`
 * @param onAccepted - is told of each request that is accepted
 */
export async function createJudge(apiRoot: string, onAccepted: (request: AcceptedRequest) => void): Promise<Judge> {
  const definition = JSON.parse(await readFile(DESCRIPTION, 'utf8')) as Document;
  const met = new Set<string>();

  const accept = ({ operation, request }: Context): Verdict => {
    const body = (request.requestBody ?? {}) as Record<string, unknown>;
    const operationId = operation.operationId ?? '';
    const targets = targetsOf(body);
    if (targets.length === 0) return refuse(400, 'bad_request', faultsOf(operationId).nobody);
    const rule = ruleFor('token', [tokenOf(request.headers)]) ?? ruleFor('target', targets, met);
    if (rule !== undefined && typeof rule.answer === 'object') return { refusal: rule.answer };
    onAccepted({ operationId, path: request.path, body });
    return { manner: typeof rule?.answer === 'string' ? rule.answer : 'whole' };
  };

  const api = new OpenAPIBackend({ definition, apiRoot, quick: true });
  await api.init();
  api.register({
    ...Object.fromEntries(api.getOperations().map(({ operationId }) => [operationId, accept])),
    notFound: () => refuse(404, 'not_found', 'There is nothing at this path'),
    methodNotAllowed: () => refuse(405, 'method_not_allowed', 'This method is not for this path'),
    unauthorizedHandler: ({ request }: Context) => ({
      refusal: unauthorized(tokenOf(request.headers)),
    }),
    validationFail: ({ operation, validation }: Context) =>
      refuse(400, 'bad_request', describeFault(operation.operationId ?? '', validation.errors ?? [])),
  });
  api.registerSecurityHandler('OAuth2Security', ({ request }) => unauthorized(tokenOf(request.headers)) === undefined);
  return async ({ method, path, headers, text }) => {
    const body = parse(headers['content-type'] ?? '', text);
    if (body === undefined && method === 'POST') return refuse(400, 'bad_request', NOT_JSON);
    return (await api.handleRequest({ method, path, headers, body })) as Verdict;
  };
}

function refuse(status: number, code: string, message: string): Verdict {
  return { refusal: { status, code, message } };
}

function faultsOf(operationId: string): { nobody: string; format: string } {
  return FAULTS[operationId] ?? { nobody: 'The request names nobody', format: 'The request has a wrong format' };
}

function describeFault(operationId: string, errors: readonly { keyword?: string }[]): string {
  const { nobody, format } = faultsOf(operationId);
  return errors.some(({ keyword }) => keyword === 'required') ? nobody : format;
}

function targetsOf(body: Record<string, unknown>): string[] {
  return Object.values(body)
    .filter(Array.isArray)
    .flat()
    .filter((value): value is string => typeof value === 'string');
}

function parse(contentType: string, text: string): Record<string, unknown> | undefined {
  if (!/^application\/json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
