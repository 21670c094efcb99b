import fc from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  SessionTerminationError,
  TimeoutError,
  type TokenFunction,
} from '../../src/index.ts';
import { everythingShown } from '../support/everything-shown.ts';
import { manager, rejection } from '../support/server.ts';

describe('the errors', () => {
  it.each([
    [new InvalidRequestError('m'), 'InvalidRequestError', 'invalid_request'],
    [new AuthError('m'), 'AuthError', 'auth'],
    [new ApiError('m', { status: 400 }), 'ApiError', 'api'],
    [new ResponseError('m', { status: 302 }), 'ResponseError', 'response'],
    [new NetworkError('m'), 'NetworkError', 'network'],
    [new TimeoutError('m'), 'TimeoutError', 'timeout'],
  ])('%s has a name and a code, and says both in JSON', (error, name, code) => {
    expect(error).toBeInstanceOf(SessionTerminationError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, code, attempts: 0 });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name, code, message: 'm', attempts: 0 });
    expect(String(error)).toBe(`${name}: m`);
  });
});

describe('a failed call', () => {
  // Long enough, and of letters that none of our own words hold, so that a hit is a leak and no chance.
  const login = fc.string({
    unit: fc.constantFrom(...'À È Ì " \\ / < & % é € 0 9 Q'.split(' ')),
    minLength: 8,
    maxLength: 24,
  });
  const word = fc.stringMatching(/^[0189QXZ]{12,40}$/);
  const secrets = fc.record({ token: word, login, id: word, header: word, user: word });
  const status = fc.constantFrom(200, 202, 302, 400, 401, 403, 404, 429, 500);

  /** What Box, a proxy or a runtime may do with what it was sent. */
  const echoes: ((sent: string) => string)[] = [
    (sent) => sent,
    (sent) => JSON.stringify({ type: 'error', message: sent, code: sent, request_id: sent, help_url: sent }),
    (sent) => JSON.stringify({ context_info: { [sent]: [sent, { deep: sent }] } }),
    (sent) => `<html>${encodeURIComponent(sent)}</html>`,
    (sent) => JSON.stringify({ message: encodeURIComponent(sent) }),
    (sent) => JSON.stringify({ message: sent }).slice(0, -1),
  ];

  it('shows no token, login, id, header or body, whatever is echoed', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, status, fc.nat(echoes.length), fc.boolean(), async (given, code, shape, refreshes) => {
        let sent = '';
        const fetch: typeof globalThis.fetch = async (_, init) => {
          sent = [...Object.values(given), typeof init?.body === 'string' ? init.body : ''].join(' ');
          const body = echoes[shape]?.(sent);
          if (body === undefined) throw new Error(sent, { cause: Object.assign(new Error(sent), { headers: sent }) });
          const challenge = `Bearer scope="${encodeURIComponent(sent)}"`;
          return new Response(body, { status: code, headers: { 'www-authenticate': challenge } });
        };
        const auth: TokenFunction = ({ refresh }) => {
          if (refresh && !refreshes) throw new Error(sent, { cause: new Error(sent) });
          return given.token;
        };
        const sessions = manager('https://box.example/2.0', {
          auth,
          fetch,
          retry: { maxAttempts: 2, minDelayMs: 0 },
          headers: { 'x-secret': given.header },
          asUser: given.user,
        });
        const call = sessions.createUserTerminateSession({ user_logins: [given.login], user_ids: [given.id] });
        const error: unknown = await call.catch((reason: unknown) => reason);
        // A 202 with a JSON object is a success, whose message is Box's own.
        if (code === 202 && !(error instanceof Error)) return;
        expect(error).toBeInstanceOf(SessionTerminationError);
        const shown = everythingShown(error as Error);
        for (const value of Object.values(given)) {
          expect(shown).not.toContain(value);
          expect(shown).not.toContain(encodeURIComponent(value));
          expect(shown).not.toContain(JSON.stringify(value).slice(1, -1));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps one line of what Box says, cut to a readable length', async () => {
    const fetch = (): Promise<Response> =>
      Promise.resolve(
        Response.json({ type: 'error', message: `first\r\nsecond\u0007 ${'x'.repeat(5000)}` }, { status: 400 }),
      );
    const { message } = await rejection(
      manager('https://box.example', { fetch }).createGroupTerminateSession({ group_ids: ['77'] }),
    );
    expect(message).toMatch(/Box says: first second xxx/);
    expect(message.length).toBeLessThan(500);
  });
});
