import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { renderMarkdown } from '../../../scripts/drift/report.ts';

const run = promisify(execFile);

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

const workflow = parse(await readFile('.github/workflows/update-description.yml', 'utf8')) as {
  env: Record<string, string>;
  permissions: Record<string, string>;
  jobs: { update: { steps: Step[] } };
};
const { steps } = workflow.jobs.update;
const named = (name: string): string => steps.find((step) => step.name === name)?.run ?? '';

it('asks for no more than a branch and a pull request, and gives the token to the last step alone', () => {
  expect(workflow.permissions).toEqual({ contents: 'write', 'pull-requests': 'write' });
  expect(steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('token'))).toEqual([steps.at(-1)]);
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
});

it('names only scripts that the project has', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
  const commands = steps.flatMap(({ run: script = '' }) => [...script.matchAll(/npm (?:run --silent )?([a-z:-]+)/g)]);
  expect(commands.map(([, name]) => name)).toEqual(['ci', 'generate', 'test']);
  for (const name of ['generate', 'test']) expect(scripts[name]).toBeDefined();
});

const CHANGE = { level: 'breaking', pointer: '/paths', summary: 'The field is gone. Adapt the façade.' } as const;

it.each([
  ['goes on with drift that a person has to look at', 3, renderMarkdown([CHANGE]), { ended: true, drift: true }],
  ['stops quietly where nothing concerns us', 0, renderMarkdown([]), { ended: true, drift: false }],
  ['fails when the description is refused', 2, '', { ended: false, drift: false }],
])('%s', async (_, status, report, { ended, drift }) => {
  const place = await workplace();
  await place.command('npm', `for last; do :; done; printf '%s' "$REPORT" > "$last"; echo finding >&2; exit ${status}`);
  const outcome = await place.run(named('Generate'), { REPORT: report }).then(
    () => true,
    () => false,
  );
  expect(outcome).toBe(ended);
  expect((await readFile(join(place.folder, 'output'), 'utf8')).includes('drift=true')).toBe(drift);
});

it('opens one pull request, updates it the next time, and leaves the work of a person alone', async () => {
  const place = await workplace();
  await place.command(
    'gh',
    `echo "$@" >> "$RUNNER_TEMP/calls"
case "$1 $2" in 'pr list') cat "$RUNNER_TEMP/open" ;; 'pr create') echo 7 > "$RUNNER_TEMP/open" ;; esac`,
  );
  await writeFile(join(place.folder, 'open'), '');
  await writeFile(join(place.folder, 'drift.md'), renderMarkdown([CHANGE, { ...CHANGE, level: 'prose' }]));
  await writeFile(join(place.folder, 'findings'), 'No wording: /a```b.\n');
  await place.git('init', '--quiet', '--bare', join(place.folder, 'remote'));
  await place.git('clone', '--quiet', join(place.folder, 'remote'), place.clone);
  for (const folder of ['openapi', 'generated', 'docs/reference'])
    await mkdir(join(place.clone, folder), { recursive: true });
  const write = async (text: string): Promise<void> => {
    for (const path of [
      'openapi/upstream.json',
      'openapi/source.json',
      'generated/schema.ts',
      'docs/reference/page.md',
    ]) {
      await writeFile(join(place.clone, path), text);
    }
  };
  const publish = (): Promise<string> =>
    place.run(named('Open or update the pull request'), { TESTS: 'failure', BASE: 'main' });

  await write('first');
  await publish();
  expect(await place.calls()).toMatch(/pr create .*--title Box's description changed: breaking .*--label breaking\n$/);
  const body = await readFile(join(place.folder, 'body.md'), 'utf8');
  expect(body).toMatch(/^## Box’s description changed: 1 breaking, 0 compatible, 1 prose\n/);
  expect(body).toMatch(/### Tests: failure\n\n### Left to do\n\n {4}No wording: \/a```b\.\n$/);

  await write('second');
  await publish();
  expect(await place.calls()).toMatch(/pr edit 7 --title [^\n]* --add-label breaking\n$/);
  expect((await place.git('ls-remote', 'origin')).split('\n').filter(Boolean)).toEqual([
    expect.stringMatching(/\trefs\/heads\/update-description$/),
  ]);

  await write('third');
  await place.git('commit', '--quiet', '-am', 'Word it', '--author', 'Ada <ada@example.com>');
  await place.git('push', '--quiet', '--force', 'origin', 'HEAD:refs/heads/update-description');
  await write('fourth');
  await expect(publish()).rejects.toMatchObject({
    stdout: expect.stringContaining('Somebody works on update-description'),
  });
});

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
    ...workflow.env,
    PATH: `${join(folder, 'bin')}:${PATH}`,
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, 'output'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  return {
    folder,
    clone,
    run: async (script: string, more: Record<string, string>) =>
      (await run('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: clone, env: { ...env, ...more } })).stdout,
    git: async (...args: string[]) => (await run('git', args, { cwd: clone, env })).stdout,
    calls: () => readFile(join(folder, 'calls'), 'utf8'),
    async command(name: string, script: string) {
      await writeFile(join(folder, 'bin', name), `#!/bin/bash\n${script}\n`);
      await chmod(join(folder, 'bin', name), 0o755);
    },
  };
}
