import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  SessionTerminationError,
  TimeoutError,
} from '../../src/index.ts';
import { everythingShown } from './everything-shown.ts';
import { manager, rejection } from './server.ts';

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
  const secret = fc
    .array(fc.constantFrom('À', 'È', 'Ì', '"', '\\', '/', '<', '&', '%', 'é', '€', '0', '9', 'Q'), {
      minLength: 8,
      maxLength: 24,
    })
    .map((letters) => letters.join(''));
  const token = fc.stringMatching(/^[0189QXZ]{12,40}$/);
  const status = fc.constantFrom(200, 202, 302, 400, 401, 403, 404, 429, 500);

  it('shows no token, login, header or body, whatever Box or a proxy echoes', async () => {
    await fc.assert(
      fc.asyncProperty(token, secret, secret, status, fc.nat(5), async (tokenText, login, header, code, shape) => {
        const echo = `${tokenText} ${login} ${header}`;
        const echoes = [
          echo,
          JSON.stringify({ type: 'error', message: echo, code: echo, request_id: echo, help_url: echo }),
          JSON.stringify({ context_info: { [echo]: [echo, { deep: echo }] } }),
          `<html>${encodeURIComponent(echo)}</html>`,
          JSON.stringify({ message: encodeURIComponent(echo) }).slice(0, -1),
        ];
        const fetch = async (request: Request): Promise<Response> => {
          const sent = await request.text();
          const authorization = request.headers.get('authorization');
          if (shape === 5)
            throw new Error(`${echo} ${sent}`, { cause: Object.assign(new Error(sent), { authorization }) });
          return new Response(echoes[shape] ?? '', {
            status: code,
            headers: { 'www-authenticate': `Bearer scope="${encodeURIComponent(echo)}"` },
          });
        };
        const options = { auth: tokenText, fetch, retry: false as const, headers: { 'x-secret': encodeURI(header) } };
        const call = manager('https://box.example/2.0', options).createUserTerminateSession({
          user_logins: [login, header],
        });
        const error = await rejection(call.then((message) => Promise.reject(new Error(Object.keys(message).join('')))));
        // A 202 with a JSON object is a success, whose message is Box's own.
        if (!(error instanceof SessionTerminationError)) return;
        const shown = everythingShown(error);
        for (const value of [tokenText, login, header]) {
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
      Promise.resolve(Response.json({ message: `first\r\nsecond\u0007 ${'x'.repeat(5000)}` }, { status: 400 }));
    const { message } = await rejection(
      manager('https://box.example', { fetch }).createGroupTerminateSession({ group_ids: ['77'] }),
    );
    expect(message).toMatch(/Box says: first second xxx/);
    expect(message.length).toBeLessThan(500);
  });
});
