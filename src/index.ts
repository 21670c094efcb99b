export { SessionTerminationManager } from './session-termination-manager.ts';
export * from './errors.ts';
export type {
  CreateGroupTerminateSessionRequestBodyArg,
  CreateUserTerminateSessionRequestBodyArg,
  SessionTerminationMessage,
} from './transport.ts';
export type {
  Authentication,
  CallOptions,
  ResponseEvent,
  RetryEvent,
  RetryOptions,
  SessionTerminationManagerOptions,
  TokenFunction,
  TokenRequest,
} from './options.ts';
