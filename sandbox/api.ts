import { readFile } from 'node:fs/promises';
import { OpenAPIBackend, type Context, type Document } from 'openapi-backend';
import { tokenOf, unauthorized } from './accounts.ts';
import { ruleFor, type ErrorResponse, type Manner } from './rules.ts';

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

/** The response to send: an error, or a 202 and what is special about it. */
export type Verdict = { error: ErrorResponse } | { error?: undefined; manner: Manner | undefined };

/** Decides how to respond, by the corrected spec and the rules. */
export type Judge = (request: ApiRequest) => Promise<Verdict>;

const SPEC = new URL('../generated/openapi.json', import.meta.url);
const NOTHING_TO_DO = 'The request names no user or group';
const WRONG_FORMAT = 'The request body does not have the format of the specification';
const NOT_JSON = 'The request body has to be JSON';

/**
 * Makes the judge of one sandbox.
 *
 * @param apiRoot - the path of the API, for example `/2.0`
 * @param onAccepted - called with each request that is accepted
 */
export async function createJudge(apiRoot: string, onAccepted: (request: AcceptedRequest) => void): Promise<Judge> {
  const definition = JSON.parse(await readFile(SPEC, 'utf8')) as Document;
  const met = new Set<string>();

  const accept = ({ operation, request }: Context): Verdict => {
    const body = (request.requestBody ?? {}) as Record<string, unknown>;
    const targets = targetsOf(body);
    if (targets.length === 0) return reject(400, 'bad_request', NOTHING_TO_DO);
    const rule = ruleFor('token', [tokenOf(request.headers)]) ?? ruleFor('target', targets, met);
    if (typeof rule?.response === 'object') return { error: rule.response };
    onAccepted({ operationId: operation.operationId ?? '', path: request.path, body });
    return { manner: rule?.response };
  };

  const api = new OpenAPIBackend({ definition, apiRoot, quick: true });
  await api.init();
  api.register({
    ...Object.fromEntries(api.getOperations().map(({ operationId }) => [operationId, accept])),
    notFound: () => reject(404, 'not_found', 'This path does not exist'),
    methodNotAllowed: () => reject(405, 'method_not_allowed', 'This path does not have this method'),
    unauthorizedHandler: ({ request }: Context) => ({ error: unauthorized(tokenOf(request.headers)) }),
    validationFail: ({ validation }: Context) =>
      reject(400, 'bad_request', isMissing(validation.errors ?? []) ? NOTHING_TO_DO : WRONG_FORMAT),
  });
  api.registerSecurityHandler('OAuth2Security', ({ request }) => unauthorized(tokenOf(request.headers)) === undefined);
  return async ({ method, path, headers, text }) => {
    const body = parse(headers['content-type'] ?? '', text);
    if (body === undefined && method === 'POST') return reject(400, 'bad_request', NOT_JSON);
    return (await api.handleRequest({ method, path, headers, body })) as Verdict;
  };
}

function reject(status: number, code: string, message: string): Verdict {
  return { error: { status, code, message } };
}

function isMissing(errors: readonly { keyword?: string }[]): boolean {
  return errors.some(({ keyword }) => keyword === 'required');
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
