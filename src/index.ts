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
  SessionTerminationMessage,
} from './client/operation-types.ts';
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
