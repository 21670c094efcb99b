import { BoxClient, BoxDeveloperTokenAuth } from 'box-node-sdk';
import { TOKEN, type Connect } from './program.ts';

export const connect: Connect = (origin) => {
  const auth = new BoxDeveloperTokenAuth({ token: TOKEN });
  const baseUrls = { baseUrl: origin, uploadUrl: origin, oauth2Url: origin };
  const client = new BoxClient({ auth }).withCustomBaseUrls(baseUrls);
  return async (userIds) => {
    await client.sessionTermination.terminateUsersSessions({ userIds, userLogins: [] });
  };
};
