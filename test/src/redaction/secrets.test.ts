import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../src/redaction/secrets.ts';

const redact = (text: string, secrets: readonly string[]): string => new Secrets(secrets).redact(text);
const clean = (text: string, ...secrets: string[]): string => new Secrets(secrets).clean(text);

describe('redact', () => {
  it('replaces the longer of two values that begin alike', () => {
    expect(redact('12345', ['123', '12345'])).toBe('[redacted]');
  });

  it('replaces values that overlap with one placeholder', () => {
    expect(redact('<abcdefghij>', ['abcdefg', 'defghij', 'cdefgh'])).toBe('<[redacted]>');
  });

  it('replaces a short value only where it stands alone', () => {
    expect(redact('no user 11 ("11"), request abc11def 011', ['11'])).toBe(
      'no user [redacted] ("[redacted]"), request abc11def 011',
    );
    expect(redact('tokens: atokenb', ['token'])).toBe('tokens: atokenb');
    expect(redact('tokens: asecret', ['secret'])).toBe('tokens: a[redacted]');
    expect(redact('no%20user%2011%20', ['11'])).toBe('no%20user%20[redacted]%20');
  });

  it('replaces a shorter value within a longer one that does not stand alone', () => {
    expect(redact('xa-11 y', ['a-11', '11'])).toBe('xa-[redacted] y');
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
    expect(redact('all is well', ['', ' ', 'other'])).toBe('all is well');
  });
});

describe('clean', () => {
  it.each([
    ['a line break', 'one\r\n\ttwo', 'one two'],
    ['control characters', 'a\u0000b\u007Fc\u0085d', 'a b c d'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029c', 'a b c'],
    ['bidirectional characters', 'a\u202Eb\u2066c\u200Fd\u061Ce', 'abcde'],
    ['characters without width', 'a\u200Bb\uFEFFc\u2060d\u00ADe\u{E0041}f\u180Eg', 'abcdefg'],
    ['colors', '\u001B[31mred\u001B[0m', 'red'],
    ['a title of the terminal', '\u001B]0;owned\u0007text\u001B]8;;https://x.example\u001B\\link', 'textlink'],
    ['a title without an end', 'a\u001B]0;owned', 'a'],
    ['C1 sequences', 'a\u009B31mb\u009D0;owned\u009Cc', 'abc'],
    ['other escapes', 'a\u001Bcb', 'a cb'],
  ])('removes %s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('keeps any other text', () => {
    expect(clean('Grüße, 你好 👋 – “fine”.')).toBe('Grüße, 你好 👋 – “fine”.');
  });

  it.each([
    ['a line break', 'no user ada\r\nlovelace@example.com'],
    ['an invisible character', 'no user ada \u200Blove\u00ADlace@example.com'],
    ['a color', 'no user ada love\u001B[31mlace@example.com'],
  ])('finds a value that is split by %s', (_, text) => {
    expect(clean(text, 'ada lovelace@example.com')).toBe('no user [redacted]');
  });

  it('shows 300 characters, and no half of one', () => {
    expect(clean('x'.repeat(300))).toBe('x'.repeat(300));
    expect(clean('x'.repeat(301))).toBe(`${'x'.repeat(300)}…`);
    expect(clean(`${'x'.repeat(299)}😀`)).toBe(`${'x'.repeat(299)}…`);
  });

  it('shows no beginning of a value that is cut off where it stops reading', () => {
    const [short, long] = ['ada.lovelace@example.com', 'é'.repeat(5000)];
    // 140 values leave room for what follows them: their placeholders are shorter than 300 characters together.
    const filler = `${'f'.repeat(200)}${short} `;
    for (let missing = 1; missing < short.length; missing += 1) {
      const before = filler.repeat(20).slice(0, 4096 - short.length + missing);
      const shown = clean(before + short + 'x'.repeat(100), short, 'f'.repeat(200));
      expect(shown).not.toContain('ada');
    }
    expect(clean(`token ${long}`, long)).toBe('token [redacted]…');
    expect(clean(`token ${encodeURIComponent(long)}`, long)).toBe('token [redacted]…');
  });

  it('ends soon, however long and hostile a text is', () => {
    const hostile = ['\u001B]', '\u001B[', '&#', '%', '\\', 'xn--', '\u0301', '[redacted', '%25'].map((unit) =>
      unit.repeat(1_000_000),
    );
    for (const text of hostile) expect(clean(text, 'ada@example.com').length).toBeLessThanOrEqual(301);
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

  it('finds an ID of twenty digits that a JSON parser has rounded', () => {
    const said: unknown = JSON.parse('{"id": 12345678901234567890, "other": 1234567890123}');
    expect(new Secrets(['12345678901234567890']).cleanObject(said as Record<string, unknown>)).toEqual({
      id: '[redacted]',
      other: 1234567890123,
    });
  });

  it('makes every string one short line', () => {
    expect(new Secrets().cleanObject({ 'a\nb': ['x'.repeat(1000), '\u202Ea'] })).toEqual({
      'a b': [`${'x'.repeat(300)}…`, 'a'],
    });
  });

  it('leaves out what is too much for a person', () => {
    const { list, more } = new Secrets().cleanObject({ list: Array(100_000).fill('x'), more: {} });
    expect(list).toHaveLength(198);
    expect(more).toEqual({});
  });

  it('does not exhaust the stack', () => {
    let nested: unknown = 'ada@example.com';
    for (let depth = 0; depth < 10_000; depth += 1) nested = { nested };
    expect(JSON.stringify(new Secrets(['ada@example.com']).cleanObject({ nested }))).toMatch(
      /^(?:\{"nested":){101}"\[redacted\]"\}+$/,
    );
  });
});
