import type {
  CreateGroupTerminateSessionRequestBodyArg,
  CreateUserTerminateSessionRequestBodyArg,
  SessionTerminationMessage,
} from './transport.ts';
import type { CallOptions, SessionTerminationManagerOptions } from './options.ts';

/** Signs users and groups out of Box. */
export class SessionTerminationManager {
  constructor(_options: SessionTerminationManagerOptions) {}

  /**
   * Signs users out.
   *
   * @operationId post_users_terminate_sessions
   */
  async createUserTerminateSession(
    _requestBody: CreateUserTerminateSessionRequestBodyArg,
    _options: CallOptions = {},
  ): Promise<SessionTerminationMessage> {
    throw new Error('being written');
  }

  /**
   * Signs the members of groups out.
   *
   * @operationId post_groups_terminate_sessions
   */
  async createGroupTerminateSession(
    _requestBody: CreateGroupTerminateSessionRequestBodyArg,
    _options: CallOptions = {},
  ): Promise<SessionTerminationMessage> {
    throw new Error('being written');
  }
}
