import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, chmod, chown, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { holdAnswers } from '../../../support/command/box.ts';
import { linesOf, shownAsAccepted, useRuns } from '../../../support/command/runs.ts';

const { command, box, givePeople, args, start, run } = useRuns();

/** Whole lines only: a killed run might leave a torn one. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1);
const read = (report: string): Promise<string> => readFile(command.path(report), 'utf8');
const accepted = (id: string): string =>
  JSON.stringify({ type: 'outcome', at: '2026-01-01T00:00:00.000Z', target: { user_id: id }, status: 'accepted' });

describe('a report', () => {
  it('has a line for each target, on the disk before it is shown', async () => {
    await givePeople(3);
    box.answer = ({ values }) => (values.includes('1001') ? 404 : 202);
    const report = command.path('shown.jsonl');
    const { child, ended } = start(args('shown.jsonl', '--json'));
    const shownTooEarly: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      const written = readFileSync(report, 'utf8');
      const lines = chunk.toString().split('\n');
      shownTooEarly.push(...lines.filter((line) => line.includes('"target"') && !written.includes(line)));
    });
    const { status, stdout } = await ended;
    expect(status).toBe(1);
    const lines = linesOf(await readFile(report, 'utf8'));
    expect(lines).toEqual(linesOf(stdout).slice(0, -1));
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    expect(lines.toSorted((one, other) => one.target.user_id.localeCompare(other.target.user_id))).toEqual([
      { type: 'outcome', at, target: { user_id: '1000' }, status: 'accepted', message: 'ok', attempts: 1 },
      {
        type: 'outcome',
        at,
        target: { user_id: '1001' },
        status: 'rejected',
        error: { code: 'api', status: 404, message: expect.any(String) as string },
        attempts: 1,
      },
      { type: 'outcome', at, target: { user_id: '1002' }, status: 'accepted', message: 'ok', attempts: 1 },
    ]);
    // It names people.
    if (process.platform !== 'win32') expect((await stat(report)).mode & 0o777).toBe(0o600);
    expect(shownTooEarly).toEqual([]);
  });

  it('is not written over', async () => {
    await givePeople(2);
    await run(args('kept.jsonl'));
    const before = await read('kept.jsonl');
    const { status, stderr } = await run(args('kept.jsonl'));
    expect({ status, sent: box.requests.length }).toEqual({ status: 2, sent: 2 });
    expect(stderr).toMatch(/kept\.jsonl already has lines\. Continue it with --resume/);
    expect(await read('kept.jsonl')).toBe(before);
  });

  // Six times, a run has to find out that the one before it is dead.
  it('continues after SIGKILL, without the users that it shows as accepted', { timeout: 90_000 }, async () => {
    await givePeople(60);
    const report = command.path('killed.jsonl');
    box.answer = async () => {
      await wait(2);
      return 202;
    };
    for (let kill = 0; kill < 3; kill++) {
      const { child, ended } = start(args('killed.jsonl', '--resume'));
      const goal = box.accepted.length + 12;
      while (box.accepted.length < goal) await wait(1);
      child.kill('SIGKILL');
      await ended;
      const shown = shownAsAccepted(wholeLines(await readFile(report, 'utf8')));
      const before = box.requests.length;
      // As if the power had failed in the middle of a line.
      await appendFile(report, '{"at":"2026-01-01T00:00:00.000Z","target":{"user_id":"10');
      const next = start(args('killed.jsonl', '--resume'));
      while (box.requests.length < before + 5) await wait(1);
      next.child.kill('SIGKILL');
      await next.ended;
      expect(box.requests.slice(before).filter(({ values }) => shown.includes(values[0] ?? ''))).toEqual([]);
    }
    const { status, stdout } = await run(args('killed.jsonl', '--resume', '--json'));
    expect(status).toBe(0);
    expect(linesOf(stdout).at(-1)).toMatchObject({ total: 60, rejected: 0, unknown: 0, remaining: 0 });
    const shown = shownAsAccepted(await readFile(report, 'utf8'));
    expect(new Set(shown).size).toBe(60);
    expect(shown).toHaveLength(60);
    expect((await readdir(command.folder)).filter((name) => name.includes('.lock-'))).toEqual([]);
  });

  it.each([
    ['a last line that lacks only its end', accepted('1000')],
    ['lines after a byte order mark', `\uFEFF${accepted('1000')}\n`],
    [
      'lines with a byte order mark, line breaks of Windows and a torn end',
      `\uFEFF${accepted('1000')}\r\n\r\n{"type":"o`,
    ],
    ['lines of an older version, without a type', `${accepted('1000').replace('"type":"outcome",', '')}\n`],
  ])('keeps %s', async (_, text) => {
    await givePeople(2);
    await writeFile(command.path('kept-lines.jsonl'), text);
    const { status } = await run(args('kept-lines.jsonl', '--resume'));
    expect({ status, accepted: box.accepted }).toEqual({ status: 0, accepted: ['1001'] });
    const shown = shownAsAccepted((await read('kept-lines.jsonl')).replace('\uFEFF', '').replaceAll('\r', ''));
    expect(shown).toEqual(['1000', '1001']);
  });

  it('is not shared by two runs', async () => {
    await givePeople(2);
    const { release } = holdAnswers(box);
    const first = start(args('shared.jsonl', '--resume'));
    while (box.requests.length < 2) await wait(5);
    const second = await run(args('shared.jsonl', '--resume'));
    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(/Another run \(process \d+.*\) uses .* Nothing was sent\.$/m);
    expect(second.stderr).toContain(`(process ${first.child.pid}`);
    release();
    expect(await first.ended).toMatchObject({ status: 0 });
    expect(box.accepted.toSorted()).toEqual(['1000', '1001']);
  });

  it('goes to one of two runs that start together', async () => {
    await givePeople(2);
    const runs = [1, 2].map(() => run(args('together.jsonl')));
    const statuses = (await Promise.all(runs)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([0, 2]));
    expect(box.accepted.toSorted()).toEqual(['1000', '1001']);
  });

  it('that shows every target as accepted leaves nothing to send, and the run says so', async () => {
    await givePeople(2);
    await run(args('complete.jsonl'));
    const { status, stdout } = await run(args('complete.jsonl', '--resume'));
    expect({ status, sent: box.accepted.length }).toEqual({ status: 0, sent: 2 });
    expect(stdout).toBe('0 accepted, 2 accepted before.\nNothing was sent.\n');
  });

  it('of another input is rejected, and one that fits only in part is named', async () => {
    await givePeople(2);
    await run(args('other.jsonl'));
    const resume = ['--report', command.path('other.jsonl'), '--resume'];
    const none = await run(['users', '--id', '7', ...resume]);
    expect(none.status).toBe(2);
    expect(none.stderr).toMatch(/belongs to another input: none of its targets is in this one/);
    const groups = await run(['groups', '--id', '1000', ...resume]);
    expect(groups.status).toBe(2);
    const part = await run(['users', '--id', '1000', '--id', '7', '--yes', ...resume]);
    expect(part.status).toBe(0);
    expect(part.stderr).toContain('Is this the right report? 1 of the 2 targets in ');
    expect(box.accepted).toEqual(['1000', '1001', '7']);
  });

  it('is not made of a file of another kind, which stays as it is', async () => {
    await givePeople(2);
    await writeFile(command.path('notes.txt'), 'a note\n', { mode: 0o644 });
    const { status, stderr } = await run(args('notes.txt', '--resume'));
    expect({ status, sent: box.requests }).toEqual({ status: 2, sent: [] });
    expect(stderr).toMatch(/notes\.txt, line 1, isn't a line of a report/);
    expect(await read('notes.txt')).toBe('a note\n');
    expect((await stat(command.path('notes.txt'))).mode & 0o777).toBe(0o644);
  });

  it('is not standard output', async () => {
    for (const more of [[], ['--dry-run']]) {
      const { status, stderr } = await run(['users', '--id', '1', '--report', '-', ...more]);
      expect({ status, sent: box.requests }).toEqual({ status: 2, sent: [] });
      expect(stderr).toMatch(/^Error: --report needs a file: .* Nothing was sent\.\n$/);
    }
  });

  it('does not appear when the run ends before it begins', async () => {
    await givePeople(2);
    const { status } = await run(args('not-begun.jsonl'), { environment: { BOX_ACCESS_TOKEN: '' } });
    expect(status).toBe(3);
    expect((await readdir(command.folder)).filter((name) => name.startsWith('not-begun'))).toEqual([]);
  });

  it('of 100 MB is read with little memory', async () => {
    await givePeople(1000);
    const block = Array.from({ length: 1000 }, (_, index) => {
      const line = { ...JSON.parse(accepted(String(1000 + index))), message: 'x'.repeat(400), attempts: 1 } as object;
      return `${JSON.stringify(line)}\n`;
    }).join('');
    const path = command.path('large.jsonl');
    await writeFile(path, '');
    while ((await stat(path)).size < 100_000_000) await appendFile(path, block);
    const environment = { NODE_OPTIONS: '--max-old-space-size=48' };
    const { status, stdout } = await run(args('large.jsonl', '--resume', '--dry-run', '--json'), { environment });
    expect(status).toBe(0);
    expect(linesOf(stdout).at(-1)).toMatchObject({ targets: 0 });
  });
});

describe.skipIf(process.platform === 'win32')('the place of a report', () => {
  it('can be a file that others could read, which then is the owner’s alone', async () => {
    await givePeople(1);
    await writeFile(command.path('open.jsonl'), '', { mode: 0o666 });
    await chmod(command.path('open.jsonl'), 0o666);
    const { status, stderr } = await run(args('open.jsonl'));
    expect(status).toBe(0);
    expect(stderr).toContain('open.jsonl could be read or changed by others, and it names people.');
    expect((await stat(command.path('open.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('is neither a link, nor a folder, nor a device, nor a pipe, nor a file with a second name', async () => {
    await givePeople(1);
    await writeFile(command.path('victim'), '');
    await symlink(command.path('victim'), command.path('link.jsonl'));
    await link(command.path('victim'), command.path('hard.jsonl'));
    await mkdir(command.path('folder.jsonl'));
    spawnSync('mkfifo', [command.path('pipe.jsonl')]);
    const faults = {
      'link.jsonl': 'is a symbolic link',
      'hard.jsonl': 'has a second name',
      'folder.jsonl': "isn't a regular file",
      'pipe.jsonl': "isn't a regular file",
    };
    for (const [name, fault] of Object.entries(faults)) {
      for (const more of [[], ['--resume', '--dry-run']]) {
        const { status, stderr } = await run(args(name, ...more));
        expect({ status, sent: box.requests, stderr }).toEqual({
          status: 2,
          sent: [],
          stderr: expect.stringContaining(`${name} ${fault}`) as string,
        });
      }
    }
    const device = await run(['users', '--id', '1', '--report', '/dev/null']);
    expect({ status: device.status, sent: box.requests }).toEqual({ status: 2, sent: [] });
    expect(await read('victim')).toBe('');
  });

  it.skipIf(process.getuid?.() !== 0)('is not a file of another user', async () => {
    await givePeople(1);
    await writeFile(command.path('theirs.jsonl'), '');
    await chown(command.path('theirs.jsonl'), 12_345, 12_345);
    const { status, stderr } = await run(args('theirs.jsonl'));
    expect({ status, sent: box.requests }).toEqual({ status: 2, sent: [] });
    expect(stderr).toContain('theirs.jsonl belongs to another user (user ID 12345).');
  });
});
