import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ReportLock } from '../../../../src/cli/report/lock.ts';
import { PID_SPACE } from '../../../../src/cli/report/lock-file.ts';
import { useCommand } from '../../../support/command/command.ts';
import { useFolder } from '../../../support/folder.ts';

const folder = useFolder('each');
const command = useCommand();
let report = '';
beforeEach(() => {
  report = folder.file('report.jsonl');
});

const leftover = async (note: object): Promise<string> => {
  const path = `${report}.lock-${randomUUID()}`;
  await writeFile(path, JSON.stringify(note));
  return path;
};

describe('the lock of a report', () => {
  it('leaves nothing behind when it is released', async () => {
    const lock = await ReportLock.take(report);
    expect(await readdir(folder.path)).toHaveLength(1);
    lock.release();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('is not given away while its run is alive', async () => {
    const lock = await ReportLock.take(report);
    // In a container of its own, the other run would have the same PID as this one.
    await expect(ReportLock.take(report)).rejects.toThrow(`Another run (process ${process.pid}) uses ${report}.`);
    expect(await lock.isHeld()).toBe(true);
    expect(await readdir(folder.path)).toHaveLength(1);
    lock.release();
  });

  it.each([
    [
      'a process that this machine no longer has',
      { state: 'held', pid: spawnSync('true').pid, pidSpace: PID_SPACE },
      3,
    ],
    ['a run on another machine', { state: 'held', host: 'elsewhere', pid: process.ppid, pidSpace: 'elsewhere' }, 8],
    ['a run that was killed while it waited', { state: 'waiting', pid: 1 }, 8],
    ['a run that was killed before it wrote anything', {}, 8],
  ])('goes over within seconds from %s', async (_, note, seconds) => {
    await leftover(note);
    const startedAt = performance.now();
    const lock = await ReportLock.take(report);
    expect(performance.now() - startedAt).toBeLessThan(seconds * 1000);
    expect(await readdir(folder.path)).toHaveLength(1);
    lock.release();
  });

  it('goes to exactly one of many runs that start at once, also over the lock of a dead run', async () => {
    for (const note of [undefined, { state: 'held', pid: spawnSync('true').pid, pidSpace: PID_SPACE }]) {
      if (note !== undefined) await leftover(note);
      const taken = await Promise.allSettled(Array.from({ length: 8 }, () => ReportLock.take(report)));
      const locks = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(locks).toHaveLength(1);
      expect(await locks[0]?.isHeld()).toBe(true);
      expect(await readdir(folder.path)).toHaveLength(1);
      locks[0]?.release();
    }
  });

  it('is known to be lost as soon as its file is gone', async () => {
    const lock = await ReportLock.take(report);
    let told = 0;
    lock.onLost = () => (told += 1);
    await unlink(lock.path);
    expect(await lock.isHeld()).toBe(false);
    await wait(600);
    expect(told).toBe(1);
    // It does not come back.
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('does not follow a link that lies in its way, or wait for it', async () => {
    const victim = folder.file('victim');
    await writeFile(victim, 'precious');
    await symlink(victim, `${report}.lock-${randomUUID()}`);
    await expect(ReportLock.take(report)).rejects.toThrow(
      /can't be read \(ELOOP\), so another run might use the report/,
    );
    expect(await readFile(victim, 'utf8')).toBe('precious');
    expect(await readdir(folder.path)).toHaveLength(2);
  });

  it('shows nothing of its path or of the files of others that could steer a terminal', async () => {
    const hostile = folder.file('a\u001B[2J\u202Eb.jsonl');
    const host = 'c\u001B]0;d\u0007\u200Be';
    const other = `${hostile}.lock-${randomUUID()}`;
    let beats = 0;
    const timer = setInterval(() => {
      beats += 1;
      writeFileSync(other, JSON.stringify({ state: 'held', pid: 7, host, beats }));
    }, 100);
    const { status, stderr } = await command.run(['users', '--id', '1', '--report', hostile]);
    clearInterval(timer);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Error: Another run \(process 7 on c.*e\) uses .*b\.jsonl\..* Nothing was sent\.\n$/);
    expect(stderr.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('ignores the lock of another report', async () => {
    const other = await ReportLock.take(folder.file('other.jsonl'));
    const lock = await ReportLock.take(report);
    expect(await readdir(folder.path)).toHaveLength(2);
    lock.release();
    other.release();
  });

  it('needs a folder', async () => {
    const taken = ReportLock.take(folder.file('no/report.jsonl'));
    await expect(taken).rejects.toThrow(/--report: the folder of .* can't be used \(ENOENT\)/);
    await rm(folder.path, { recursive: true });
    await expect(ReportLock.take(report)).rejects.toThrow(/can't be used \(ENOENT\)/);
  });
});
