import { describe, expect, it } from 'vitest';
import { errorOf, read, valuesOf } from './read.ts';

const TEXT = 'name,login\r\nAda Müller,ada@example.com\r\n';

function utf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

describe('the encoding of a list', () => {
  it.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(`\uFEFF${TEXT}`)],
    ['utf-16le', utf16(TEXT, false)],
    ['utf-16be', utf16(TEXT, true)],
    ['windows-1252', Buffer.from(TEXT, 'latin1')],
  ])('can be %s', async (encoding, bytes) => {
    const { targets, source } = await read(bytes);
    expect(targets).toEqual([{ user_login: 'ada@example.com' }]);
    expect(source?.encoding).toBe(encoding);
  });

  it.each(['utf-8', 'utf-16le', 'windows-1252'])('keeps the lines as they are counted, in %s', async (encoding) => {
    const text = '\r\r\n\n  name,login\r    \u00e9,ada@example.com\n\r\n  x,b c\r';
    const bytes =
      encoding === 'utf-16le' ? utf16(text, false) : Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'latin1');
    expect(await errorOf(bytes)).toContain('line 7: b c is not a login');
  });

  it('is named where a value that is used depends on it', async () => {
    expect(await errorOf(Buffer.from('login\nmüller@example.com\n', 'latin1'))).toBe(
      'standard input, line 2: müller@example.com has a character outside ASCII, and the file is not in UTF-8. Save it as UTF-8. Nothing was sent.',
    );
    expect(await valuesOf('login\nmüller@example.com\n')).toEqual(['müller@example.com']);
  });

  it.each<[string, Buffer, RegExp]>([
    ['a workbook', Buffer.from('PK\u0003\u0004\0\0'), /is an Excel workbook or another ZIP file\. Save the list as/],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), /is an Excel workbook\./],
    ['a PDF file', Buffer.from('%PDF-1.7'), /is a PDF file\./],
    ['UTF-16 without a mark', Buffer.from('ada@example.com', 'utf16le'), /is not a text file: it contains zero bytes/],
  ])('is not that of %s', async (_, bytes, message) => {
    expect(await errorOf(bytes)).toMatch(message);
  });
});
