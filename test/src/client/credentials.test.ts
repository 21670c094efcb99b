import { describe, expect, it, vi } from 'vitest';
import { AuthError, type TokenFunction } from '../../../src/index.ts';
import { everythingShown } from '../../support/everything-shown.ts';
import { accepted, answer, manager, rejection, startServer } from '../../support/server.ts';

const ada = { user_logins: ['ada@example.com'] };
const never = new AbortController().signal;

describe('a token', () => {
  it.each([
    ['empty', ''],
    ['not a string', 7],
    ['missing', undefined],
    ['with a line break', 'token\n'],
    ['with a space', 'Bearer token'],
    ['beyond ASCII', 'tökén'],
  ])('%s is an AuthError before anything is sent', async (_, token) => {
    const { baseUrl, received } = await startServer(accepted);
    const auth = (() => token) as TokenFunction;
    const error = await rejection(manager(baseUrl, { auth }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0 });
    expect(error.message).not.toContain('tökén');
    expect(error.message).toMatch(/\. Nothing was sent\.$/);
    expect(received).toHaveLength(0);
  });

  it('given as a wrong string is an AuthError of the call', async () => {
    const error = await rejection(manager('https://box.example', { auth: 'a\nb' }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0 });
  });
});

describe('a token function', () => {
  it('that fails is an AuthError with its cause, whose message is withheld', async () => {
    const auth = async (): Promise<string> => {
      throw Object.assign(new RangeError('vault is sealed'), { code: 'E_SEALED' });
    };
    const error = await rejection(manager('https://box.example', { auth }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0, cause: { name: 'RangeError', code: 'E_SEALED' } });
    expect(everythingShown(error)).not.toContain('vault is sealed');
  });

  it('that fails with the rejected token in its error shows none of it', async () => {
    const { baseUrl } = await startServer(answer(401));
    for (const made of [Error, AuthError]) {
      const auth: TokenFunction = ({ refresh }) => {
        if (refresh) throw new made('no other than token-of-old', { cause: new Error('nor more than token-of-old') });
        return 'token-of-old';
      };
      const error = await rejection(manager(baseUrl, { auth }).createUserTerminateSession(ada));
      expect(error).toMatchObject({ name: 'AuthError', attempts: 1 });
      expect(everythingShown(error)).not.toContain('token-of-old');
    }
  });

  it('that fails with the token of an earlier call in its error shows none of it', async () => {
    const { baseUrl } = await startServer(accepted);
    let calls = 0;
    const auth = (): string => {
      calls += 1;
      if (calls > 1) throw new Error('no other than token-of-old');
      return 'token-of-old';
    };
    const sessions = manager(baseUrl, { auth });
    await sessions.createUserTerminateSession(ada);
    const error = await rejection(sessions.createUserTerminateSession(ada));
    expect(error.cause).toMatchObject({ name: 'Error' });
    expect(everythingShown(error)).not.toContain('token-of-old');
  });

  it('is asked before each request', async () => {
    const { baseUrl, received } = await startServer(answer(503), accepted);
    let count = 0;
    await manager(baseUrl, { auth: () => `token-${++count}` }).createUserTerminateSession(ada);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });
});

describe('a refresh', () => {
  it('is tried again by the next call after it failed for those that waited', async () => {
    const { baseUrl } = await startServer((response, index, request) =>
      (request.headers.authorization === 'Bearer new' ? accepted : answer(401))(response, index, request),
    );
    let refreshes = 0;
    const onResponse = vi.fn();
    const auth: TokenFunction = async ({ refresh }) => {
      if (!refresh) return 'old';
      refreshes += 1;
      await vi.waitUntil(() => onResponse.mock.calls.length >= 5);
      if (refreshes === 1) throw new Error('try later');
      return 'new';
    };
    const sessions = manager(baseUrl, { auth, onResponse });
    const calls = Array.from({ length: 5 }, () => rejection(sessions.createUserTerminateSession(ada)));
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ name: 'AuthError', attempts: 1 });
    expect(refreshes).toBe(1);
    await sessions.createUserTerminateSession(ada);
    expect(refreshes).toBe(2);
  });

  it('continues for the others when one caller aborts, and is aborted when none is left', async () => {
    const { baseUrl } = await startServer((response, index, request) =>
      (request.headers.authorization === 'Bearer new' ? accepted : answer(401))(response, index, request),
    );
    const signals: AbortSignal[] = [];
    const release: (() => void)[] = [];
    const auth: TokenFunction = ({ refresh, signal }) => {
      if (!refresh) return 'old';
      signals.push(signal);
      return new Promise((resolve) => release.push(() => resolve('new')));
    };
    const onResponse = vi.fn();
    const sessions = manager(baseUrl, { auth, onResponse });
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const calls = [first, second].map(({ signal }) => sessions.createUserTerminateSession(ada, { signal }));
    await vi.waitUntil(() => onResponse.mock.calls.length === 2);
    first.abort(new Error('first left'));
    await expect(calls[0]).rejects.toThrow('first left');
    expect(signals[0]?.aborted).toBe(false);
    release[0]?.();
    await expect(calls[1]).resolves.toEqual({ message: 'accepted' });

    const alone = sessions.createUserTerminateSession(ada, { signal: third.signal });
    await vi.waitUntil(() => signals.length === 2);
    third.abort(new Error('third left'));
    await expect(alone).rejects.toThrow('third left');
    expect(signals[1]?.aborted).toBe(true);
  });
});

describe('an authentication object', () => {
  it('that gives no text for a header is an AuthError', async () => {
    const auth = { retrieveAuthorizationHeader: async () => undefined as never, refreshToken: async () => {} };
    const error = await rejection(manager('https://box.example', { auth }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 0 });
  });

  it('gives its header, and a new one after a refresh', async () => {
    const { baseUrl, received } = await startServer(answer(401), accepted);
    let token = 'old';
    const auth = {
      retrieveAuthorizationHeader: async () => `Bearer ${token}`,
      refreshToken: async () => {
        token = 'new';
      },
    };
    await manager(baseUrl, { auth }).createUserTerminateSession(ada, { signal: never });
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('is refreshed once at a time, even if no caller waited to the end of the last refresh', async () => {
    const { baseUrl, received } = await startServer(answer(401), accepted);
    let [token, running, most] = ['old', 0, 0];
    const auth = {
      retrieveAuthorizationHeader: async () => `Bearer ${token}`,
      refreshToken: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 500));
        running -= 1;
        token = 'new';
      },
    };
    await manager(baseUrl, { auth, timeoutMs: 300, retry: { minDelayMs: 0 } }).createUserTerminateSession(ada);
    expect(most).toBe(1);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('that cannot refresh is an AuthError', async () => {
    const { baseUrl } = await startServer(answer(401));
    const auth = {
      retrieveAuthorizationHeader: async () => 'Bearer old',
      refreshToken: () => Promise.reject(new Error('a developer token cannot be refreshed')),
    };
    const error = await rejection(manager(baseUrl, { auth }).createUserTerminateSession(ada));
    expect(error).toMatchObject({ name: 'AuthError', attempts: 1 });
  });
});
