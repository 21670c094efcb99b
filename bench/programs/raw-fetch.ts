import { TOKEN, type Connect } from './program.ts';

export const connect: Connect = (origin) => async (userIds) => {
  const response = await fetch(`${origin}/2.0/users/terminate_sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user_ids: userIds, user_logins: [] }),
  });
  if (response.status !== 202) throw new Error(`status ${response.status}`);
  await response.json();
};
