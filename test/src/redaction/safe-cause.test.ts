import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { ApiError, AuthError, NetworkError } from '../../../src/errors.ts';
import { Secrets } from '../../../src/redaction/secrets.ts';
import { everythingShown } from '../../support/everything-shown.ts';

function safeCause(thrown: unknown, ...secrets: string[]): Error & { code?: unknown; errors?: unknown } {
  const copy = new Secrets(secrets).safeCause(thrown);
  if (!(copy instanceof Error)) throw new Error('the copy is not an error');
  return copy;
}

const withheld = 'The message is withheld because it might contain a secret.';

/** What a vault or an HTTP client could throw: the library doesn't know its secret. */
function foreignError(): Error {
  const inner = Object.assign(new TypeError('sent hunter2\n    at hunter2 (/app/hunter2.js:1:1)'), {
    code: 'ECONNRESET',
    config: { headers: 'hunter2' },
  });
  return Object.assign(new RangeError('vault said hunter2', { cause: inner }), { response: 'hunter2' });
}

describe('of a foreign error', () => {
  it('the copy has name, code, frames and causes, never the message or another property', () => {
    const copy = safeCause(foreignError());
    expect(copy).toMatchObject({ name: 'RangeError', message: withheld });
    expect(copy.cause).toMatchObject({ name: 'TypeError', code: 'ECONNRESET', message: withheld });
    expect(copy.stack).toMatch(
      /^RangeError: The message is withheld.*\n {4}at foreignError \(.*safe-cause\.test\.ts:\d+:\d+\)\n/,
    );
    expect(everythingShown(copy)).not.toContain('hunter2');
    expect(Object.keys(copy)).toEqual([]);
  });

  it('a message that was changed later takes no frames with it', () => {
    const error = new Error('first hunter2\n    at hunter2 (/app/x.js:1:1)');
    expect(error.stack).toContain('hunter2');
    error.message = 'second';
    expect(safeCause(error).stack).toBe(`Error: ${withheld}`);
  });

  it('frames in the manner of Firefox and Safari stay', () => {
    const error = new Error('hunter2');
    error.stack = 'ask@https://app.example/main.js:10:3\n@https://app.example/main.js:1:1\n';
    expect(safeCause(error).stack).toBe(
      `Error: ${withheld}\n    ask@https://app.example/main.js:10:3\n    @https://app.example/main.js:1:1`,
    );
  });

  it('a name, a code or a frame that contains a known secret does not show it', () => {
    const error = Object.assign(new Error('no'), { name: 'token-1234', code: 'token-1234' });
    error.stack = 'Error: no\n    at token-1234 (/app/x.js:1:1)';
    expect(everythingShown(safeCause(error, 'token-1234'))).not.toContain('token-1234');
    expect(safeCause(Object.assign(new Error('no'), { code: 27_335_123 }), '27335123').code).toBeUndefined();
  });

  it('a name or a code that is no word is left out', () => {
    expect(safeCause(Object.assign(new Error('no'), { name: 'said: hunter2', code: 'a b' }))).toMatchObject({
      name: 'Error',
    });
    expect(safeCause(Object.assign(new Error('no'), { code: 'a b' })).code).toBeUndefined();
    expect(safeCause(Object.assign(new Error('no'), { code: 20 })).code).toBe(20);
    const ofOpenSsl = 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE';
    expect(safeCause(Object.assign(new Error('no'), { code: ofOpenSsl })).code).toBe(ofOpenSsl);
  });

  it('the errors for each address of a host are copied', () => {
    const errors = [1, 2].map((port) => Object.assign(new Error(`connect hunter2:${port}`), { code: 'ECONNREFUSED' }));
    const copy = safeCause(new AggregateError(errors, 'hunter2'));
    expect(copy.errors).toMatchObject([{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }]);
    expect(everythingShown(copy)).not.toContain('hunter2');
  });

  it.each([
    ['a string', 'hunter2', 'A value of type string was thrown.'],
    ['an object', { token: 'hunter2' }, 'A value of type object was thrown.'],
    ['an object like an error', { name: 'VaultError', message: 'hunter2' }, withheld],
    ['nothing', undefined, 'A value of type undefined was thrown.'],
    ['null', null, 'A value of type object was thrown.'],
    ['a symbol', Symbol('hunter2'), 'A value of type symbol was thrown.'],
    ['a function', () => 'hunter2', 'A value of type function was thrown.'],
  ])('%s that was thrown is not shown', (_, thrown, message) => {
    const copy = safeCause(thrown);
    expect(copy.message).toBe(message);
    expect(everythingShown(copy)).not.toContain('hunter2');
  });
});

describe('it never throws', () => {
  const boom = (): never => {
    throw new Error('hunter2');
  };
  const hostile = new Proxy(new Error('hunter2'), { get: boom, has: boom, getPrototypeOf: boom, ownKeys: boom });
  const { proxy: revoked, revoke } = Proxy.revocable(new Error('hunter2'), {});
  revoke();
  const branded = new Proxy(new NetworkError('x'), { get: boom });

  const cases: Record<string, unknown> = {
    'a proxy that throws': hostile,
    'a revoked proxy': revoked,
    'a proxy with the brand of the library': branded,
    'getters that throw': Object.defineProperties(new Error('no'), {
      stack: { get: boom },
      message: { get: boom },
      cause: { get: boom },
    }),
    'a cause that throws': new Error('no', { cause: hostile }),
    'errors that throw': Object.assign(new Error('no'), { errors: new Proxy([1], { get: boom }) }),
    'errors without an end': Object.assign(new Error('no'), {
      errors: new Proxy([], { get: () => new Error('hunter2') }),
    }),
  };

  // By name, since the test runner would read the values.
  it.each(Object.keys(cases))('for %s', (name) => {
    expect(everythingShown(safeCause(cases[name]))).not.toContain('hunter2');
  });

  it.each([{ message: 7 }, { name: null }, { stack: [] }, { code: {} }, { cause: null }, { errors: 'hunter2' }])(
    'for %o in an error',
    (fields) => {
      const thrown = Object.defineProperties(new Error('of hunter2'), Object.getOwnPropertyDescriptors(fields));
      expect(everythingShown(safeCause(thrown))).not.toContain('hunter2');
    },
  );

  it('for causes in a circle', () => {
    const error = new Error('hunter2');
    error.cause = error;
    const aggregate = new AggregateError([error], 'hunter2');
    aggregate.errors.push(aggregate, aggregate, aggregate);
    aggregate.cause = aggregate;
    expect(everythingShown(safeCause(error))).not.toContain('hunter2');
    expect(everythingShown(safeCause(aggregate))).not.toContain('hunter2');
  });

  it('for anything at all', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (thrown) => {
        expect(safeCause(thrown)).toBeInstanceOf(Error);
        expect(safeCause(Object.assign(new Error('no'), { cause: thrown, errors: thrown }))).toBeInstanceOf(Error);
      }),
    );
  });
});

describe('an error of this library', () => {
  it('stays what it is', () => {
    const error = new NetworkError('The host was not found.', {
      cause: safeCause(foreignError()),
      reason: 'not_found',
    });
    expect(new Secrets(['secret-1']).safeCause(error)).toBe(error);
  });

  it('keeps everything else if its message shows a secret', () => {
    const error = new ApiError('Box says: secret-1.', { status: 404, requestId: 'r1', attempts: 2 });
    const copy = safeCause(error, 'secret-1');
    expect(copy).toBeInstanceOf(ApiError);
    expect(copy).toMatchObject({ message: 'Box says: [redacted].', status: 404, requestId: 'r1', attempts: 2 });
    expect(everythingShown(copy)).not.toContain('secret-1');
  });

  it('loses the message of a foreign cause', () => {
    const copy = safeCause(new AuthError('No token.', { cause: new NetworkError('Lost.', { cause: foreignError() }) }));
    expect(copy).toBeInstanceOf(AuthError);
    expect(copy.cause).toBeInstanceOf(NetworkError);
    expect(everythingShown(copy)).not.toContain('hunter2');
  });
});
