import fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { errorOf, read, valuesOf, type Kind } from './read.ts';

const TWO = ['ada@example.com', '12'];

describe('a list', () => {
  it.each([
    ['lines that end in LF', 'ada@example.com\n12\n'],
    ['lines that end in CRLF, CR or not at all', 'ada@example.com\r\n\r12'],
    ['a byte order mark, blank lines and white space', '\uFEFF\n  ada@example.com\t\n\n 12 \n \n'],
    ['quotes', '"ada@example.com"\n" 12 "\n'],
    ['names', 'Ada Lovelace <ada@example.com>\n12\n'],
    ['bullets', '- ada@example.com\n2. 12\n'],
    ['separators at the ends', 'ada@example.com,\n12,\n'],
    ['duplicates, logins in any case', 'ada@example.com\n12\nADA@Example.com\n12\n'],
  ])('can have %s', async (_, content) => {
    expect(await valuesOf(content)).toEqual(TWO);
  });

  it('counts duplicates', async () => {
    expect((await read('1\n2\n1\n1\n')).duplicates).toBe(2);
  });

  it('names groups for groups', async () => {
    expect((await read('12\n27335\n', 'groups')).targets).toEqual([{ group_id: '12' }, { group_id: '27335' }]);
  });

  it.each([
    ['with names', 'Ada <ada@example.com>; Bob <bob@example.com>\n"Turing, Alan" <alan@example.com>, c@example.com\n'],
    ['without names, as the only line', 'ada@example.com; bob@example.com,alan@example.com;c@example.com'],
    ['in a quotation', '> Ada <ada@example.com>; bob@example.com\n>> To: alan@example.com; c@example.com\n'],
    [
      'without names, each in brackets, too',
      'ada@example.com <ada@example.com>; bob@example.com <bob@example.com>,alan@example.com,c@example.com',
    ],
    [
      'as a list of boxes',
      '- [ ] ada@example.com\n- [x] bob@example.com\n* [ ] alan@example.com\n1. [X] c@example.com',
    ],
    ['with its fields', 'To: ada@example.com; bob@example.com\nCc: Alan <alan@example.com>\nBcc:c@example.com\n'],
    ['wrapped', 'ada@example.com, bob@example.com,\nalan@example.com, c@example.com\n'],
  ])('can be the recipients of a mail %s', async (_, content) => {
    const expected = ['ada@example.com', 'bob@example.com', 'alan@example.com', 'c@example.com'];
    expect(await valuesOf(content)).toEqual(expected);
  });

  it.each<[string, string, Kind, RegExp]>([
    ['white space within', '1\n2 x\n', 'users', /line 2: 2 x is not an ID or a login\./],
    ['an invisible character', '1\n\n2\u200B3\n', 'users', /line 3: 2\?3 is not an ID or a login\..* invisible/],
    ['two values in a line', '1\nada@example.com;bob@example.com\n', 'users', /line 2: .* more than one value/],
    ['two columns without a header', '12,ada@example.com\n13,bob@example.com\n', 'users', /line 1: .* no header/],
    ['one row without a header', '12,ada@example.com', 'users', /line 1: .* no header/],
    ['pipes without a header', 'Ada|ada@example.com\n', 'users', /line 1: .* no header/],
    ['a column for groups', 'group-ids\n27335\n', 'users', /line 1: The column group-ids is for `groups`/],
    ['a sentence', 'Please sign out:\nada@example.com\n', 'users', /line 1: Please sign out: is not an ID or a login/],
    [
      'an unknown header',
      'Person\nada@example.com\n',
      'users',
      /line 1: Person is not an ID or a login\. .*--column NAME/,
    ],
    ['one number with separators', '11,446,498\n', 'users', /line 1: 11,446,498 is not an ID\. .*thousands/],
    [
      'a login for groups',
      '1\r\nada@example.com\r\n',
      'groups',
      /line 2: ada@example.com is not an ID\. It is a login/,
    ],
    ['a page', '<!doctype html>\n<p>Sign in</p>\n', 'users', /line 1: <!doctype html> is not/],
  ])('is rejected by line number for %s', async (_, content, kind, message) => {
    expect(await errorOf(content, kind)).toMatch(message);
  });

  it('shows at most ten errors, and counts the others', async () => {
    const lines = (await errorOf('a b\n'.repeat(13))).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe('standard input has 13 errors.');
    expect(lines[10]).toBe('line 10: a b is not an ID or a login. An ID is digits, a login is an email address.');
    expect(lines.slice(11)).toEqual(['3 more errors.', 'Nothing was sent.']);
  });

  it('is read as it was written, whatever the line ends', async () => {
    const id = fc.stringMatching(/^[1-9]\d{0,20}$/);
    const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n', ' \n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(id, end), { minLength: 1 }), async (lines) => {
        const content = lines.map(([value, lineEnd]) => value + lineEnd).join('');
        expect(await valuesOf(content)).toEqual([...new Set(lines.map(([value]) => value))]);
      }),
    );
  });
});
