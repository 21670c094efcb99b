import { domainToASCII } from 'node:url';
import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../src/redaction/secrets.ts';

const LOGIN = "zoë.o'neil+x@bücher.example";

type Encoder = (text: string) => string;

const unicodeEscaped =
  (pattern: RegExp): Encoder =>
  (text) =>
    text.replaceAll(pattern, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const json: Encoder = (text) => JSON.stringify(text).slice(1, -1);
const html =
  (apostrophe: string): Encoder =>
  (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", apostrophe);
const numericEntities =
  (radix: 10 | 16): Encoder =>
  (text) =>
    text.replaceAll(/[^a-z\d]/giu, (sign) => `&#${radix === 16 ? 'x' : ''}${sign.codePointAt(0)?.toString(radix)};`);
const percent: Encoder = (text) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
const form: Encoder = (text) => new URLSearchParams({ _: text }).toString().slice('_='.length);

/** What software writes when it echoes a value. */
const ENCODERS: Readonly<Record<string, Encoder>> = {
  'as it is': (text) => text,
  JSON: json,
  'JSON with escaped slashes': (text) => json(text).replaceAll('/', String.raw`\/`),
  'JSON of Python, in ASCII': (text) => unicodeEscaped(/[^ -~]/g)(json(text)),
  'JSON of .NET and Java': (text) => unicodeEscaped(/[^ -~]|[&'+<>]/g)(json(text)),
  'HTML with &#39;': html('&#39;'),
  'HTML with &#039;': html('&#039;'),
  'HTML with &#x27;': html('&#x27;'),
  'HTML with &apos;': html('&apos;'),
  'decimal entities': numericEntities(10),
  'hexadecimal entities': numericEntities(16),
  'a URL': percent,
  'a URL with lower-case digits': (text) => percent(text).replaceAll(/%../g, (escape) => escape.toLowerCase()),
  'a form': form,
  NFD: (text) => text.normalize('NFD'),
  NFC: (text) => text.normalize('NFC'),
  'a regular expression': (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  'a shell': (text) => text.replaceAll(/[^\w %&]/gu, (character) => (character > '~' ? character : `\\${character}`)),
  SQL: (text) => text.replaceAll("'", "''"),
};
const names = fc.constantFrom(...Object.keys(ENCODERS));

function encode(text: string, ...chain: string[]): string {
  return chain.reduce((encoded, name) => ENCODERS[name]?.(encoded) ?? encoded, text);
}

describe('a value is found', () => {
  it.each(Object.keys(ENCODERS))('written as %s', (name) => {
    expect(new Secrets([LOGIN]).redact(`<${encode(LOGIN, name)}>`)).toBe('<[redacted]>');
  });

  it.each([
    ['upper case', LOGIN, LOGIN.toUpperCase()],
    ['upper case of a letter without one', 'straße@example.com', 'STRASSE@EXAMPLE.COM'],
    ['a percent sign that was encoded again', LOGIN, percent(percent(LOGIN))],
    ['the same a third time', LOGIN, percent(percent(percent(LOGIN)))],
    ['NFD in a URL', LOGIN, percent(LOGIN.normalize('NFD'))],
    ['JSON in JSON in HTML', 'say "hi" <b>', html('&#39;')(json(json('say "hi" <b>')))],
    ['named entities of accented letters', LOGIN, LOGIN.replace('ë', '&euml;').replace('ü', '&uuml;')],
    ['escapes of JavaScript', LOGIN, LOGIN.replace('ë', '%u00EB').replace('ü', String.raw`\u{fc}`)],
    ['escapes of Python', LOGIN, LOGIN.replace('ë', String.raw`\xeb`).replace('ü', String.raw`\xfc`)],
    ['escaped bytes of a log', LOGIN, LOGIN.replace('ë', String.raw`\xC3\xAB`).replace('ü', String.raw`\xC3\xBC`)],
    ['Latin-1 in a URL', LOGIN, LOGIN.replace('ë', '%EB').replace('ü', '%FC')],
    ['UTF-8 that was read as Latin-1', LOGIN, Buffer.from(LOGIN).toString('latin1')],
    ['NFD that completes an escape', 'Qz%9é<qqqzQ', html('&#39;')('Qz%9é<qqqzQ').normalize('NFD')],
    ['a domain name in ASCII', LOGIN, LOGIN.replace('bücher', 'xn--bcher-kva')],
    ['a domain name in ASCII as of 2003', 'ada@große-bücher.example', 'ada@xn--grosse-bcher-klb.example'],
    ['a domain name in ASCII as of 2008', 'ada@große-bücher.example', 'ada@xn--groe-bcher-73a56a.example'],
    ['a domain name in Unicode', 'ada@xn--bcher-kva.example', 'ada@Bücher.example'],
    ['wide letters', 'ada@example.com', 'ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['no spaces around it', '  pass phrase  ', 'pass phrase'],
    ['one space for many', 'pass   phrase', 'pass phrase'],
    ['a space of HTML', 'pass phrase', 'pass&nbsp;phrase'],
    ['two lines', LOGIN, LOGIN.replace('@', '@\r\n ')],
    ['invisible characters within it', LOGIN, LOGIN.split('').join('\u200B')],
    ['half a surrogate pair that became U+FFFD', 'secret-\uD800-x', 'secret-\uFFFD-x'],
    ['a JSON number', '00012345', '12345'],
    ['a rounded JSON number', '12345678901234567890', '12345678901234567000'],
    ['a rounded JSON number with all its digits', '12345678901234567890', '12345678901234567168'],
    ['a number with an exponent', '12345678901234567890', '1.2345678901234567e+19'],
    ['a number as Java prints it', '12345678901234567890', '1.2345678901234567E19'],
    ['a number as Go prints it', '27335123', '2.7335123e+07'],
    ['a number as PHP prints it', '12345678901234567890', '1.2345678901235E+19'],
    ['a number with few digits that count', '12000000000000000000', '1.2e19'],
  ])('written with %s', (_, value, echoed) => {
    expect(new Secrets([value]).redact(`<${echoed}>`)).toBe('<[redacted]>');
    expect(new Secrets([value]).clean(`<${echoed}>`)).toBe('<[redacted]>');
  });

  it('whatever it consists of, in any spelling, and encoded up to three times', () => {
    const letter = fc.constantFrom(
      ...Array.from('qz9QÉéßıΣ漢😀'),
      '"',
      "'",
      '\\',
      '/',
      '<',
      '&',
      '%',
      '+',
      '@',
      '.',
      ';',
      '-',
      '=',
    );
    const inner = fc.string({ unit: letter, minLength: 4, maxLength: 20 });
    const value = inner.map((text) => `Qz${text}zQ`);
    fc.assert(
      fc.property(value, fc.array(names, { minLength: 1, maxLength: 3 }), (secret, chain) => {
        expect(new Secrets([secret]).redact(`[${encode(secret, ...chain)}]`)).toBe('[[redacted]]');
      }),
      { numRuns: 3000 },
    );
  });

  it('wherever it stands, as it is and in JSON', () => {
    const value = fc.string({ unit: 'binary', minLength: 11, maxLength: 40 });
    fc.assert(
      fc.property(value, fc.string(), fc.string(), (secret, before, after) => {
        for (const echoed of [secret, JSON.stringify({ secret })]) {
          expect(new Secrets([secret]).redact(`${before}${echoed}${after}`)).not.toContain(secret);
        }
      }),
    );
  });

  it('after a backslash that seems to begin an escape', () => {
    expect(new Secrets(['nadia@example.com']).redact(String.raw`CORP\nadia@example.com`)).toBe(
      String.raw`CORP\[redacted]`,
    );
    expect(new Secrets(['nadiá@example.com']).redact(String.raw`CORP\\nadi\u00e1@example.com`)).toBe(
      String.raw`CORP\\[redacted]`,
    );
  });
});

describe('a domain name', () => {
  it('is found in ASCII for any letters', () => {
    const letter = fc.integer({ min: 0xa1, max: 0x24f }).map((code) => String.fromCodePoint(code));
    const label = fc.string({ unit: fc.oneof(letter, fc.constantFrom('a', 'z', '3')), minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(label, (name) => {
        const ascii = domainToASCII(`${name}.example`);
        fc.pre(ascii.startsWith('xn--'));
        expect(new Secrets([`ada@${name}.example`]).redact(`<ada@${ascii}>`)).toBe('<[redacted]>');
      }),
    );
  });

  it.each(['xn--', 'xn---', 'xn--99999999', 'xn--a-', 'xn--é', `xn--${'z'.repeat(59)}`])(
    'that is none, such as %s, is left alone',
    (text) => {
      expect(new Secrets(['ada@example.com']).redact(`${text}.example`)).toBe(`${text}.example`);
    },
  );
});

describe('another text is left alone', () => {
  it.each(['100 % of & 5 < 6', String.raw`C:\new\table`, 'a+b = c', '&unknown; &#x110000; %zz \\u12', 'Grüße'])(
    '%s',
    (text) => {
      expect(new Secrets(['ada@example.com', '12345678']).redact(text)).toBe(text);
    },
  );
});
