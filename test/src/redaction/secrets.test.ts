import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../src/redaction/secrets.ts';

const redact = (text: string, secrets: readonly string[]): string => new Secrets(secrets).redact(text);

describe('clean', () => {
  it('finds a value that stands on two lines', () => {
    expect(new Secrets(['ada lovelace@example.com']).clean('no user ada\r\nlovelace@example.com.')).toBe(
      'no user [redacted].',
    );
  });

  it('finds a value with a line break in it', () => {
    expect(new Secrets(['ada\nlovelace']).clean('no user ada\nlovelace')).toBe('no user [redacted]');
  });
});

describe('redact', () => {
  it.each([
    ['as it is', 'token ada+x@example.com refused'],
    ['in another case', 'token ADA+X@Example.com refused'],
    ['percent-encoded', 'token ada%2Bx%40example.com refused'],
  ])('replaces a value %s', (_, text) => {
    expect(redact(text, ['ada+x@example.com'])).toBe('token [redacted] refused');
  });

  it('replaces what JSON or HTML escaped', () => {
    expect(redact(String.raw`say \"hi\" <b>a&amp;b&lt;c</b>`, ['"hi"', 'a&b<c'])).toBe(
      'say [redacted] <b>[redacted]</b>',
    );
  });

  it('replaces the longer of two values that begin alike', () => {
    expect(redact('12345', ['123', '12345'])).toBe('[redacted]');
  });

  it('replaces a short value only where it stands alone', () => {
    expect(redact('no user 11 ("11"), request abc11def 011', ['11'])).toBe(
      'no user [redacted] ("[redacted]"), request abc11def 011',
    );
    expect(redact('tokens: atokenb', ['token'])).toBe('tokens: atokenb');
    expect(redact('tokens: asecret', ['secret'])).toBe('tokens: a[redacted]');
  });

  it('replaces a value that was added later', () => {
    const secrets = new Secrets(['first-secret']);
    expect(secrets.redact('first-secret second-secret')).toBe('[redacted] second-secret');
    secrets.add('second-secret');
    expect(secrets.redact('first-secret second-secret')).toBe('[redacted] [redacted]');
  });

  it('keeps its place where a letter is longer in lower case', () => {
    expect(redact('İİİ Ada@Example.com İ', ['ada@example.com'])).toBe('İİİ [redacted] İ');
  });

  it('finds one value among a hundred thousand', () => {
    const logins = Array.from({ length: 100_000 }, (_, index) => `user${index}@example.com`);
    expect(redact(`${'user '.repeat(10_000)}user99999@example.com`, logins)).toBe(
      `${'user '.repeat(10_000)}[redacted]`,
    );
  });

  it('leaves a text alone without secrets', () => {
    expect(redact('all is well', ['', 'other'])).toBe('all is well');
  });

  it('leaves no secret in any text', () => {
    const value = fc.string({ unit: 'binary', minLength: 11, maxLength: 40 });
    fc.assert(
      fc.property(value, fc.string(), fc.string(), (secret, before, after) => {
        for (const echoed of [secret, JSON.stringify({ secret })]) {
          const text = redact(`${before}${echoed}${after}`, [secret]);
          expect(text.includes(secret)).toBe(false);
        }
      }),
    );
  });
});

describe('cleanObject', () => {
  it('reaches keys, lists and numbers', () => {
    const said = { list: ['ada', { ada: 1 }], id: 12345, other: 7, none: null, yes: true };
    expect(new Secrets(['ada', '12345']).cleanObject(said)).toEqual({
      list: ['[redacted]', { '[redacted]': 1 }],
      id: '[redacted]',
      other: 7,
      none: null,
      yes: true,
    });
  });
});

function safeCause(thrown: unknown, secrets: readonly string[]): Error {
  const copy = new Secrets(secrets).safeCause(thrown);
  if (!(copy instanceof Error)) throw new Error('the copy is not an error');
  return copy;
}

describe('safeCause', () => {
  it('keeps name, code and causes, without the secret and without other properties', () => {
    const inner = Object.assign(new TypeError('sent secret-1'), { code: 'ECONNRESET', config: 'secret-1' });
    const copy = safeCause(new Error('outer secret-1', { cause: inner }), ['secret-1']);
    const { cause } = copy;
    expect(copy.message).toBe('outer [redacted]');
    expect(cause).toMatchObject({ name: 'TypeError', code: 'ECONNRESET', message: 'sent [redacted]' });
    expect(cause).not.toHaveProperty('config');
    expect((cause as Error).stack).not.toContain('secret-1');
  });

  it.each([
    ['a string secret-1', 'a string [redacted]'],
    [{ token: 'secret-1' }, 'A value of type object was thrown.'],
    [undefined, 'A value of type undefined was thrown.'],
  ])('makes an error of %j', (thrown, message) => {
    expect(safeCause(thrown, ['secret-1']).message).toBe(message);
  });

  it('ends on a chain that goes in circles', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = error;
    expect(safeCause(error, []).message).toBe('round');
  });
});

describe('what nobody expects', () => {
  it('nested ten thousand deep does not exhaust the stack', () => {
    let nested: unknown = 'ada@example.com';
    for (let depth = 0; depth < 10_000; depth += 1) nested = { nested };
    expect(JSON.stringify(new Secrets(['ada@example.com']).cleanObject({ nested }))).toMatch(
      /^(?:\{"nested":){101}"\[redacted\]"\}+$/,
    );
  });

  it.each([{ message: 7 }, { name: null }, { stack: [] }, { code: {} }])(
    'as %o of a thrown error does not throw',
    (fields) => {
      const thrown = Object.defineProperties(new Error('of ada'), Object.getOwnPropertyDescriptors(fields));
      expect(safeCause(thrown, ['ada'])).toBeInstanceOf(Error);
    },
  );
});
