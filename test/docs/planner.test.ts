import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlan, readNamed, rehearse } from '../../docs/.vitepress/theme/planner/plan.ts';
import { commandLines, LIST_FILE, listText, program } from '../../docs/.vitepress/theme/planner/snippets.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { faultsOf } from './block-compiler.ts';
import { BlockRunner } from './block-runner.ts';
import type { Block } from './blocks.ts';

const PACE = { batchSize: 100, requestsPerMinute: 900 };
const LIST = { kind: 'users', encoding: 'utf-8', file: undefined, pace: PACE } as const;
const never = new AbortController().signal;
const users = (...names: string[]) =>
  names.map((name) => (name.includes('@') ? { user_login: name } : { user_id: name }));
const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `person-${index}@example.com`);

describe('the plan', () => {
  it('has the requests that the library would send, ids and logins apart', async () => {
    const { requests, seconds } = await makePlan(users('1', 'ada@example.com', '2'), { ...PACE, batchSize: 2 }, never);
    expect(requests).toEqual([
      { path: '/2.0/users/terminate_sessions', body: { user_ids: ['1'], user_logins: ['ada@example.com'] }, count: 2 },
      { path: '/2.0/users/terminate_sessions', body: { user_ids: ['2'], user_logins: [] }, count: 1 },
    ]);
    expect(seconds).toBeCloseTo(60 / 900);
  });

  it('ends when it is no longer wanted', async () => {
    const controller = new AbortController();
    const making = makePlan(users(...numbered(5000)), { ...PACE, batchSize: 1 }, controller.signal);
    controller.abort(new Error('typed on'));
    await expect(making).rejects.toThrow('typed on');
  });

  it('names the line that is wrong, as the command does', async () => {
    const read = readNamed({ ...LIST, text: 'ada@example.com\nno no\n' });
    await expect(read).rejects.toThrow('The list, line 2: no no is not an ID or a login.');
    const lines: number[] = [];
    const again = readNamed({ ...LIST, text: 'ada@example.com\nno no\n', onWrongLine: (line) => lines.push(line) });
    await expect(again).rejects.toThrow();
    expect(lines).toEqual([2]);
  });

  it('shows who is on the list, as the command does', async () => {
    const { targets, plan } = await readNamed({ ...LIST, kind: 'groups', text: '\uFEFFid,name\n27335,x\n27335,x\n' });
    expect(targets).toEqual([{ group_id: '27335' }]);
    expect(plan).toMatchObject({
      duplicates: 1,
      byId: 1,
      first: [{ group_id: '27335' }],
      source: { format: 'csv', columns: { used: [{ name: 'id', targets: 2 }], unused: ['name'] } },
    });
  });
});

describe('the rehearsal', () => {
  it('ends with one rejected target and all others accepted', async () => {
    const seen: number[] = [];
    const end = await rehearse(users(...numbered(250)), {
      batchSize: 100,
      rejected: 'person-130@example.com',
      signal: never,
      onProgress: ({ accepted }) => seen.push(accepted),
    });
    expect(end).toMatchObject({
      accepted: 249,
      notAccepted: [{ target: { user_login: 'person-130@example.com' }, status: 'rejected' }],
    });
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe('what the planner gives to copy', { timeout: 180_000 }, () => {
  const cases = [
    { kind: 'users', targets: users('11446498', 'ada@example.com'), pace: PACE, file: undefined },
    { kind: 'groups', targets: [{ group_id: '27335' }], pace: PACE, file: undefined },
    {
      kind: 'users',
      targets: users("o'neil&$HOME`false`@example.com", '12'),
      pace: { batchSize: 1, requestsPerMinute: 600 },
      file: undefined,
    },
    { kind: 'users', targets: users(...numbered(7)), pace: PACE, file: undefined },
  ] as const;
  const programs = cases.map((input, index): Block => ({
    page: `planner-${index}.md`,
    line: 1,
    language: 'ts',
    code: program(input),
  }));
  let sandbox: Sandbox;
  let runner: BlockRunner;

  beforeAll(async () => {
    sandbox = await startSandbox();
    runner = new BlockRunner(sandbox.origin);
    await runner.prepare(programs);
  }, 180_000);

  afterAll(async () => {
    await runner.remove();
    await sandbox.close();
  });

  it('is TypeScript that compiles', () => {
    expect(faultsOf(programs)).toEqual([]);
  });

  it.each(cases.map((input, index) => [input.targets.length, input, programs[index] as Block] as const))(
    'signs the %i of the list out, as a program and as commands',
    async (_, input, block) => {
      const folder = await runner.folder();
      await writeFile(join(folder, LIST_FILE), listText(input.targets));
      const wanted = input.targets.map((target) => Object.values(target)[0]);
      for (const run of [
        () => runner.runProgram(block, folder),
        () => runner.runShell({ ...block, language: 'sh', code: commandLines(input) }, folder),
      ]) {
        const before = sandbox.accepted.length;
        expect(await run()).toMatchObject({ status: 0 });
        const named = sandbox.accepted.slice(before).flatMap(({ body }) => Object.values(body).flat());
        expect(new Set(named)).toEqual(new Set(wanted));
      }
      await rm(folder, { recursive: true });
    },
  );
});

describe('the reader of lists', () => {
  it('is the one of the command, and runs without Node', async () => {
    const entryPoints = ['docs/.vitepress/theme/planner/plan.ts', 'src/cli/input/encoding.ts'];
    // A module of Node would fail to resolve.
    const { metafile } = await build({
      entryPoints,
      outdir: 'unused',
      bundle: true,
      write: false,
      metafile: true,
      platform: 'browser',
      format: 'esm',
    });
    const inputs = Object.keys(metafile.inputs);
    for (const file of ['csv', 'encoding', 'json', 'list', 'values'])
      expect(inputs).toContain(`src/cli/input/${file}.ts`);
    expect(inputs).not.toContain('src/cli/input/text.ts');
  });
});
