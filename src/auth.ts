/** Ways to get access tokens for the option `auth`; `box-session-termination` itself does not load them. */
export { clientCredentials, type ClientCredentialsOptions } from './client-credentials.ts';
export { jwt, type JwtOptions } from './jwt.ts';
export type { TokenEndpointOptions } from './auth-options.ts';
export type { JwtConfig } from './jwt-config.ts';
export type { TokenFunction, TokenRequest } from './client/options.ts';
