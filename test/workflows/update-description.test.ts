import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { renderMarkdown } from '../../scripts/drift/report.ts';
import type { Change } from '../../scripts/drift/rules.ts';

const run = promisify(execFile);

interface Job {
  env?: Record<string, string>;
  steps: { name?: string; run?: string }[];
}

const workflow = parse(await readFile('.github/workflows/update-description.yml', 'utf8')) as {
  jobs: { generate: Job; propose: Job };
};
const commandsOf = (name: string): string => workflow.jobs.generate.steps.find((step) => step.name === name)?.run ?? '';

const machineWritten = (await run('bash', ['.ci/machine-written'])).stdout.trim().split('\n');
const NEWEST = 'c'.repeat(40);
const CHANGE: Change = { rule: 'field-gone', level: 'breaking', pointer: '/paths', detail: '' };

it('takes exactly the files that are marked as machine-written, and the tables of the guide', async () => {
  const attributes = await readFile('.gitattributes', 'utf8');
  const marked = [...attributes.matchAll(/^(\S+?)(?:\/\*\*)? linguist-generated$/gm)].map(([, path]) => path);
  expect(new Set(machineWritten)).toEqual(
    new Set([...marked.filter((path) => path !== 'package-lock.json'), 'docs/guide/errors-and-retries.md']),
  );
});

describe('the job without rights', () => {
  it('downloads the spec of one commit', async () => {
    const place = await workplace();
    await place.command('curl', 'echo "$@" >> "$RUNNER_TEMP/calls"');
    await place.git('init', '--quiet', '--initial-branch=main', place.clone);
    await place.git('commit', '--quiet', '--allow-empty', '--message=spec');
    const commit = (await place.git('rev-parse', 'HEAD')).trim();
    await place.run(commandsOf('Download'), { SPEC_REPOSITORY: place.clone, SPEC: 'https://box.example' });
    expect(await place.calls()).toContain(`https://box.example/${commit}/openapi.json`);
    expect(await place.read('output')).toBe(`commit=${commit}\n`);
  });

  it.each([
    ['finds drift that a person has to look at', 3, renderMarkdown([CHANGE]), 'result=drift\n'],
    ['finds drift that is compatible', 0, renderMarkdown([{ ...CHANGE, level: 'compatible' }]), 'result=drift\n'],
    ['finds nothing about our operations', 0, renderMarkdown([]), 'result=none\n'],
    ['hands over a rejection', 2, '', 'result=rejected\n'],
  ])('%s', async (_, status, report, output) => {
    const place = await workplace();
    await place.command(
      'npm',
      `for last; do :; done; printf '%s' "$REPORT" > "$last"; echo finding >&2; exit ${status}`,
    );
    await place.run(commandsOf('Generate'), { REPORT: report });
    expect(await place.read('output')).toBe(output);
    expect(await place.read('result/findings')).toBe('finding\n');
  });

  it('fails when the generator fails', async () => {
    const place = await workplace();
    await place.command('npm', 'exit 7');
    await expect(place.run(commandsOf('Generate'))).rejects.toThrow();
  });

  it('lets no output of a tool command the runner', async () => {
    const place = await workplace();
    await mkdir(join(place.folder, 'result'));
    await place.command(
      'npm',
      `printf '::set-env name=PATH::/tmp\\n\\033[31m FAIL \\033[0m test/a.test.ts\\nFailed: lint\\n'; exit 1`,
    );
    const failed = (await place.run(commandsOf('Test')).catch((error: unknown) => error)) as { stdout: string };
    const [stop, ...lines] = failed.stdout.trim().split('\n');
    expect(stop).toMatch(/^::stop-commands::[0-9a-f]{32}$/);
    expect(lines.at(-1)).toBe(`::${stop?.slice('::stop-commands::'.length)}::`);
    expect(await place.read('result/failing')).toBe(' FAIL  test/a.test.ts\nFailed: lint\n');
  });

  it('collects what the other job takes', async () => {
    const place = await workplace();
    await mkdir(join(place.folder, 'result'));
    for (const path of machineWritten) await place.put(path, path);
    await place.put('.ci/machine-written', await readFile('.ci/machine-written', 'utf8'));
    await chmod(join(place.clone, '.ci/machine-written'), 0o755);
    await place.run(commandsOf('Collect the machine-written files'));
    for (const path of machineWritten) expect(await place.read(fileOf(`result/${path}`))).toBe(path);
  });
});

describe('the job with rights', () => {
  it('opens one pull request, with the failing checks, the run, and what is left to do', async () => {
    const place = await repository();
    await place.result({ findings: 'No text: /a```b.\n', failing: 'Failed: generated files\n' });
    await place.propose('drift');
    const calls = await place.calls();
    expect(calls).toMatch(/pr create .*--title fix!: follow Box's spec \(breaking\) .*--label breaking\n/);
    expect(calls).toMatch(/workflow run ci.yml --ref update-description\n$/);
    // A stranger can open one from a fork, whose branch has the same name, or an issue with the same title.
    expect(calls).toMatch(/^pr list .* --json number,isCrossRepository --jq map\(select\(.isCrossRepo/m);
    expect(calls).toMatch(/^issue list --app github-actions /m);
    const body = await place.read('result/body.md');
    expect(body).toMatch(/^## Box’s \w+ changed: 1 breaking, 0 compatible, 0 prose\n/);
    expect(body).toContain(`### Checks: failure\n\n[Run](https://run.example). Spec: [${NEWEST}](`);
    expect(body).toContain('\n    Failed: generated files\n');
    expect(body).toMatch(/### Left to do\n\n {4}No text: \/a```b\.\n$/);
    const commit = await place.git('log', '-1', '--format=%s%n%b', 'origin/update-description');
    expect(commit).toBe(`fix!: follow Box's spec\nBox-Spec: ${NEWEST}\n\n`);
  });

  it.each([
    ['compatible', 'feat: '],
    ['prose', 'docs: '],
  ] as const)('names a %s change %s', async (level, type) => {
    const place = await repository();
    await place.result({ drift: renderMarkdown([{ ...CHANGE, level }]) });
    await place.propose('drift');
    expect(await place.calls()).toContain(`--title ${type}follow Box's spec (${level})`);
  });

  it('makes no new commit the next night when the tree is the same, and updates it when it is not', async () => {
    const place = await repository();
    await place.result();
    await place.propose('drift');
    const first = await place.head();
    await place.propose('drift', { SPEC_COMMIT: 'd'.repeat(40) });
    expect(await place.head()).toBe(first);
    expect((await place.calls()).match(/workflow run/g)).toHaveLength(1);
    expect(await place.calls()).toMatch(/pr edit 7 --title [^\n]* --add-label breaking\n/);
    await place.result({ text: 'second' });
    await place.propose('drift');
    expect(await place.head()).not.toBe(first);
    expect((await place.calls()).match(/pr create/g)).toHaveLength(1);
    expect((await place.calls()).match(/workflow run/g)).toHaveLength(2);
  });

  it('links the change between the two commits of the spec, once an update was merged', async () => {
    const place = await repository();
    await place.git('commit', '--quiet', '--allow-empty', '--message', `feat: follow\n\nBox-Spec: ${'a'.repeat(40)}`);
    await place.git('push', '--quiet', 'origin', 'main');
    await place.result();
    await place.propose('drift');
    expect(await place.read('result/body.md')).toContain(`/compare/${'a'.repeat(40)}...${NEWEST})`);
  });

  it('closes the pull request when Box reverts its change', async () => {
    const place = await repository();
    await place.propose('none');
    expect(await place.calls()).not.toContain('pr close');
    await place.result();
    await place.propose('drift');
    await place.propose('none');
    expect(await place.calls()).toMatch(/pr close 7 --delete-branch --comment [^\n]*\n$/);
  });

  it('leaves the commits of a person alone', async () => {
    const place = await repository();
    await place.result();
    await place.propose('drift');
    await place.git('switch', '--quiet', 'update-description');
    await place.git('commit', '--quiet', '--allow-empty', '--message=Texts', '--author', 'Ada <ada@example.com>');
    await place.git('push', '--quiet', 'origin', 'update-description');
    const before = await place.head();
    await place.result({ text: 'second' });
    await expect(place.propose('drift')).rejects.toMatchObject({ stdout: expect.stringContaining('by a person') });
    await place.propose('none');
    expect(await place.calls()).toMatch(/pr comment 7 --edit-last --create-if-none --body [^\n]*\n$/);
    expect(await place.head()).toBe(before);
  });

  it('opens an issue for a spec that was rejected, keeps it up to date, and closes it later', async () => {
    const place = await repository();
    await place.result({ findings: 'post_users_terminate_sessions is gone.\n' });
    await expect(place.propose('rejected')).rejects.toThrow();
    await expect(place.propose('rejected')).rejects.toThrow();
    expect((await place.calls()).match(/issue create/g)).toHaveLength(1);
    expect((await place.calls()).match(/issue edit 9/g)).toHaveLength(1);
    expect(await place.read('result/issue.md')).toContain('\n    post_users_terminate_sessions is gone.\n');
    await place.propose('none');
    expect(await place.calls()).toContain('issue close 9');
  });

  it('runs no hook, and takes nothing but machine-written files', async () => {
    const place = await repository();
    await place.result();
    await writeFile(join(place.folder, 'result/planted.sh'), 'planted');
    await place.result({ text: 'new', path: 'src/planted.ts' });
    await place.git('config', 'core.hooksPath', join(place.folder, 'hooks'));
    await place.put('../hooks/pre-commit', '#!/bin/bash\ntouch "$RUNNER_TEMP/hooked"\n');
    await chmod(join(place.folder, 'hooks/pre-commit'), 0o755);
    await place.propose('drift');
    await expect(place.read('hooked')).rejects.toThrow();
    const changed = (await place.git('diff', '--name-only', 'main', 'origin/update-description')).trim().split('\n');
    expect(changed.toSorted()).toEqual(machineWritten.map(fileOf).toSorted());
  });

  it.each(['generated/link', 'generated/.gitattributes', 'docs/reference/sub/.git/config'])(
    'rejects a symbolic link, and what git itself would read: %s',
    async (path) => {
      const place = await repository();
      await place.result();
      if (path.endsWith('link')) await symlink('/etc/hostname', join(place.folder, 'result', path));
      else await place.put(join('../result', path), '');
      await expect(place.propose('drift')).rejects.toMatchObject({
        stdout: expect.stringContaining('other than files'),
      });
    },
  );

  it('overwrites no commit that a person pushes meanwhile', async () => {
    const place = await repository();
    await place.result();
    await place.propose('drift');
    await place.result({ text: 'second' });
    const before = await place.head();
    await place.command(
      'meanwhile',
      'git push --quiet origin "$(git commit-tree -p origin/update-description -m text origin/main^{tree}):refs/heads/update-description"',
    );
    await expect(place.propose('drift')).rejects.toThrow('stale info');
    await place.git('fetch', '--quiet');
    expect((await place.git('log', '-2', '--format=%s %H', 'origin/update-description')).trim()).toMatch(
      new RegExp(`^text \\w+\n.* ${before}$`),
    );
  });

  it('keeps the text within what GitHub takes', async () => {
    const place = await repository();
    await place.result({ findings: `${'é'.repeat(80)}\n`.repeat(200), failing: `${'é'.repeat(80)}\n`.repeat(200) });
    await place.propose('drift');
    expect((await place.read('result/body.md')).length).toBeLessThan(5_500);
  });
});

function fileOf(path: string): string {
  return /\.\w+$/.test(path) ? path : `${path}/file.txt`;
}

/** A clone of a bare remote, a fake `gh` that remembers what is open, and the result of the job without rights. */
async function repository() {
  const place = await workplace();
  await place.command(
    'gh',
    `echo "$@" >> "$RUNNER_TEMP/calls"
case "$1 $2" in
  'pr list') cat "$RUNNER_TEMP/pr" 2> /dev/null || true; ! command -v meanwhile > /dev/null || meanwhile ;;
  'pr create') echo 7 > "$RUNNER_TEMP/pr" ;;
  'pr close') rm "$RUNNER_TEMP/pr" ;;
  'issue list') cat "$RUNNER_TEMP/issue" 2> /dev/null || true ;;
  'issue create') echo 9 > "$RUNNER_TEMP/issue" ;;
  'issue close') rm "$RUNNER_TEMP/issue" ;;
esac`,
  );
  await place.git('init', '--quiet', '--bare', '--initial-branch=main', join(place.folder, 'remote'));
  await place.git('clone', '--quiet', join(place.folder, 'remote'), place.clone);
  await place.git('switch', '--quiet', '-C', 'main');
  await cp('.ci', join(place.clone, '.ci'), { recursive: true });
  for (const path of machineWritten) await place.put(path, 'pinned');
  await place.git('add', '--all');
  await place.git('commit', '--quiet', '--message=start');
  await place.git('push', '--quiet', 'origin', 'main');
  await mkdir(join(place.folder, 'result'));
  await writeFile(join(place.folder, 'result/findings'), '');
  return {
    ...place,
    async result({ text = 'first', drift = renderMarkdown([CHANGE]), findings = '', failing = '', path = '' } = {}) {
      for (const written of [...machineWritten, ...(path === '' ? [] : [path])]) {
        await place.put(join('../result', written), text);
      }
      await writeFile(join(place.folder, 'result/drift.md'), drift);
      await writeFile(join(place.folder, 'result/findings'), findings);
      await writeFile(join(place.folder, 'result/failing'), failing);
    },
    async propose(result: string, more: Record<string, string> = {}) {
      await place.git('switch', '--quiet', 'main');
      const given = {
        RESULT: result,
        TESTS: 'failure',
        BASE: 'main',
        SPEC_COMMIT: NEWEST,
        RUN_URL: 'https://run.example',
      };
      return place.run(`bash .ci/propose-update "$RUNNER_TEMP/result"`, { ...given, ...more });
    },
    head: async () => (await place.git('rev-parse', 'origin/update-description')).trim(),
  };
}

/** A runner of workflows: a folder with commands of its own, and a shell that stops at the first failure. */
async function workplace() {
  const folder = await mkdtemp(join(tmpdir(), 'update-description-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const clone = join(folder, 'clone');
  await mkdir(clone);
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'output'), '');
  const { PATH = '' } = process.env;
  const env = {
    ...workflow.jobs.generate.env,
    PATH: `${join(folder, 'bin')}:${PATH}`,
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, 'output'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'github-actions[bot]',
    GIT_AUTHOR_EMAIL: 'bot@example.com',
    GIT_COMMITTER_NAME: 'github-actions[bot]',
    GIT_COMMITTER_EMAIL: 'bot@example.com',
  };
  return {
    folder,
    clone,
    run: async (script: string, more: Record<string, string> = {}) =>
      (await run('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: clone, env: { ...env, ...more } })).stdout,
    git: async (...args: string[]) => (await run('git', args, { cwd: clone, env })).stdout,
    read: (path: string) => readFile(join(folder, path), 'utf8'),
    calls: () => readFile(join(folder, 'calls'), 'utf8').catch(() => ''),
    async put(path: string, text: string) {
      const file = resolve(clone, path.endsWith('generated') || path.endsWith('reference') ? fileOf(path) : path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    async command(name: string, script: string) {
      await writeFile(join(folder, 'bin', name), `#!/bin/bash\n${script}\n`);
      await chmod(join(folder, 'bin', name), 0o755);
    },
  };
}
