import { describe, expect, it } from 'vitest';
import { errorOf, read, valuesOf, type Kind } from './read.ts';

const BOTH = ['ada@example.com', '12'];

describe('JSON', () => {
  it.each([
    ['an array of strings and numbers', '["ada@example.com", 12]'],
    ['an array of objects', '[{ "login": "ada@example.com" }, { "id": 12 }]'],
    ['an object with entries', '{ "total_count": 2, "entries": [{ "login": "ada@example.com" }, { "id": "12" }] }'],
    [
      'an object with value',
      '{ "@odata.context": "x", "value": [{ "mail": "ada@example.com" }, { "user_id": "12" }] }',
    ],
    ['an object with users', '{ "kind": "x", "users": [{ "primaryEmail": "ada@example.com" }, { "user_id": "12" }] }'],
    ['an envelope of an API', '{ "data": { "users": [{ "mail": "ada@example.com" }, { "user_id": "12" }] } }'],
    ['two envelopes', '{ "data": { "users": { "nodes": [{ "mail": "ada@example.com" }, { "user_id": "12" }] } } }'],
    [
      'a list beside empty ones and beside groups',
      '{ "members": [], "users": [{ "mail": "ada@example.com" }, { "user_id": "12" }], "groups": [{ "id": "1" }] }',
    ],
    ['JSON Lines', '{ "login": "ada@example.com" }\r\n\r\n{ "id": "12" }\r\n'],
    ['strings as JSON Lines after an array', '["ada@example.com"]\n"12"'],
    ['a request body', '{ "user_logins": ["ada@example.com"], "user_ids": ["12"] }'],
    [
      'a byte order mark and null',
      '\uFEFF[{ "mail": null, "upn": "ada@example.com" }, { "mail": null, "user_id": 12 }]',
    ],
    [
      'escapes and brackets in strings',
      '[{ "name": "]}\\"\\\\", "login": "\\u0061da@example.com" }, { "user_id": "12" }]',
    ],
    [
      'the lines of a dry run',
      '{"type":"target","target":{"user_login":"ada@example.com"}}\n{"type":"target","target":{"user_id":"12"}}\n{"type":"plan","targets":2}',
    ],
    [
      'the lines of a run',
      '{"type":"outcome","target":{"user_login":"ada@example.com"},"status":"accepted"}\n{"at":"x","target":{"user_id":"12"},"status":"unknown"}\n{"type":"summary","total":2}',
    ],
  ])('can be %s', async (_, content) => {
    expect(await valuesOf(content)).toEqual(BOTH);
  });

  it('reads one object as one person', async () => {
    const content = '{ "type": "user", "id": "11446498", "login": "ada@example.com", "groups": [{ "id": "27335" }] }';
    expect(await valuesOf(content)).toEqual(['ada@example.com']);
    expect(await valuesOf('{ "id": "27335", "members": [{ "email": "ada@example.com" }] }')).toEqual([
      'ada@example.com',
    ]);
  });

  it('never takes a group for a user, or a user for a group', async () => {
    expect(
      await valuesOf('{ "users": [{ "login": "ada@example.com" }], "groups": [{ "id": "7" }] }', 'groups'),
    ).toEqual(['7']);
    expect(await valuesOf('{ "id": "7", "members": [{ "id": "1" }] }', 'groups')).toEqual(['7']);
    expect(await valuesOf('{ "id": "1", "groups": [{ "id": "7" }] }')).toEqual(['1']);
    expect(await errorOf('{ "groups": [{ "id": "7" }] }')).toContain('line 1: It has no field that names the users.');
    expect(await errorOf('[{ "id": "7", "members": [{ "login": "ada@example.com" }] }]')).toContain(
      'line 1: The ID is not that of one of the users: they are in its list members.',
    );
  });

  it('takes no group in a list of members for a user', async () => {
    const member = (type: string): object => ({
      '@odata.type': `#microsoft.graph.${type}`,
      mail: `${type}@example.com`,
    });
    const content = JSON.stringify({ value: [member('user'), member('group')] }, null, 1);
    expect(await errorOf(content)).toMatch(/line 9: The login is that of a group, not of a user/);
    const wrapped = JSON.stringify([{ Id: 'x', AdditionalProperties: member('user') }]);
    expect(await valuesOf(wrapped)).toEqual(['user@example.com']);
  });

  it('has no column to choose when it lists strings', async () => {
    expect(await errorOf('["ada@example.com"]', 'users', 'mail')).toContain('line 1: There is no column mail.');
  });

  it('passes no list over', async () => {
    const list = '[{ "login": "ada@example.com" }]';
    expect(await errorOf(`{ "users": ${list}, "members": ${list} }`)).toContain(
      'It has more than one list: users, members. Put each into a file of its own.',
    );
    expect(await errorOf(`{ "data": { "users": ${list} }, "result": { "users": ${list} } }`)).toContain(
      'It has more than one list: data, result.',
    );
  });

  it.each([
    ['{"login":"a@b.c"}\n{"login":"d@e.f"\n{"login":"g@h.i"}\n', 2],
    ['{"login":"a@b.c"\n{"login":"d@e.f"}\n{"login":"g@h.i"}\n', 1],
    ['{"entries":[\n{"login":"a@b.c"},\n{"login":"d@', 3],
  ])('names the line that has no end: %j', async (content, line) => {
    expect(await errorOf(content)).toContain(`line ${line}: It is not valid JSON. It ends too early.`);
  });

  it('reads the name that is chosen, also in an object within', async () => {
    const content = '[{ "id": "1", "contact": { "work": "ada@example.com" } }]';
    expect(await valuesOf(content, 'users', 'contact.work')).toEqual(['ada@example.com']);
  });

  it('keeps every digit of a number', async () => {
    expect(await valuesOf('[{ "id": 12345678901234567890 }, 98765432109876543210]')).toEqual([
      '12345678901234567890',
      '98765432109876543210',
    ]);
  });

  it.each([
    ['{ "total_count": 500, "entries": [{ "login": "ada@example.com" }] }'],
    ['{ "@odata.nextLink": "https://next.example", "value": [{ "mail": "ada@example.com" }] }'],
    ['{ "entries": [{ "login": "ada@example.com" }], "next_marker": "abc" }'],
    ['{ "totalResults": 2, "Resources": [{ "userName": "ada@example.com" }] }'],
    ['{ "items": [{ "email": "ada@example.com" }], "hasMore": true }'],
  ])('says that it is one page of several: %s', async (content) => {
    const { notes } = await read(content);
    expect(notes).toEqual(['standard input is one page of a longer list: the others are not in it.']);
  });

  it.each<[string, string, Kind, RegExp]>([
    [
      'a rounded ID',
      '[\n  { "id": 1.14465E+10 }\n]',
      'users',
      /line 2: 1\.14465E\+10 is not an ID\. Excel has rounded/,
    ],
    ['a bad value', '[\n  {\n    "name": "x",\n    "login": "NULL"\n  }\n]', 'users', /line 4: NULL is not a login/],
    ['a bad string', '[\n"ada@example.com",\n"-"]', 'users', /line 3: - is not an ID or a login/],
    ['a bad line', '{"login":"a@b.c"}\n{"login":"x"}\n', 'users', /line 2: x is not a login/],
    ['an array within', '[["ada@example.com"]]', 'users', /line 1: \["ada@example\.com"\] is not/],
    ['null', '[null]', 'users', /line 1: null is not an ID or a login/],
    [
      'unknown names',
      '[\n{ "name": "Ada", "contact": "x" }]',
      'users',
      /line 2: No column names the users\. The columns are: name, contact\. Choose one with --column/,
    ],
    ['a name that is not there', '[{ "a": "x" }]', 'users', /line 1: No column names the users\. The columns are: a\./],
    [
      'an object of another type',
      '[{ "type": "group", "id": "27335" }]',
      'users',
      /line 1: The ID is that of a group, not of a user/,
    ],
    ['a membership', '[{ "type": "group_membership", "id": "1" }]', 'users', /The ID is that of a group membership/],
    ['users for groups', '[{ "id": "1", "login": "a@b.c" }]', 'groups', /line 1: The column login is for `users`/],
    [
      'a target for users',
      '{"type":"outcome","target":{"user_id":"1"},"status":"accepted"}',
      'groups',
      /is for `users`/,
    ],
    [
      'an end that is missing',
      '[{ "login": "ada@example.com" },\n',
      'users',
      /line 2: It is not valid JSON\. It ends too early/,
    ],
    [
      'a comma that is missing',
      '[{ "login": "a@b.c" }\n{ "login": "b@b.c" }]',
      'users',
      /line 2: It is not valid JSON/,
    ],
    ['a fault within an object', '[\n{ "login": "a@b.c", }]', 'users', /line 2: It is not valid JSON/],
    ['text behind it', '["ada@example.com"]\n, x', 'users', /line 2: It is not valid JSON/],
    [
      'nothing in it',
      '{ "entries": [] }',
      'users',
      /^standard input is empty: it lists no users\. Nothing was sent\.$/,
    ],
  ])('is rejected by line number for %s', async (_, content, kind, message) => {
    expect(await errorOf(content, kind)).toMatch(message);
  });
});
