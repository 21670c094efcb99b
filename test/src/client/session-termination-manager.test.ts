import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import {
  SessionTerminationManager,
  type CreateGroupTerminateSessionRequestBodyArg,
  type CreateUserTerminateSessionRequestBodyArg,
  type SessionTerminationMessage,
} from '../../../src/index.ts';

const sessions = new SessionTerminationManager({ auth: 'token' });
const box = (): nock.Scope => nock('https://api.box.com', { reqheaders: { authorization: 'Bearer token' } });

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.restore());

describe('createUserTerminateSession', () => {
  it('posts ids and logins to the server of the description and returns the message', async () => {
    box()
      .post('/2.0/users/terminate_sessions', { user_ids: ['1'], user_logins: ['ada@example.com'] })
      .reply(202, { message: 'ok' });
    const body = { user_ids: ['1'], user_logins: ['ada@example.com'] };
    await expect(sessions.createUserTerminateSession(body)).resolves.toEqual({ message: 'ok' });
  });

  it('sends an empty list for the one that was left out', async () => {
    box()
      .post('/2.0/users/terminate_sessions', { user_ids: ['1'], user_logins: [] })
      .reply(202);
    await expect(sessions.createUserTerminateSession({ user_ids: ['1'] })).resolves.toEqual({});
  });

  it('rejects instead of throwing when its argument is wrong', async () => {
    const promise = sessions.createUserTerminateSession(undefined as never);
    await expect(promise).rejects.toMatchObject({ name: 'InvalidRequestError' });
  });
});

describe('createGroupTerminateSession', () => {
  it('posts ids of groups', async () => {
    box()
      .post('/2.0/groups/terminate_sessions', { group_ids: ['27335'] })
      .reply(202, { message: 'ok' });
    await expect(sessions.createGroupTerminateSession({ group_ids: ['27335'] })).resolves.toEqual({ message: 'ok' });
  });
});

describe('the types', () => {
  it('let either list be left out, but not both', () => {
    expectTypeOf<{ user_ids: string[] }>().toExtend<CreateUserTerminateSessionRequestBodyArg>();
    expectTypeOf<{ user_logins: string[] }>().toExtend<CreateUserTerminateSessionRequestBodyArg>();
    expectTypeOf<{ user_ids: string[]; user_logins: string[] }>().toExtend<CreateUserTerminateSessionRequestBodyArg>();
    expectTypeOf<object>().not.toExtend<CreateUserTerminateSessionRequestBodyArg>();
    expectTypeOf<{ user_ids: number[] }>().not.toExtend<CreateUserTerminateSessionRequestBodyArg>();
    expectTypeOf<{ group_ids: string[] }>().toExtend<CreateGroupTerminateSessionRequestBodyArg>();
    expectTypeOf<object>().not.toExtend<CreateGroupTerminateSessionRequestBodyArg>();
    expectTypeOf<SessionTerminationMessage['message']>().toEqualTypeOf<string | undefined>();
  });
});
