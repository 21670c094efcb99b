import { open, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../../../src/cli/input/input.ts';
import { useFolder } from '../../../support/folder.ts';
import { errorOf } from './read.ts';

const NOTHING = { kind: 'users', id: [], login: [] } as const;

describe('a file', () => {
  const folder = useFolder();

  it.each([
    ['a folder', '.', '. cannot be read: it is a directory. Nothing was sent.'],
    ['one that is not there', 'no-such-file', 'no-such-file cannot be read: there is no such file. Nothing was sent.'],
    [
      'one with a hostile name',
      'no\u001b[2J\u202e\nline 1: fine',
      'no?[2J? line 1: fine cannot be read: there is no such file. Nothing was sent.',
    ],
    ['endless', '/dev/zero', '/dev/zero is larger than 256 MiB. Split the list. Nothing was sent.'],
  ])('is rejected when it is %s', async (_, file, message) => {
    await expect(readInput({ ...NOTHING, file })).rejects.toMatchObject({ lines: [message], exit: 'nothingSent' });
  });

  it('is rejected unread when it is too large', async () => {
    const path = folder.file('large.csv');
    const file = await open(path, 'w');
    await file.truncate(600 * 1024 * 1024);
    await file.close();
    const before = process.memoryUsage.rss();
    await expect(readInput({ ...NOTHING, file: path })).rejects.toThrow('is larger than 256 MiB. Split the list.');
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('is rejected when standard input has no end', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024 * 1024, 'a');
      })(),
    );
    const reading = readInput({ ...NOTHING, file: '-' }, endless);
    await expect(reading).rejects.toThrow('standard input is larger than 256 MiB. Split the list.');
  });

  it('can also be named beside flags', async () => {
    await writeFile(folder.file('list.txt'), 'bob@example.com\nADA@example.com\n');
    const { targets, duplicates } = await readInput({
      ...NOTHING,
      login: ['ada@example.com'],
      file: folder.file('list.txt'),
    });
    expect(targets).toEqual([{ user_login: 'ada@example.com' }, { user_login: 'bob@example.com' }]);
    expect(duplicates).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['blank lines', '\uFEFF\n \r\n'],
    ['an array without elements', '[]'],
    ['a line that only names the delimiter', 'sep=;\n'],
  ])('is rejected when it has %s', async (_, content) => {
    expect(await errorOf(content)).toBe('standard input is empty: it lists no users. Nothing was sent.');
  });

  it('is rejected when it has a header only', async () => {
    expect(await errorOf('login,name\n')).toBe(
      'standard input is empty below its header: it lists no users. Nothing was sent.',
    );
  });
});

describe('the flags', () => {
  it('name one or several each, and unwrap them as a list does', async () => {
    const { targets } = await readInput({
      ...NOTHING,
      id: ['10000001,10000002', " '3 "],
      login: ['a@x.example, b@y.example', 'Ada <ada@example.com>'],
    });
    expect(targets).toEqual([
      ...['10000001', '10000002', '3'].map((id) => ({ user_id: id })),
      ...['a@x.example', 'b@y.example', 'ada@example.com'].map((login) => ({ user_login: login })),
    ]);
  });

  it.each([
    [
      'users',
      { id: ['ada@example.com'] },
      '--id: ada@example.com is not an ID. It is a login; an ID is digits. Use --login. Nothing was sent.',
    ],
    [
      'users',
      { login: ['11446498'] },
      '--login: 11446498 is not a login. It is an ID; a login is an email address. Use --id. Nothing was sent.',
    ],
    ['users', { login: ['ada'] }, '--login: ada is not a login. A login is an email address. Nothing was sent.'],
    ['users', { id: ['1, x'] }, '--id: x is not an ID. An ID is digits. Nothing was sent.'],
    [
      'users',
      { id: ['11,446,498'] },
      '--id: 11,446,498 is not an ID. It has thousands separators; format the column as text and export again. Nothing was sent.',
    ],
    ['users', { id: [' , '] }, '--id: An empty value is not an ID. An ID is digits. Nothing was sent.'],
    [
      'groups',
      { id: ['eng@example.com'] },
      '--id: eng@example.com is not an ID. It is a login; an ID is digits. Groups have no logins: use the ID of the group. Nothing was sent.',
    ],
    ['users', { column: 'mail' }, '--column needs a list: name it with --file. Nothing was sent.'],
    ['users', {}, 'No users to sign out. Name them with --id, --login, or --file. Nothing was sent.'],
    ['groups', {}, 'No groups to sign out. Name them with --id or --file. Nothing was sent.'],
  ] as const)('of %s are checked: %j', async (kind, given, message) => {
    await expect(readInput({ ...NOTHING, kind, ...given })).rejects.toMatchObject({
      lines: [message],
      exit: 'nothingSent',
    });
  });
});
