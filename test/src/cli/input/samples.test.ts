import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { read, sample, type Kind } from './read.ts';

const PEOPLE = ['ada@example.com', 'grace@example.com', 'alan@example.com'];

interface Case {
  file: string;
  format: string;
  delimiter?: string;
  encoding?: string;
  used?: Record<string, number>;
  kind?: Kind;
  values?: string[];
}

const CASES: Case[] = [
  { file: 'okta.csv', format: 'csv', used: { login: 3 } },
  { file: 'okta-report.csv', format: 'csv', used: { 'Primary email': 3 } },
  { file: 'okta-api.json', format: 'json', used: { 'profile.login': 3 } },
  { file: 'entra.csv', format: 'csv', used: { mail: 2, userPrincipalName: 1 } },
  { file: 'entra-graph.json', format: 'json', used: { mail: 2, userPrincipalName: 1 } },
  { file: 'entra-bulk-template.csv', format: 'csv', used: { 'User name [userPrincipalName] Required': 3 } },
  { file: 'google-users.csv', format: 'csv', used: { 'Email Address [Required]': 3 } },
  { file: 'google-group-members.csv', format: 'csv', used: { 'Email address': 3 } },
  { file: 'box-user-details.csv', format: 'csv', used: { Email: 3 } },
  { file: 'box-user-activity.csv', format: 'csv', used: { 'User Email': 4 } },
  { file: 'box-api-users.json', format: 'json', used: { login: 3 } },
  { file: 'box-api-group-members.json', format: 'json', used: { 'user.login': 3 } },
  { file: 'box-cli-users.csv', format: 'csv', used: { login: 3 } },
  { file: 'box-cli-groups.csv', format: 'csv', used: { id: 2 }, kind: 'groups', values: ['27335', '27336'] },
  {
    file: 'box-cli-bulk.csv',
    format: 'csv',
    used: { 'user-logins': 3, user_ids: 2, userIds_1: 1 },
    values: ['ada@example.com', '10000002', '10000003', 'grace@example.com', 'alan@example.com', '10000004'],
  },
  {
    file: 'box-cli-bulk.json',
    format: 'json',
    used: { userLogins: 2, user_ids: 2, 'user-logins': 1, 'user-ids': 1 },
    values: ['ada@example.com', 'grace@example.com', '10000002', '10000003', 'alan@example.com', '10000004'],
  },
  { file: 'excel-comma-windows-1252.csv', format: 'csv', encoding: 'windows-1252', used: { 'E-Mail': 3 } },
  { file: 'excel-semicolon.csv', format: 'csv', delimiter: 'semicolons', used: { Username: 3 } },
  { file: 'excel-tab.txt', format: 'csv', delimiter: 'tabs', used: { Mail: 3 } },
  { file: 'excel-utf-16.txt', format: 'csv', delimiter: 'tabs', encoding: 'utf-16le', used: { Mail: 3 } },
  { file: 'powershell.csv', format: 'csv', used: { UserPrincipalName: 3 } },
  { file: 'powershell-utf-16.csv', format: 'csv', encoding: 'utf-16le', used: { UserPrincipalName: 3 } },
  { file: 'mail-recipients.txt', format: 'list' },
  { file: 'mail-recipients-wrapped.txt', format: 'list' },
  { file: 'ticket.txt', format: 'list' },
  { file: 'report.jsonl', format: 'report', used: { 'target.user_login': 3 } },
];

describe('a sample of each source', () => {
  it.each(CASES)(
    '$file is read as it is',
    async ({ file, format, delimiter, encoding = 'utf-8', used = {}, kind, values }) => {
      const { targets, source } = await read(await sample(file), kind);
      expect(targets.flatMap((target) => Object.values(target))).toEqual(values ?? PEOPLE);
      const comma = format === 'csv' ? { delimiter: delimiter ?? 'commas' } : {};
      expect(source).toMatchObject({ format, encoding, ...comma });
      expect(Object.fromEntries(source?.columns.used.map(({ name, targets: count }) => [name, count]) ?? [])).toEqual(
        used,
      );
    },
  );

  it('has a test', async () => {
    const files = await readdir(new URL('../../../support/samples/lists/', import.meta.url));
    expect(files.toSorted()).toEqual(CASES.map(({ file }) => file).toSorted());
  });

  it.each(['box-cli-bulk.csv', 'box-cli-bulk.json'])('says that the column as-user of %s is not used', async (file) => {
    const { source, notes } = await read(await sample(file));
    expect(source?.columns.unused).toContain('as-user');
    expect(notes).toEqual(['The column as-user is not used. To act on behalf of a user, use --as-user.']);
  });
});
