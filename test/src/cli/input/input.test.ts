import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../../../src/cli/input/input.ts';

type Kind = 'users' | 'groups';

const read = async (content: string | Buffer, kind: Kind = 'users') =>
  readInput({ kind, id: [], login: [], file: '-' }, Readable.from([Buffer.from(content)]));

const targetsOf = async (content: string, kind?: Kind) => (await read(content, kind)).targets;
const refusalOf = (content: string | Buffer, kind?: Kind): Promise<string> =>
  read(content, kind).then(
    () => 'nothing refused',
    (error: Error) => error.message,
  );

const ada = { user_login: 'ada@example.com' };
const bob = { user_login: 'bob@example.com' };

describe('a list', () => {
  it.each([
    ['lines that end in LF', 'ada@example.com\n12\n'],
    ['lines that end in CRLF, CR or not at all', 'ada@example.com\r\n\r12'],
    ['a byte order mark, blank lines and white space', '\uFEFF\n  ada@example.com\t\n\n 12 \n \n'],
    ['quotes', '"ada@example.com"\n" 12 "\n'],
    ['duplicates', 'ada@example.com\n12\nada@example.com\n12\n'],
  ])('may have %s', async (_, content) => {
    expect(await targetsOf(content)).toEqual([ada, { user_id: '12' }]);
  });

  it('counts what is named again', async () => {
    expect((await read('1\n2\n1\n1\n')).duplicates).toBe(2);
  });

  it('names groups for groups', async () => {
    expect(await targetsOf('12\nabc\n', 'groups')).toEqual([{ group_id: '12' }, { group_id: 'abc' }]);
  });

  it.each<[string, string, Kind, RegExp]>([
    ['white space within', '1\n2 3\n', 'users', /line 2: the value holds white space/],
    ['an invisible character', '1\n\n2\u200B3\n', 'users', /line 3: the value holds an invisible character/],
    ['several in a line', '1\n2,3\n4;5\n6\n7\t8\n', 'users', /line 2: it holds a comma.* wrong as well: 3, 5\.$/],
    ['a login for groups', '1\r\nada@example.com\r\n', 'groups', /line 2: it is a login, but groups have ids/],
    ['many bad lines', 'a b\n'.repeat(9), 'users', /line 1: .* wrong as well: 2, 3, 4, 5, 6 and 3 more\.$/],
  ])('is refused by line number for %s', async (_, content, kind, message) => {
    const refusal = await refusalOf(content, kind);
    expect(refusal).toMatch(message);
    expect(refusal).not.toContain('ada@');
  });

  it('is read as it was written, whatever the line ends', async () => {
    const id = fc.stringMatching(/^[\dA-Za-z][\w.+-]{0,20}$/);
    const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n', ' \n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(id, end), { minLength: 1 }), async (lines) => {
        // A first line that names a column would be a header.
        const content = `0\n${lines.map(([value, lineEnd]) => value + lineEnd).join('')}`;
        const expected = [...new Set(['0', ...lines.map(([value]) => value)])];
        expect(await targetsOf(content)).toEqual(expected.map((value) => ({ user_id: value })));
      }),
    );
  });
});

describe('CSV', () => {
  it.each([
    ['commas', 'name,login\nAda,ada@example.com\nBob,bob@example.com\n'],
    ['semicolons and CRLF', 'name;Login\r\nAda;ada@example.com\r\nBob;bob@example.com\r\n'],
    ['tabs', 'name\tEMAIL\nAda\tada@example.com\nBob\tbob@example.com'],
    ['one column', 'user_login\nada@example.com\nbob@example.com\n'],
    ['quotes', '"name","login"\n"Ada ""A"" L, Countess","ada@example.com"\nBob,"bob@example.com"\n'],
    ['line breaks in quotes', 'name,login\n"Ada\r\n\nL",ada@example.com\nBob,bob@example.com\n'],
    ['blank and empty rows', '\uFEFF\n\nname,login\n,\nAda,ada@example.com\n\n,,\nBob,bob@example.com,,\n'],
    ['the columns of Box CLI', 'user-logins\nada@example.com\nbob@example.com\n'],
    ['a list in a column of Box CLI', 'user-logins\n"ada@example.com, bob@example.com"\n'],
  ])('may have %s', async (_, content) => {
    expect(await targetsOf(content)).toEqual([ada, bob]);
  });

  it('names everybody in every filled column that is known', async () => {
    const content = 'id,email,user_id,department\n1,ada@example.com,2,x\n,bob@example.com,,\n3,,,y\n';
    expect(await targetsOf(content)).toEqual([{ user_id: '1' }, ada, { user_id: '2' }, bob, { user_id: '3' }]);
  });

  it('takes the column id for groups as well', async () => {
    expect(await targetsOf('id;name;group_id\n1;x;2\n', 'groups')).toEqual([{ group_id: '1' }, { group_id: '2' }]);
  });

  it.each<[string, string, Kind, RegExp]>([
    ['an unknown header', '\nname,mail\nAda,ada@example.com\n', 'users', /line 2: it looks like CSV.* user_id, id, /],
    ['no header', 'ada@example.com,12\n', 'users', /line 1: it looks like CSV/],
    ['a column for groups', 'login,group_id\na@b.c,1\n', 'users', /line 1: the column group_id is for `groups`/],
    ['a column for users', 'group_id,login\n1,a@b.c\n', 'groups', /line 1: the column login is for `users`/],
    ['a row with cells too many', 'name,login\n"x\ny",a@b.c\nL, Ada,a@b.c\n', 'users', /line 4: it has 3 cells/],
    ['a row that names nobody', 'name,login\nAda,\n', 'users', /line 2: it names nobody: login is empty/],
    [
      'a bad value',
      'name,login\r\n"x\r\ny",a@b.c\r\nBob,b c\r\n',
      'users',
      /line 4: the value in the column login holds/,
    ],
    ['quotes that do not match', 'name,login\nAda,"a@b.c\nBob,b@b.c\n', 'users', /line 2: its quotes do not match/],
  ])('is refused by line number for %s', async (_, content, kind, message) => {
    const refusal = await refusalOf(content, kind);
    expect(refusal).toMatch(message);
    expect(refusal).not.toMatch(/ada@|a@b/);
  });
});

describe('a file', () => {
  it.each<[string, Buffer, RegExp]>([
    ['UTF-16', Buffer.from('\uFEFFada@example.com', 'utf16le'), /is in UTF-16\. Save it as plain text or CSV in UTF-8/],
    ['zero bytes', Buffer.from('PK\u0003\u0004\0\0'), /is not a text file in UTF-8/],
    ['another encoding', Buffer.from('1\r\nM\xfcller@x.y', 'latin1'), /is not in UTF-8 \(line 2\)/],
    ['nothing', Buffer.alloc(0), /^There is nobody to sign out\. Standard input names nobody\.$/],
    ['nothing but a header', Buffer.from('login\n'), /names nobody/],
  ])('is refused for %s', async (_, content, message) => {
    expect(await refusalOf(content)).toMatch(message);
  });

  it.each([
    ['a folder', '.', /^\. cannot be read: it is a directory\.$/],
    ['one that is not there', 'no-such-file', /^no-such-file cannot be read: there is no such file\.$/],
  ])('is refused when it is %s', async (_, file, message) => {
    await expect(readInput({ kind: 'users', id: [], login: [], file })).rejects.toThrow(message);
  });
});

describe('the flags', () => {
  it('say what a value is, whatever it looks like', async () => {
    const { targets } = await readInput({ kind: 'users', id: ['a@b.c', '1'], login: ['ada'] });
    expect(targets).toEqual([{ user_id: 'a@b.c' }, { user_id: '1' }, { user_login: 'ada' }]);
  });

  it('are checked as the file is', async () => {
    const given = readInput({ kind: 'groups', id: ['1 2'], login: [] });
    await expect(given).rejects.toThrow('A value of --id holds white space. Nothing was sent.');
  });
});
