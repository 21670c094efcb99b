import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { planOf, renderPlan, renderTargets } from '../../../../src/cli/sign-out/plan.ts';
import { useBox } from '../../../support/command/box.ts';
import { useCommand } from '../../../support/command/command.ts';
import { noTerminal, runInTerminal } from '../../../support/command/pseudo-terminal.ts';

const PACE = { kind: 'users', batchSize: 100, rate: 900 } as const;
const logins = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ user_login: `person-${index + 1}@example.com` }));

describe('a plan', () => {
  it('has no more than three targets of each end, and none twice', () => {
    const ends = [0, 1, 3, 4, 5, 6, 7].map((count) => {
      const { first, last } = planOf({ targets: logins(count), duplicates: 0 }, logins(count), PACE);
      return [first.length, last.length];
    });
    expect(ends).toEqual([
      [0, 0],
      [1, 0],
      [3, 0],
      [3, 1],
      [3, 2],
      [3, 3],
      [3, 3],
    ]);
  });

  it('is about the targets that are left to send', () => {
    const all = [{ user_id: '1' }, { user_login: 'ada@example.com' }, { user_id: '2' }];
    const plan = planOf({ targets: all, duplicates: 3 }, all.slice(1), { ...PACE, batchSize: 1 });
    expect(plan).toMatchObject({ total: 3, acceptedBefore: 1, targets: 2, byLogin: 1, byId: 1, batches: 2 });
    expect(plan).toMatchObject({ first: [{ user_login: 'ada@example.com' }, { user_id: '2' }], duplicates: 3 });
    expect(renderTargets(plan)).toEqual([
      'users       2: 1 by login, 1 by ID',
      'left out    1 accepted before',
      'duplicates  3; each target is sent once',
      'first       ada@example.com, 2',
    ]);
  });

  it('names a long header only in part', () => {
    const unused = Array.from({ length: 40 }, (_, index) => `column ${index}`);
    const columns = { used: [{ name: 'login', targets: 1 }], unused };
    const source = { name: 'x.csv', format: 'csv', delimiter: 'tabs', encoding: 'utf-16le', columns } as const;
    const shown = renderPlan(planOf({ targets: logins(1), duplicates: 0, source }, logins(1), PACE));
    expect(shown).toContain('list        x.csv, CSV with tabs, UTF-16\ncolumns     login (1)\nnot used    column 0, ');
    expect(shown).toContain(', column 11 and 28 more\n');
  });
});

describe('the dry run', () => {
  const command = useCommand();

  it('shows who is in an Okta export, with the columns and the duplicates', async () => {
    const rows = Array.from(
      { length: 500 },
      (_, index) => `00u${index},ACTIVE,person-${index + 1}@example.com,P,person-${index + 1}@mail.example\n`,
    );
    const twice = [rows[6], rows[7]?.replace('person-8@example.com', 'Person-8@Example.com')];
    const list = ['id,status,login,firstName,email\n', ...rows, ...twice].join('');
    await writeFile(command.path('okta.csv'), list);
    const { status, stdout } = await command.run(['users', '--file', 'okta.csv', '--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'list        okta.csv, CSV with commas, UTF-8',
        'columns     login (502)',
        'not used    id, status, firstName, email',
        'users       500: 500 by login, 0 by ID',
        'duplicates  2; each target is sent once',
        'first       person-1@example.com, person-2@example.com, person-3@example.com',
        'last        person-498@example.com, person-499@example.com, person-500@example.com',
        'requests    5 of at most 100 targets',
        'time        at least 0.3 s at 900 requests per minute',
        '',
        'Dry run: nothing was sent.',
        '',
      ].join('\n'),
    );
  });

  it('with --json is a line for each target, then the plan, and reads its own lines', async () => {
    await writeFile(command.path('list.csv'), 'user_id;mail;as-user\n1;ada@example.com;9\n2;;9\n1;ADA@example.com;\n');
    const args = ['users', '--file', 'list.csv', '--dry-run', '--json'];
    const { status, stdout } = await command.run(args);
    expect(status).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      { type: 'target', target: { user_login: 'ada@example.com' } },
      { type: 'target', target: { user_id: '2' } },
      {
        type: 'plan',
        dryRun: true,
        kind: 'users',
        source: {
          name: 'list.csv',
          format: 'csv',
          encoding: 'utf-8',
          delimiter: 'semicolons',
          columns: {
            used: [
              { name: 'mail', targets: 2 },
              { name: 'user_id', targets: 1 },
            ],
            unused: ['as-user'],
          },
        },
        total: 2,
        acceptedBefore: 0,
        targets: 2,
        byLogin: 1,
        byId: 1,
        duplicates: 1,
        first: [{ user_login: 'ada@example.com' }, { user_id: '2' }],
        last: [],
        batches: 1,
        batchSize: 100,
        requestsPerMinute: 900,
        seconds: 0,
        notes: ['The column as-user is not used. To act on behalf of a user, use --as-user.'],
      },
    ]);
    const again = await command.run(['users', '--file', '-', '--dry-run', '--json'], { stdin: stdout });
    expect(again.stdout.split('\n').slice(0, 2)).toEqual(stdout.split('\n').slice(0, 2));
  });

  it('reads the column that --column names, and lists them when it is not there', async () => {
    await writeFile(
      command.path('hr.csv'),
      'Employee,Manager e-mail,Private contact\n7,boss@example.com,ada@home.example\n',
    );
    const dry = ['users', '--file', 'hr.csv', '--dry-run'];
    expect((await command.run([...dry, '--column', 'private CONTACT'])).stdout).toContain(
      'first       ada@home.example\n',
    );
    const wrong = await command.run([...dry, '--column', 'mail']);
    expect(wrong).toMatchObject({
      status: 2,
      stdout: '',
      stderr:
        'Error: hr.csv, line 1: There is no column mail. The columns are: Employee, Manager e-mail, Private contact. Nothing was sent.\n',
    });
  });

  it('shows each bad value on a line of its own, with the way out, and ends with status 2', async () => {
    await writeFile(
      command.path('bad.csv'),
      'name,user_id\nA,1.14465E+10\nB,"11,446,498"\nC,#N/A\nD,11446498\nE,NULL\nF,ada@example.com\n',
    );
    expect(await command.run(['users', '--file', 'bad.csv', '--yes'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: [
        'Error: bad.csv has 5 errors.',
        'line 2: 1.14465E+10 is not an ID. Excel has rounded the column; format it as text and export again.',
        'line 3: 11,446,498 is not an ID. It has thousands separators; format the column as text and export again.',
        'line 4: #N/A is not an ID. It is an error of the spreadsheet; correct the cell, or remove the row.',
        'line 6: NULL is not an ID. It stands for an empty cell; remove the row, or clear the cell.',
        'line 7: ada@example.com is not an ID. It is a login; an ID is digits.',
        'Nothing was sent.',
        '',
      ].join('\n'),
    });
  });
});

describe.skipIf(noTerminal() !== undefined)('the question', () => {
  const command = useCommand();
  const box = useBox();

  it('comes after the same facts, and nothing is sent when it is declined', async () => {
    const path = command.path('people.csv');
    await writeFile(path, 'Name;Mail;as-user\nAda;ada@example.com;1\nBob;bob@example.com;\nBob;BOB@example.com;\n');
    const line = [...command.program(), 'users', '--file', path, '--base-url', box.baseUrl];
    const { status, output } = await runInTerminal(line, {
      columns: 200,
      type: { keys: 'n\r', after: '[y/N] ' },
      environment: { BOX_ACCESS_TOKEN: 'token' },
    });
    expect({ status, sent: box.requests }).toEqual({ status: 2, sent: [] });
    expect(output).toContain(
      [
        '1 duplicate left out: each is sent once.',
        'The column as-user is not used. To act on behalf of a user, use --as-user.',
        `list        ${path}, CSV with semicolons, UTF-8`,
        'columns     Mail (3)',
        'not used    Name, as-user',
        'users       2: 2 by login, 0 by ID',
        'duplicates  1; each target is sent once',
        'first       ada@example.com, bob@example.com',
        '',
      ].join('\n'),
    );
    expect(output).toContain('Sign out 2 users, acting as Admin <admin@example.com>? [y/N]');
    expect(output).toContain('Declined. Nothing was sent.');
  });
});
