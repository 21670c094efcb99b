import fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { errorOf, read, valuesOf, type Kind } from './read.ts';

const BOTH = ['ada@example.com', 'bob@example.com'];

describe('CSV', () => {
  it.each([
    ['commas', 'name,login\nAda,ada@example.com\nBob,bob@example.com\n'],
    ['semicolons and CRLF', 'name;Login\r\nAda;ada@example.com\r\nBob;bob@example.com\r\n'],
    ['tabs', 'name\tEMAIL\nAda\tada@example.com\nBob\tbob@example.com'],
    ['pipes', 'name|mail\nAda|ada@example.com\nBob|bob@example.com'],
    ['Excel\'s "sep" line', 'sep=|\nname|mail\nAda|ada@example.com\nBob|bob@example.com'],
    ['the type line of PowerShell', '#TYPE System.String\r\n"Mail"\r\n"ada@example.com"\r\n"bob@example.com"\r\n'],
    ['quotes', '"name","login"\n"Ada ""A"" L, Countess","ada@example.com"\nBob,"bob@example.com"\n'],
    ['line breaks in quotes', 'name,login\n"Ada\r\n\nL",ada@example.com\nBob,bob@example.com\n'],
    ['blank and empty rows', '\uFEFF\n\nname,login\n,\nAda,ada@example.com\n\n,,\nBob,bob@example.com,,\n'],
    ['a title above the header', 'Leavers\n\nname,login\nAda,ada@example.com\nBob,bob@example.com\n'],
    ['a title above the only column', 'Leavers of March\n\nE-mail\nada@example.com\nbob@example.com\n'],
    [
      'the version line of an Entra template',
      'version:v1.0\nUser name [userPrincipalName] Required\nada@example.com\nbob@example.com\n',
    ],
    [
      'borders',
      '+---+-----+\n| n | login |\n+---+-----+\n| 1 | ada@example.com |\n| 2 | bob@example.com |\n+---+-----+\n',
    ],
    ['a tab in Excel\'s "sep" line', 'sep=\t\r\nlogin\r\nada@example.com\r\nbob@example.com\r\n'],
    ['a line below the header', '| name | login |\n|---|:---|\n| Ada | ada@example.com |\n| Bob | bob@example.com |\n'],
    ['a formula of Excel', 'name,login\nAda,"=""ada@example.com"""\nBob,="bob@example.com"\n'],
    ['a list in a column of Box CLI', 'user-logins\n"ada@example.com, bob@example.com"\n'],
  ])('can have %s', async (_, content) => {
    expect(await valuesOf(content)).toEqual(BOTH);
  });

  it.each([
    'user_login',
    'Login',
    'Email',
    'E-mail',
    'e_mail',
    'Email Address',
    'EMAIL ADDRESS [Required]',
    'Primary Email',
    'primaryEmail',
    'Mail',
    'User Principal Name',
    'userPrincipalName',
    'UPN',
    'Username',
    'User name',
    'userName',
    '"Email"',
    ' email ',
    'User Email',
    'Member Email',
    'E-Mail-Adresse [Pflichtfeld]',
    'Adresse e-mail',
    'メールアドレス',
    'Email (Box)',
    'user-logins',
    'userLogins',
    'USER_LOGINS',
    'user-logins_2',
  ])('knows the column %s, also when it is the only one', async (name) => {
    expect(await valuesOf(`${name}\nada@example.com\nbob@example.com\n`)).toEqual(BOTH);
    expect(await valuesOf(`x,${name}\n1,ada@example.com\n2,bob@example.com\n`)).toEqual(BOTH);
  });

  it.each<[string, Kind]>([
    ...[
      'user_id',
      'User ID',
      'User ID (Box)',
      'Box User ID',
      'id',
      'ID',
      'user-ids',
      'user_ids',
      'userIds',
      'user-ids_1',
    ].map((name): [string, Kind] => [name, 'users']),
    ...['group_id', 'Group ID', 'Box Group ID', 'id', 'group-ids', 'groupIds', 'group_ids_12'].map(
      (name): [string, Kind] => [name, 'groups'],
    ),
  ])('knows the column %s for %s', async (name, kind) => {
    expect(await valuesOf(`${name}\n11446498\n11446499\n`, kind)).toEqual(['11446498', '11446499']);
  });

  it('takes one target from a row: a login before an ID, which counts where the login is empty', async () => {
    const { targets, source } = await read(
      'id,mail,email,user_id,department\n1,x@example.com,ada@example.com,2,x\n3,bob@example.com,,4,\n5,,,6,y\n7,,,,y\n',
    );
    expect(targets).toEqual([
      { user_login: 'ada@example.com' },
      { user_login: 'bob@example.com' },
      { user_id: '6' },
      { user_id: '7' },
    ]);
    expect(source?.columns).toEqual({
      used: [
        { name: 'email', targets: 1 },
        { name: 'mail', targets: 1 },
        { name: 'user_id', targets: 1 },
        { name: 'id', targets: 1 },
      ],
      unused: ['department'],
    });
  });

  it('takes every value of the columns of Box CLI, and nothing else', async () => {
    const content = 'email,user-ids,user-logins,user-ids_1\nx@example.com,1,ada@example.com,2\n,"3, 4",,\n';
    expect(await valuesOf(content)).toEqual(['1', 'ada@example.com', '2', '3', '4']);
  });

  it('reads the column that is chosen, however it is written', async () => {
    const content = 'Login,Work contact [main]\nx@example.com,ada@example.com\ny@example.com,12\n';
    expect(await valuesOf(content, 'users', 'work_CONTACT')).toEqual(['ada@example.com', '12']);
    expect(await valuesOf('Person\nada@example.com\n', 'users', 'person')).toEqual(['ada@example.com']);
    expect(await valuesOf('a,team\n1,27335\n', 'groups', 'team')).toEqual(['27335']);
  });

  it('passes over names of people beside logins or IDs of Box', async () => {
    expect(await valuesOf('login,email\nada,ada@example.com\n')).toEqual(['ada@example.com']);
    expect(await valuesOf('User Name,User ID\nAda Lovelace,11446498\n')).toEqual(['11446498']);
  });

  it('takes the members of a group for users, and the group for groups', async () => {
    const content = 'id,group_id,user_login\n1,27335,ada@example.com\n';
    expect(await valuesOf(content)).toEqual(['ada@example.com']);
    expect(await valuesOf(content, 'groups')).toEqual(['27335']);
  });

  const HEADER = 'name,login\n';
  it.each<[string, string, Kind, RegExp]>([
    [
      'an unknown header',
      '\nname,contact\nAda,x\n',
      'users',
      /line 2: No column names the users\. The columns are: name, contact\. Choose one with --column NAME/,
    ],
    [
      'a column for groups',
      'group_id,name\n1,x\n',
      'users',
      /line 1: The column group_id is for `groups`, not for `users`/,
    ],
    [
      'a column for users',
      'id,login\n1,a@b.c\n',
      'groups',
      /line 1: The column login is for `users`, not for `groups`/,
    ],
    [
      'an ID of another system',
      'id,name,contact\n1001,Ada,ada@example.com\n',
      'users',
      /line 2: The column id might not be Box's ID/,
    ],
    [
      'an object of another type',
      'type,id\nuser,1\ngroup,2\n',
      'users',
      /line 3: The ID is that of a group, not of a user/,
    ],
    [
      'a group among people',
      'Member Email,Member Type\nada@example.com,USER\neng@example.com,GROUP\n',
      'users',
      /line 3: The login is that of a group, not of a user/,
    ],
    ['a list of groups', 'id,name,group_type\n27335,Eng,managed_group\n', 'users', /line 1: No column names the users/],
    ['a sum below IDs', 'Name,User ID\nAda,1\nGrand total,1\n', 'users', /line 3: It looks like the row below a table/],
    [
      'two columns of one name',
      'Email,E-mail\nada@example.com,ADA@example.com\n,c@b.c\na@b.c,b@b.c\n',
      'users',
      /, line 4: Two columns are called Email, with a@b\.c and b@b\.c\. Rename one of them\./,
    ],
    [
      'a row with cells too many',
      `${HEADER}"x\ny",a@b.c\nL, Ada,a@b.c\n`,
      'users',
      /line 4: It has 3 cells, but the header has 2\./,
    ],
    ['a row that names no one', `${HEADER}Ada,\n`, 'users', /line 2: The row names no one: login is empty/],
    [
      'a bad value below a quoted line break',
      `${HEADER}"x\r\ny",a@b.c\r\n"x\n\ny",b c\r\n`,
      'users',
      /line 6: b c is not a login/,
    ],
    ['a bad value below a type line', `#TYPE X\n${HEADER}Ada,-\n`, 'users', /line 3: - is not a login/],
    ['a quote without an end', `${HEADER}Ada,"a@b.c\nBob,b@b.c\n`, 'users', /line 2: A quote has no end/],
    [
      'two logins in a cell',
      `${HEADER}Ada,a@b.c; b@b.c\n`,
      'users',
      /line 2: a@b\.c; b@b\.c is not a login\. .* more than one value/,
    ],
    ['a placeholder beside an ID', 'login,user_id\nNULL,1\n', 'users', /line 2: NULL is not a login/],
    ['a user name beside a plain ID', 'username,id\nada,1\n', 'users', /line 2: ada is not a login/],
    [
      'rounded IDs',
      'user_id\n1.14465E+10\n1.14465E+10\n',
      'users',
      /line 2: 1\.14465E\+10 is not an ID\. Excel has rounded the column; format it as text and export again\.\n.*line 3: /,
    ],
    [
      'IDs of Entra',
      'id,displayName\n11111111-2222-4333-8444-555555555501,Ada\n',
      'users',
      /line 2: .*… is not an ID of Box|line 2: 11111111-.* is not an ID of Box/,
    ],
  ])('is rejected by line number for %s', async (_, content, kind, message) => {
    const error = await errorOf(content, kind);
    expect(error).toMatch(message);
    expect(error).toMatch(/Nothing was sent\.$/);
  });

  it('lists the columns when the chosen one is not there', async () => {
    expect(await errorOf('name;login\nAda;a@b.c\n', 'users', 'mail')).toBe(
      'standard input, line 1: There is no column mail. The columns are: name, login. Nothing was sent.',
    );
  });

  it('takes no column for groups for users, even if it is chosen', async () => {
    expect(await errorOf('Group ID,Name\n27335,Eng\n', 'users', 'group id')).toContain(
      'line 1: The column group id is for `groups`, not for `users`.',
    );
  });

  it('does not choose between two columns of the name that is chosen', async () => {
    expect(await errorOf('Contact,Contact\na@b.c,b@b.c\n', 'users', 'contact')).toContain('line 2: Two columns are');
  });

  it('is read as it was written, whatever the cells contain', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...Array.from('aé ,;|\t"\n')), maxLength: 12 });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const lines = rows.map(([one, other], index) => [quote(one), `a${index}@example.com`, quote(other)].join(','));
        const bad = [...lines, 'x,#N/A,y'].join('\n');
        const line = 1 + `name,login,note\n${lines.join('\n')}\n`.split('\n').length - 1;
        expect(await valuesOf(`name,login,note\n${lines.join('\n')}`)).toEqual(
          rows.map((_, index) => `a${index}@example.com`),
        );
        expect(await errorOf(`name,login,note\n${bad}`)).toContain(`line ${line}: #N/A is not a login`);
      }),
    );
  });
});
