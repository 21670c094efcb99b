import { describe, expect, it } from 'vitest';
import { useCommand } from '../../support/command/command.ts';

const command = useCommand();

describe('wrong usage', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['usres'], /^There is no command usres\. Did you mean users\? See \S+ --help\./],
    [
      'a login as the command',
      ['ada@example.com'],
      /^users takes no argument without an option\. Did you mean --login\?/,
    ],
    ['a token as the command', ['T9YqGVQKvqXZ8aJ5dkDYYyZ1TTE3iU0x'], /^There is no command with this name\./],
    [
      'an unknown option',
      ['users', '--id', '1', '--dryrun'],
      /^users has no option --dryrun\. Did you mean --dry-run\?/,
    ],
    ['an unknown option that is near none', ['users', '--frobnicate'], /^users has no option --frobnicate\. See/],
    [
      'a secret after an equals sign',
      ['users', "--token=a'SECRET'b"],
      /^users has no option --token\. Credentials come from the environment: set BOX_ACCESS_TOKEN\./,
    ],
    ['a secret after an apostrophe', ['users', "--token'SECRET'"], /^users has no option --token\. /],
    ['a secret after an unknown option', ['users', '--password', 'SECRET'], /^users has no option --password\. /],
    [
      'a secret in front of the command',
      ['--token=SECRET', 'users'],
      /^There is no option --token\. Credentials .* See/,
    ],
    ['an option with a typing error', ['users', '--token-ulr', 'x'], /Did you mean --token-url\?/],
    [
      'an option without its command',
      ['--dry-run', 'users'],
      /^--dry-run belongs after the command: box-session-termination users --dry-run\./,
    ],
    [
      'an option of another command',
      ['groups', '--login', 'SECRET@example.com'],
      /^groups has no option --login\. See \S+ groups --help\./,
    ],
    ['a login without its option', ['users', 'SECRET@example.com'], /Did you mean --login\? See \S+ users --help\./],
    ['an ID without its option', ['groups', '27335'], /Did you mean --id\?/],
    ['a file without its option', ['users', 'leavers.csv'], /Did you mean --file\?/],
    [
      'a number that is none',
      ['users', '--id', '1', '--rate', 'fast'],
      /^--rate can't be "fast"\. Use a whole number from 1 to 1,000,000\./,
    ],
    [
      'too long a time',
      ['doctor', '--timeout', '301'],
      /^--timeout can't be "301"\. .* up to 300\. See \S+ doctor --help\./,
    ],
    ['a value of a flag', ['users', '--json=SECRET', '--id', '1'], /^--json takes no value\./],
    ['an option behind --', ['users', '--', '--id', '1'], /^--id follows --, which ends the options\./],
    [
      'a long dash',
      ['users', '\u2014login', 'SECRET@example.com'],
      /^users has an argument that begins with a long dash .* Did you mean --login\?/,
    ],
    ['a day that is none', ['verify', '--report', 'x', '--since', '2026-02-30'], /^--since can't be "2026-02-30"\./],
    ['a missing value', ['users', '--id'], /^--id needs a value\./],
    ['an option in the place of a value', ['users', '--id', '1', '--report', '--resume'], /^--report needs a value\./],
    ['an option given twice', ['users', '--file', 'a', '--file', 'b'], /^--file can be used only once\./],
    [
      'an address that is none',
      ['doctor', '--base-url', 'api.box.com'],
      /^--base-url can't be "api\.box\.com"\. Use an http\(s\) URL such as https:/,
    ],
    [
      'an address with a password',
      ['doctor', '--base-url', 'https://me:SECRET@box.example'],
      /^--base-url can't contain a user name/,
    ],
    [
      'an address that is none, with a password',
      ['doctor', '--base-url', 'htps://me:SECRET@box.example'],
      /^--base-url isn't an http\(s\) URL\./,
    ],
    [
      'a token endpoint in clear text',
      ['doctor', '--token-url', 'http://box.example/token'],
      /^--token-url .*clear text/,
    ],
    [
      'an --as-user that is no ID',
      ['doctor', '--as-user', 'ada'],
      /^--as-user can't be "ada"\. .* See \S+ doctor --help\./,
    ],
    ['verify without a report', ['verify'], /^Name the report of the sign-out with --report\. See \S+ verify --help\./],
    [
      '--resume without a report',
      ['groups', '--id', '1', '--resume'],
      /^--resume continues a report\. .* groups --help\./,
    ],
    ['the help of nothing', ['help', 'usrs'], /^There is no command usrs\. Did you mean users\? See \S+ --help\./],
    [
      'a shell that is none',
      ['completion', 'bsh'],
      /^completion needs the name of a shell: bash, zsh, fish, powershell\. Did you mean bash\?/,
    ],
  ])('is named in one line that ends in "Nothing was sent.": %s', async (_, args, line) => {
    const { status, stdout, stderr } = await command.run(args, { environment: { BOX_ACCESS_TOKEN: 'token' } });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Error: [^\n]+ Nothing was sent\.\n$/);
    expect(stderr.match(/Nothing was sent/g)).toHaveLength(1);
    expect(stderr.slice('Error: '.length)).toMatch(line);
    expect(stderr).not.toMatch(/SECRET|ada@|T9Yq/);
  });

  it('names the variable of a bad address', async () => {
    const { status, stderr } = await command.run(['doctor'], { environment: { BOX_TOKEN_URL: 'box.example' } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Error: BOX_TOKEN_URL can't be "box\.example"\./);
  });

  it('is an object with --json', async () => {
    const { status, stdout } = await command.run(['users', '--json', '--frobnicate']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', error: { code: 'usage' } });
  });
});

describe('the help', () => {
  it('comes with status 2 if the command is called bare', async () => {
    const { status, stdout, stderr } = await command.run([]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(stdout).toBe((await command.run(['--help'])).stdout);
  });

  it.each([[['--help']], [['-h']], [['help']]])('comes with status 0: %j', async (args) => {
    const { status, stdout } = await command.run(args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: box-session-termination <command>/);
    for (const exit of ['0', '1', '2', '3', '130']) expect(stdout).toMatch(new RegExp(`^  ${exit} +\\S`, 'm'));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each(['users', 'groups', 'doctor', 'completion', 'help', 'version'])('of %s shows an example', async (name) => {
    const { status, stdout } = await command.run([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\n  box-session-termination ${name}`));
    expect((await command.run(['help', name])).stdout).toBe(stdout);
  });

  it.each([['version'], ['--version'], ['-V']])('has the version beside it: %s', async (word) => {
    const { status, stdout } = await command.run([word]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
