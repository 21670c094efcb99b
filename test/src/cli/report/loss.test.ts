import { appendFile, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Report } from '../../../../src/cli/report/report.ts';
import { linesOf, useRuns } from '../../../support/command/runs.ts';

const { command, box, givePeople, args, start } = useRuns();

/** The lock is in the folder as well: which of them is missed first is a matter of chance. */
const LOST_FOLDER =
  /^Error: .*run\.jsonl(?: was removed| was deleted|: it was stopped so long .* or the lock file was removed)/m;

describe('a report that during the run', () => {
  it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    ['is deleted', (path) => rm(path), /run\.jsonl was deleted after this run opened it/],
    [
      'is replaced by another file',
      async (path) => {
        await writeFile(`${path}.new`, '');
        await rename(`${path}.new`, path);
      },
      /run\.jsonl was replaced by another file/,
    ],
    [
      'is replaced by a link',
      async (path) => {
        await writeFile(`${path}.victim`, 'precious');
        await symlink(`${path}.victim`, `${path}.new`);
        await rename(`${path}.new`, path);
      },
      /run\.jsonl was replaced by another file/,
    ],
    ['loses its folder', (path) => rm(path.replace(/\/[^/]+$/, ''), { recursive: true }), LOST_FOLDER],
    [
      'loses its folder to a new one',
      async (path) => {
        const folder = path.replace(/\/[^/]+$/, '');
        await rename(folder, `${folder}.old`);
        await mkdir(folder);
      },
      LOST_FOLDER,
    ],
    ['is written by another program', (path) => appendFile(path, '{}\n'), /run\.jsonl was changed by another program/],
    [
      'loses its lock',
      async (path) => {
        const folder = path.replace(/\/[^/]+$/, '');
        const [name = ''] = (await readdir(folder)).filter((entry) => entry.includes('.lock-'));
        await rm(`${folder}/${name}`);
      },
      /lost the lock of .*run\.jsonl/,
    ],
  ])('%s ends the run with 1', async (_, harm, message) => {
    await givePeople(100);
    await rm(command.path('place'), { recursive: true, force: true });
    await rm(command.path('place.old'), { recursive: true, force: true });
    await mkdir(command.path('place'));
    box.answer = async () => {
      await wait(20);
      return 202;
    };
    const { ended } = start(args('place/run.jsonl', '--json', '--concurrency', '2', '--no-progress'));
    while (box.accepted.length < 10) await wait(5);
    await harm(command.path('place/run.jsonl'));
    const { status, stdout, stderr } = await ended;
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(message) as string });
    expect(box.accepted.length).toBeLessThan(30);
    const [summary, error] = linesOf(stdout).slice(-2);
    expect(summary).toMatchObject({ type: 'summary', exitStatus: 1 });
    const left = Number(summary?.['remaining']);
    expect(stderr).toContain(`${left} of 100 targets were not sent or have no known outcome.`);
    expect(error).toEqual({
      type: 'error',
      error: { code: 'failed', message: stderr.trimEnd().replace('Error: ', '') },
    });
    const victim = await readFile(command.path('place/run.jsonl.victim'), 'utf8').catch(() => 'precious');
    expect(victim).toBe('precious');
  });

  it('is deleted after its last line ends the run with 1', async () => {
    await givePeople(1);
    await mkdir(command.path('end'));
    box.answer = async () => {
      await rm(command.path('end/run.jsonl'));
      return 202;
    };
    const { status, stderr } = await start(args('end/run.jsonl')).ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/run\.jsonl was deleted/);
  });
});

describe('a report whose place is taken between the check and the first line', () => {
  it.each(['link', 'file', 'line'])('by a %s: nothing is written there', async (kind) => {
    const path = command.path(`taken-${kind}.jsonl`);
    const victim = command.path(`victim-${kind}`);
    await writeFile(victim, 'precious');
    const report = await Report.open(path, { resume: false }, () => {});
    if (kind === 'line') await appendFile(path, 'precious');
    else await rm(path);
    if (kind === 'link') await symlink(victim, path);
    if (kind === 'file') await writeFile(path, 'precious');
    await expect(report.begin(() => {})).rejects.toThrow(/was (?:replaced|changed) by another /);
    await report.close();
    expect(await readFile(kind === 'link' ? victim : path, 'utf8')).toBe('precious');
  });
});
