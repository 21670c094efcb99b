export { SessionTerminationManager } from './client/session-termination-manager.ts';
export {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  SessionTerminationError,
  TimeoutError,
} from './errors.ts';
export type { ApiErrorOptions, NetworkErrorReason, SessionTerminationErrorOptions } from './errors.ts';
export type {
  CreateGroupTerminateSessionRequestBodyArg,
  CreateUserTerminateSessionRequestBodyArg,
} from './client/request-body.ts';
export type { SessionTerminationMessage } from './client/response.ts';
export type {
  Authentication,
  CallOptions,
  ResponseEvent,
  RetryEvent,
  RetryOptions,
  SessionTerminationManagerOptions,
  TokenFunction,
  TokenRequest,
} from './client/options.ts';
