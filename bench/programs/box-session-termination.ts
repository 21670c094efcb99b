import { SessionTerminationManager } from '../../src/index.ts';
import { TOKEN, type Connect } from './program.ts';

export const connect: Connect = (origin) => {
  const sessions = new SessionTerminationManager({ auth: TOKEN, baseUrl: `${origin}/2.0` });
  return async (userIds) => {
    await sessions.createUserTerminateSession({ user_ids: userIds });
  };
};
