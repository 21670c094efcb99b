import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../sandbox/sandbox.ts';
import { useCommand, type Given } from '../../../support/command/command.ts';
import { accepted, answer, cut, startServer, type Answer } from '../../../support/server.ts';

const command = useCommand();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(() => sandbox.close());

const AT = '2026-03-01T10:00:00.000Z';

function line(target: object, status = 'accepted', at = AT): string {
  return `${JSON.stringify({ type: 'outcome', at, target, status, attempts: 1 })}\n`;
}

async function report(name: string, ...lines: string[]): Promise<string> {
  await writeFile(command.path(name), lines.join(''));
  return command.path(name);
}

function event(id: string, login: string, { type = 'LOGIN', at = '2026-03-01T11:00:00Z' } = {}): object {
  return {
    type: 'event',
    event_id: id,
    event_type: type,
    created_at: at,
    created_by: { type: 'user', id: '1', login },
  };
}

function page(next: string, ...entries: object[]): Answer {
  return answer(200, { chunk_size: entries.length, next_stream_position: next, entries });
}

function verify(baseUrl: string, path: string, args: readonly string[] = [], given: Given = {}) {
  const environment = { BOX_ACCESS_TOKEN: 'token', BOX_BASE_URL: baseUrl, COLUMNS: '160', ...given.environment };
  return command.run(['verify', '--report', path, ...args], { ...given, environment });
}

describe('verify', { timeout: 60_000 }, () => {
  it('shows who is back after a sign-out in the sandbox, as a table and as JSON', async () => {
    const environment = { BOX_ACCESS_TOKEN: 'token', BOX_BASE_URL: sandbox.baseUrl };
    const path = command.path('sandbox.jsonl');
    const logins = ['ada', 'back-grace', 'alan'].flatMap((name) => ['--login', `${name}@example.com`]);
    await command.run(['users', ...logins, '--yes', '--report', path], { environment });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const table = await verify(sandbox.baseUrl, path);
    expect(table.stderr).toBe('');
    const [head, first, ...others] = table.stdout.trim().split('\n');
    expect(head).toMatch(/^USER +SIGNED OUT AT +SINCE THEN$/);
    expect(first).toMatch(/^back-grace@example\.com +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ +signed in again/);
    expect(others.join('\n')).toMatch(/ada@example\.com .*no sign-in seen/);
    expect(others.at(-1)).toBe('2 without a sign-in since, 1 signed in again.');
    expect(table.status).toBe(1);
    const json = await verify(sandbox.baseUrl, path, ['--json']);
    const lines = json.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(['check', 'check', 'check', 'summary']);
    expect(lines[0]).toMatchObject({ target: { user_login: 'back-grace@example.com' }, back: true });
    expect(lines[1]).toMatchObject({ target: { user_login: 'ada@example.com' }, back: false, events: [] });
    expect(lines[3]).toMatchObject({ users: 3, back: 1, notSeen: 2, groupsNotChecked: 0 });
  });

  it('asks for the events of the types that count, from the first accepted line, until a page is empty', async () => {
    const server = await startServer(
      page('2', event('a', 'ada@example.com')),
      page('3', event('a', 'ada@example.com')),
      page('3'),
    );
    const path = await report(
      'pages.jsonl',
      line({ user_login: 'early@example.com' }, 'rejected', '2026-02-01T00:00:00Z'),
      line({ user_login: 'ada@example.com' }),
      line({ user_login: 'grace@example.com' }, 'accepted', '2026-03-01T10:05:00.900Z'),
    );
    const { status } = await verify(server.baseUrl, path);
    expect(status).toBe(1);
    const queries = server.received.map(({ path: url }) => new URL(url, 'http://box.example').searchParams);
    expect(queries.map((query) => query.get('stream_position'))).toEqual([null, '2', '3']);
    expect(Object.fromEntries(queries[0] ?? [])).toEqual({
      stream_type: 'admin_logs',
      created_after: '2026-03-01T10:00:00.000Z',
      event_type:
        'LOGIN,ADMIN_LOGIN,ADD_LOGIN_ACTIVITY_DEVICE,USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE,FAILED_LOGIN,REMOVE_LOGIN_ACTIVITY_DEVICE,OAUTH2_ACCESS_TOKEN_REVOKE',
      limit: '500',
    });
  });

  it('ends when the position does not change, although the page has entries', async () => {
    const server = await startServer(page('2', event('a', 'ada@example.com')));
    const path = await report('same.jsonl', line({ user_login: 'ada@example.com' }));
    expect((await verify(server.baseUrl, path)).status).toBe(1);
    expect(server.received).toHaveLength(2);
  });

  it('ends with 0 when no sign-in was seen, and says until when, not that a user is signed out', async () => {
    const server = await startServer(page('0', event('a', 'ada@example.com', { type: 'FAILED_LOGIN' })), page('0'));
    const path = await report('nobody.jsonl', line({ user_login: 'ada@example.com' }), line({ group_id: '27335' }));
    const { status, stdout } = await verify(server.baseUrl, path);
    expect(status).toBe(0);
    expect(stdout).toMatch(/no sign-in seen until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, FAILED_LOGIN/);
    expect(stdout).toContain('1 without a sign-in since, 0 signed in again. Not checked: 1 group');
    expect(stdout).not.toMatch(/is signed out/);
  });

  it('reads the saved output of --json as a report', async () => {
    const server = await startServer(page('1'));
    const outcome = line({ user_login: 'ada@example.com' });
    const ends = ['{"type":"error","error":{"code":"api"}}\n', '{"type":"summary","total":1,"accepted":1}\n'];
    const path = await report('output.jsonl', outcome, ...ends);
    const { status, stdout } = await verify(server.baseUrl, path);
    expect(stdout).toContain('1 without a sign-in since, 0 signed in again.');
    expect(status).toBe(0);
  });

  it('takes another start with --since', async () => {
    const server = await startServer(
      page('1', event('a', 'ada@example.com', { at: '2026-02-01T00:00:30Z' })),
      page('1'),
    );
    const path = await report('since.jsonl', line({ user_login: 'ada@example.com' }));
    const { status } = await verify(server.baseUrl, path, ['--since', '2026-02-01T00:00']);
    expect(new URL(server.received[0]?.path ?? '', 'http://box.example').searchParams.get('created_after')).toBe(
      '2026-02-01T00:00:00.000Z',
    );
    expect(status).toBe(1);
  });

  it('watches, and shows only what is new', async () => {
    const grace = event('b', 'grace@example.com', { at: '2026-03-01T12:00:00Z' });
    const server = await startServer(
      page('1', event('a', 'ada@example.com')),
      page('1'),
      page('1', event('a', 'ada@example.com'), grace),
      page('1'),
    );
    const path = await report(
      'watch.jsonl',
      line({ user_login: 'ada@example.com' }),
      line({ user_login: 'grace@example.com' }),
    );
    const { stdout, stderr, status } = await verify(server.baseUrl, path, ['--watch', '0.02']);
    expect(stdout.match(/ada@example\.com/g)).toHaveLength(1);
    expect(stdout).toContain('2026-03-01T12:00:00Z  grace@example.com  signed in again (LOGIN)\n');
    expect(stdout.trimEnd().endsWith('0 without a sign-in since, 2 signed in again.')).toBe(true);
    expect(stderr).toContain('Watching');
    expect(status).toBe(1);
  });

  it('shows the summary of a watch whose last look failed, and ends with 1', async () => {
    const outage = answer(503, {}, { 'retry-after': '0' });
    const server = await startServer(page('1'), outage, outage, outage, outage);
    const path = await report('outage.jsonl', line({ user_login: 'ada@example.com' }));
    const { stdout, stderr, status } = await verify(server.baseUrl, path, ['--watch', '0.02']);
    expect(stdout).toContain('1 without a sign-in since, 0 signed in again.');
    expect(stderr).toContain('responded with status 503');
    expect(status).toBe(1);
  });

  it('ends a watch on Ctrl-C with the summary and status 130', async () => {
    const server = await startServer(page('1'));
    const path = await report('interrupted.jsonl', line({ user_login: 'ada@example.com' }));
    const environment = { BOX_ACCESS_TOKEN: 'token', BOX_BASE_URL: server.baseUrl };
    const { child, ended } = command.start(['verify', '--report', path, '--watch', '5'], { environment });
    child.stderr?.once('data', () => child.kill('SIGINT'));
    const { status, stdout } = await ended;
    expect(status).toBe(130);
    expect(stdout).toContain('1 without a sign-in since, 0 signed in again.');
  });

  it.each([
    ['does not exist', undefined, "doesn't exist"],
    ['is empty', '', 'no user as accepted'],
    ['is something else', 'ada@example.com\n', "line 1, isn't a line of a report"],
    ['shows no user as accepted', line({ user_login: 'ada@example.com' }, 'unknown'), 'no user as accepted'],
    ['shows groups only', line({ group_id: '27335' }), 'groups only'],
    ['has no time', line({ user_login: 'ada@example.com' }, 'accepted', 'noon'), '--since'],
  ])('ends with 2 and a clear message when the report %s', async (_, text, message) => {
    const path = text === undefined ? command.path('missing.jsonl') : await report('bad.jsonl', text);
    const { status, stderr } = await verify(sandbox.baseUrl, path);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  it('needs a report', async () => {
    const { status, stderr } = await command.run(['verify'], { environment: { BOX_ACCESS_TOKEN: 'token' } });
    expect(stderr).toContain('--report');
    expect(status).toBe(2);
  });

  const denied = answer(403, { type: 'error', status: 403, code: 'forbidden' });
  it.each<[string, Answer[], number, string | RegExp]>([
    ['a missing permission', [denied], 3, 'manage_enterprise_properties'],
    ['a rejected token', [answer(401, { type: 'error', status: 401 })], 3, 'token'],
    ['a page instead of events', [answer(200, '<html>Welcome</html>')], 2, '--base-url'],
    ['a 202 instead of events', [accepted], 2, 'status 202'],
    ['an address without the API', [answer(404, '<html>Not found</html>')], 2, '--base-url'],
    ['a 404 of Box', [answer(404, { type: 'error', status: 404 })], 2, /^(?!.*logins).*--base-url/],
    [
      'a rejected request',
      [answer(400, { type: 'error', status: 400, code: 'bad_request' })],
      1,
      /^(?!.*logins).* responded with status 400, code bad_request: it rejected the request for the admin events/,
    ],
    ['a failure of Box', [answer(500, { code: 'x' })], 1, /^Error: \S+ responded with status 500, code x\. Try again/],
  ])('ends on %s', async (_, answers, expected, message) => {
    const server = await startServer(...answers);
    const path = await report('failing.jsonl', line({ user_login: 'ada@example.com' }));
    const { status, stderr } = await verify(server.baseUrl, path);
    expect(stderr).toMatch(message);
    expect(status).toBe(expected);
  });

  it('ends when the positions of the pages repeat', async () => {
    const login = event('a', 'ada@example.com');
    const server = await startServer(page('1', login), page('2', login), page('1', login), page('2', login));
    const path = await report('cycle.jsonl', line({ user_login: 'ada@example.com' }));
    expect((await verify(server.baseUrl, path)).status).toBe(1);
    expect(server.received).toHaveLength(3);
  });

  it('waits as long as Box asks, and repeats a lost response and a page that was cut off', async () => {
    const half: Answer = (response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"entries":[', () => response.destroy());
    };
    const server = await startServer(
      answer(429, {}, { 'retry-after': '1' }),
      cut,
      half,
      page('1', event('a', 'ada@example.com')),
      page('1'),
    );
    const path = await report('retries.jsonl', line({ user_login: 'ada@example.com' }));
    expect((await verify(server.baseUrl, path)).status).toBe(1);
    const [first, second] = server.received;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('ends with 1 when Box can not be reached', async () => {
    const path = await report('unreached.jsonl', line({ user_login: 'ada@example.com' }));
    const { status, stderr } = await verify('http://127.0.0.1:1/2.0', path);
    expect(status).toBe(1);
    expect(stderr).not.toContain('job');
  });

  it('reads 20,000 events about 500 users without keeping their pages', async () => {
    const size = 500;
    const padding = 'x'.repeat(700);
    const users = Array.from({ length: size }, (_, index) => `user-${index}@example.com`);
    const server = await startServer((response, index) => {
      const entries =
        index === 40
          ? []
          : users.map((login, at) => ({ ...event(`${index}-${at}`, login), additional_details: { padding } }));
      page(String(index + 1), ...entries)(response, index, { method: '', path: '', headers: {}, body: '', at: 0 });
    });
    const path = await report('large.jsonl', ...users.map((login) => line({ user_login: login })));
    await writeFile(
      command.path('peak.mjs'),
      "process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS} kB\\n`));",
    );
    const environment = { NODE_OPTIONS: `--import=file://${command.path('peak.mjs')}` };
    const { status, stdout, stderr } = await verify(server.baseUrl, path, ['--json'], { environment });
    expect(status).toBe(1);
    expect(stdout.split('\n').at(-2)).toContain('"back":500');
    const peak = Number(/peak (\d+) kB/.exec(stderr)?.[1]) / 1000;
    console.info(`peak memory: ${peak} MB`);
    expect(peak).toBeLessThan(130);
  });
});
