/** Ways to get access tokens for the option `auth`; `box-session-termination` itself does not load them. */
export { clientCredentials, type ClientCredentialsOptions } from './auth/client-credentials.ts';
export { jwt, type JwtOptions } from './auth/jwt.ts';
export type { TokenEndpointOptions } from './auth/options.ts';
export type { JwtConfig } from './auth/jwt-config.ts';
export type { TokenFunction, TokenRequest } from './client/options.ts';
