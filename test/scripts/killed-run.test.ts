import { spawn } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { compareWithDisk, finishKilledRun } from '../../scripts/write/write.ts';
import { at, bodyOf, sampleSpec, USERS } from '../support/specs/sample-spec.ts';
import { SampleProject } from '../support/specs/sample-project.ts';

// Each run starts other programs, which take long on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

let base: SampleProject;
let spec: string;
/** How the tree is before the run that is killed, and how it has to be in the end. */
let before: Record<string, string>;
let whole: Record<string, string>;
beforeAll(async () => {
  base = await SampleProject.copy();
  await cp('scripts', join(base.root, 'scripts'), { recursive: true });
  await base.generate({ spec: await base.describe(sampleSpec()) });
  before = await base.tree();
  const description = sampleSpec();
  at(bodyOf(description, USERS), 'properties')['sample_flag'] = { type: 'boolean' };
  spec = await base.describe(description, 'changed.json');
  const finished = await copyOf(base);
  await finished.generate({ spec });
  whole = await finished.tree();
});
afterAll(() => base.remove());

async function copyOf(project: SampleProject): Promise<SampleProject> {
  const copy = await SampleProject.copy(project.root);
  await cp(join(project.root, 'scripts'), join(copy.root, 'scripts'), { recursive: true });
  return copy;
}

/** Starts a run, and kills it once it has said something that matches, or after a while. */
function runAndKill(root: string, when: RegExp, thenMs: number): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/bundled.mjs', 'generate.ts', '--spec', spec], { cwd: root });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const known = when.test(said);
      said += String(chunk);
      if (!known && when.test(said)) setTimeout(() => child.kill('SIGKILL'), thenMs);
    });
    child.once('close', (_, signal) => resolve(signal));
  });
}

it.each([
  ['while it cuts', /^read/m, 200],
  ['as it begins to write', /^compatible/m, 1],
  ['as it ends', /^write/m, 0],
])(
  'changes nothing or everything when it is killed %s, and the next run makes the tree whole',
  async (_, when, thenMs) => {
    const copy = await copyOf(base);
    onTestFinished(() => copy.remove());
    await runAndKill(copy.root, when, thenMs);
    await finishKilledRun(copy.root);
    expect([before, whole]).toContainEqual(await copy.tree());
    await copy.generate({ spec });
    expect(await copy.tree()).toEqual(whole);
  },
);

/** The write step collects, renames once, then puts in place file by file: each state in its order. */
it('makes the tree whole from every state that the writing of files goes through', async () => {
  const copy = await SampleProject.copy(base.root);
  onTestFinished(() => copy.remove());
  const paths = Object.keys(whole).filter((path) => whole[path] !== before[path]);
  const lay = async (files: Record<string, string>, folder = ''): Promise<void> => {
    for (const [path, content] of Object.entries(files)) {
      const target = join(copy.root, folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  };
  const outputsOf = (some: readonly string[]): Record<string, string> =>
    Object.fromEntries(some.map((path) => [path, whole[path] ?? '']));

  for (let done = 0; done <= paths.length; done++) {
    await lay(outputsOf(paths.slice(0, done)), 'generated/.staging-1');
    expect((await compareWithDisk(copy.root, before)).stale).toHaveLength(done);
    await finishKilledRun(copy.root);
    expect(await copy.tree()).toEqual(before);
  }
  for (let placed = 0; placed <= paths.length; placed++) {
    await lay(before);
    await lay(outputsOf(paths.slice(0, placed)));
    await lay(outputsOf(paths.slice(placed)), 'generated/.staged');
    await finishKilledRun(copy.root);
    expect(await copy.tree()).toEqual(whole);
  }
});
