import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { at, bodyOf, changedSpec, terminate } from '../support/specs/sample-spec.ts';
import { SampleProject } from '../support/specs/sample-project.ts';
import { typeErrors } from '../support/specs/type-errors.ts';

const PATH = '/samples/terminate_sessions';
const ID = 'post_samples_terminate_sessions';
const FACADE = 'src/client/session-termination-manager.ts';
const BODY = 'src/client/operation-types.ts';
const EXAMPLE = 'docs/examples/create-sample-terminate-session.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let project: SampleProject;
beforeAll(async () => {
  project = await SampleProject.copy();
});
afterAll(() => project.remove());

async function edit(path: string, change: (text: string) => string): Promise<void> {
  const before = await project.read(path);
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(join(project.root, path), after);
}

it('a new operation takes the five steps of CONTRIBUTING.md', async () => {
  const steps = (await readFile('CONTRIBUTING.md', 'utf8')).match(/## Add an operation\n[^]*?\n## /)?.[0] ?? '';
  for (const path of ['openapi/overlay.yaml', BODY, FACADE, 'src/index.ts', 'docs/examples/']) {
    expect(steps).toContain(path);
  }

  // 1. Cut it out of Box's spec.
  const spec = changedSpec((whole) => {
    at(whole, 'paths')[PATH] = { post: terminate(ID, ['sample_ids']) };
    at(bodyOf(whole, PATH), 'properties')['all_devices'] = { type: 'boolean' };
  });
  const first = await project.generate({ spec: await project.describe(spec) });
  expect(first.status).toBe(3);
  const named = `${first.out}\n${first.warnings}`.split('\n').filter((line) => line.includes(ID));
  expect(named).toEqual([
    expect.stringMatching(/The operation is new: \S+, no method in \S+, no (.+)\. Add .* CONTRIBUTING\.md/),
  ]);
  expect(await project.generate({ check: true })).toMatchObject({ status: 1 });

  // 2. Write its texts.
  const texts = /, no (?!method)(.+)\. Add/.exec(named[0] ?? '')?.[1]?.split(', ') ?? [];
  expect(texts).toEqual(expect.arrayContaining(['summary', 'description', 'requestBody/description']));
  const actions = texts.map((text) => {
    const keys = `paths/${PATH.replaceAll('/', '~1')}/post/${text}`.split('/').map((key) => key.replaceAll('~1', '/'));
    const field = keys.pop() ?? '';
    const target = `$${keys.map((key) => `['${key.replaceAll('~0', '~')}']`).join('')}`;
    return { target, description: 'Text.', update: { [field]: `The ${field} of samples.` } };
  });
  await edit('openapi/overlay.yaml', (overlay) => `${overlay}\n${stringify(actions).replaceAll(/^/gm, '  ')}`);

  // 3. Write its method.
  await edit(
    BODY,
    (source) => `${source}
/** Whose sessions end: samples by ID. */
export type CreateSampleTerminateSessionRequestBodyArg = WithOneOf<JsonBody<'${ID}'>, 'sample_ids'>;
`,
  );
  await edit('src/index.ts', (source) =>
    source.replace('  CreateUserTerminate', '  CreateSampleTerminateSessionRequestBodyArg,\n  CreateUserTerminate'),
  );
  await edit(FACADE, (source) => {
    const [, start = '', method = ''] =
      /^([^]*?)( {2}\/\*\*\n(?:(?! {2}\/\*\*)[^])*?  createGroup[^]*?\n {2}\}\n)/.exec(source) ?? [];
    const sample = method
      .replaceAll('post_groups_', 'post_samples_')
      .replaceAll('/groups/', '/samples/')
      .replaceAll('group_ids', 'sample_ids')
      .replaceAll('CreateGroup', 'CreateSample')
      .replaceAll('createGroup', 'createSample');
    return source
      .replace(start + method, () => `${start}${method}\n${sample}`)
      .replace('  CreateUserTerminate', '  CreateSampleTerminateSessionRequestBodyArg,\n  CreateUserTerminate');
  });

  // 4. Write its example.
  await expect(project.generate()).rejects.toThrow(`${EXAMPLE} is missing. Write a program there that calls `);
  const example = await project.read('docs/examples/create-group-terminate-session.ts');
  await writeFile(
    join(project.root, EXAMPLE),
    example
      .replaceAll('createGroup', 'createSample')
      .replace("{ group_ids: ['27335'] }", "{ sample_ids: ['1'], all_devices: true }"),
  );

  // 5. Generate: nothing is missing, everything compiles, and the page shows the function.
  expect(await project.generate()).toMatchObject({ status: 0, warnings: '' });
  expect(await project.generate({ check: true })).toMatchObject({ status: 0, warnings: '' });
  expect(await typeErrors(project.root, ['src/auth.ts', 'src/bulk.ts', 'src/cli.ts'])).toEqual([]);
  const page = await project.read('docs/reference/session-termination-manager.md');
  expect(page).toContain('calling function `createSampleTerminateSession`');
  expect(page).toMatch(/^\| `all_devices` +\| `boolean` +\| No /m);
});
