import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReportLock } from '../../../../src/cli/report/lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NONCE = '00000000-0000-4000-8000-000000000000';
const lockOf = (host: string, pid: number): string => join(folder, `report.jsonl.lock-${host}-${pid}-${NONCE}`);

describe('report lock', () => {
  it('leaves nothing behind once it is released', async () => {
    const lock = await ReportLock.take(join(folder, 'report.jsonl'));
    expect(await readdir(folder)).toHaveLength(1);
    lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over from a process that is dead', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(lockOf(hostname(), pid), '');
    const lock = await ReportLock.take(join(folder, 'report.jsonl'));
    expect(await readdir(folder)).toHaveLength(1);
    lock.release();
  });

  it.each([
    ['a living process', hostname(), process.ppid],
    ['a process on another machine, of which nobody can tell', 'elsewhere', 1],
  ])('is not taken from %s, also by another name of the report', async (_, host, pid) => {
    await writeFile(lockOf(host, pid), '');
    await writeFile(join(folder, 'report.jsonl'), '');
    await symlink(join(folder, 'report.jsonl'), join(folder, 'alias.jsonl'));
    const taken = ReportLock.take(join(folder, 'alias.jsonl'));
    await expect(taken).rejects.toThrow(new RegExp(`Another run \\(process ${pid}.* remove .*${NONCE}`));
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('does not mind the lock of another report', async () => {
    await writeFile(lockOf(hostname(), process.ppid), '');
    const lock = await ReportLock.take(join(folder, 'other.jsonl'));
    lock.release();
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('needs a folder that is there', async () => {
    const taken = ReportLock.take(join(folder, 'no', 'report.jsonl'));
    await expect(taken).rejects.toThrow(/--report: the folder of .* cannot be used \(ENOENT\)/);
  });
});
