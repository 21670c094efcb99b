import { randomUUID } from 'node:crypto';
import { ruleFor, type ErrorResponse } from './rules.ts';

/** A response with a JSON body. */
export interface JsonResponse {
  status: number;
  body: object;
}

/** The lifetime that a token response names, in seconds. */
const TOKEN_LIFE_S = 3600;

/** The token of a request; empty without one. */
export function tokenOf({ authorization }: { authorization?: string | string[] | undefined }): string {
  return typeof authorization === 'string' ? (/^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '') : '';
}

/** The error response to a token that is missing or has expired; `undefined` for any other. */
export function unauthorized(token: string): ErrorResponse | undefined {
  if (token === '') {
    return {
      status: 401,
      code: 'unauthorized',
      message: 'The request has no access token',
      headers: { 'www-authenticate': 'Bearer realm="sandbox"' },
    };
  }
  const response = ruleFor('token', [token])?.response;
  return typeof response === 'object' && response.status === 401 ? response : undefined;
}

/**
 * Issues a token for client credentials or an assertion, whose signature the sandbox can't check. A client ID that begins with
 * `invalid` is rejected.
 */
export function grantToken(form: URLSearchParams): JsonResponse {
  const [clientId, secret] = [form.get('client_id'), form.get('client_secret')];
  if (!clientId || !secret || clientId.startsWith('invalid')) {
    return oauthError('invalid_client', 'The client credentials are invalid');
  }
  switch (form.get('grant_type')) {
    case 'client_credentials':
      if (!/^(?:enterprise|user)$/.test(form.get('box_subject_type') ?? '') || !form.get('box_subject_id')) {
        return oauthError('invalid_grant', 'The subject is missing');
      }
      break;
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      if ((form.get('assertion') ?? '').split('.').length !== 3) {
        return oauthError('invalid_grant', 'The assertion is not a signed JWT');
      }
      break;
    default:
      return oauthError('unsupported_grant_type', 'The grant type is not supported');
  }
  const body = { access_token: `sandbox-${randomUUID()}`, expires_in: TOKEN_LIFE_S, token_type: 'bearer' };
  return { status: 200, body };
}

/** The account that a token acts as. Box includes the role only if the request asks for it. */
export function describeAccount(token: string, asUser: string | undefined, fields: readonly string[]): object {
  const isAdmin = ruleFor('token', [token]) === undefined && asUser === undefined;
  const account = {
    type: 'user',
    id: asUser ?? '1000',
    name: isAdmin ? 'Ada Admin' : 'Uma User',
    login: isAdmin ? 'admin@sandbox.example' : 'user@sandbox.example',
  };
  return fields.includes('role') ? { ...account, role: isAdmin ? 'admin' : 'user' } : account;
}

function oauthError(error: string, description: string): JsonResponse {
  return { status: 400, body: { error, error_description: description } };
}
