import { group } from '../case.ts';
import { equal, rejects } from '../expect.ts';
import { ACCEPTED, manager, script, signOut, TOKEN } from '../script.ts';

export const PLAIN_CASES = group('plain calls', {
  'signs users out and gives the message': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    equal(await manager(baseUrl).createUserTerminateSession({ user_ids: ['1'] }), { message: 'accepted' });
    const [request] = await seen();
    equal(request?.path, '/2.0/users/terminate_sessions');
    equal(JSON.parse(request?.body ?? ''), { user_ids: ['1'], user_logins: [] });
  },
  'signs groups out': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    equal(await manager(baseUrl).createGroupTerminateSession({ group_ids: ['7'] }), { message: 'accepted' });
    const [request] = await seen();
    equal(request?.path, '/2.0/groups/terminate_sessions');
    equal(JSON.parse(request?.body ?? ''), { group_ids: ['7'] });
  },
  'sends the token, the media type and the headers of the caller': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    await signOut(baseUrl, { asUser: '42', headers: { 'x-reason': 'laptop stolen' } });
    const headers = (await seen())[0]?.headers ?? {};
    const { authorization, 'content-type': type, 'as-user': asUser, 'x-reason': reason } = headers;
    equal([authorization, type, asUser, reason], [`Bearer ${TOKEN}`, 'application/json', '42', 'laptop stolen']);
  },
  'sends a thousand logins, and letters of every script': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    const logins = Array.from({ length: 1000 }, (_, index) => `ёλ漢🙂${index}@example.com`);
    await manager(baseUrl).createUserTerminateSession({ user_logins: logins });
    equal(JSON.parse((await seen())[0]?.body ?? '').user_logins, logins);
  },
  'sends nothing when the lists are empty': async (environment) => {
    const { baseUrl, seen } = script(environment, ACCEPTED);
    const calling = manager(baseUrl).createUserTerminateSession({ user_ids: [] });
    await rejects(calling, { name: 'InvalidRequestError', attempts: 0 });
    equal(await seen(), []);
  },
  'is accepted by the sandbox': async ({ origin }) => {
    const { message = '' } = await signOut(`${origin}/2.0`);
    equal(message !== '', true);
  },
});
