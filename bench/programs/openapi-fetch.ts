import createClient from 'openapi-fetch';
import type { paths } from '../../generated/schema.ts';
import { TOKEN, type Connect } from './program.ts';

export const connect: Connect = (origin) => {
  const client = createClient<paths>({ baseUrl: `${origin}/2.0`, headers: { authorization: `Bearer ${TOKEN}` } });
  return async (userIds) => {
    const body = { user_ids: userIds, user_logins: [] };
    const { response } = await client.POST('/users/terminate_sessions', { body });
    if (response.status !== 202) throw new Error(`status ${response.status}`);
  };
};
