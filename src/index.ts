export { SessionTerminationManager } from './client/session-termination-manager.ts';
export type {
  CreateUserTerminateSessionRequestBodyArg,
  CreateGroupTerminateSessionRequestBodyArg,
  SessionTerminationMessage,
} from './client/operation-types.ts';
export type {
  SessionTerminationManagerOptions,
  CallOptions,
  HeadersOption,
  RetryOptions,
  RetryEvent,
  ResponseEvent,
  TokenFunction,
  TokenRequest,
  Authentication,
} from './client/options.ts';
export {
  SessionTerminationError,
  InvalidRequestError,
  AuthError,
  ApiError,
  ResponseError,
  NetworkError,
  TimeoutError,
} from './errors.ts';
export type { NetworkErrorReason, ApiErrorOptions, SessionTerminationErrorOptions } from './errors.ts';
