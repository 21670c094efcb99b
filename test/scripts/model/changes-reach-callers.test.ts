import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { at, bodyOf, GROUPS, sampleSpec, USERS } from '../../support/specs/sample-spec.ts';
import { SampleProject, type Run } from '../../support/specs/sample-project.ts';
import { typeErrors } from '../../support/specs/type-errors.ts';

const FACADE = 'src/client/session-termination-manager.ts';
const MESSAGE = ['components', 'schemas', 'SessionTerminationMessage', 'properties'];
const PAGE = 'docs/reference/session-termination-manager.md';

// Each run starts other programs, which take long on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let base: SampleProject;
beforeAll(async () => {
  base = await SampleProject.copy();
  await base.generate({ spec: await base.describe(sampleSpec()) });
});
afterAll(() => base.remove());

/** A project after a run with a changed description. */
async function afterChange(change: (description: JsonObject) => void): Promise<{ copy: SampleProject; run: Run }> {
  const copy = await SampleProject.copy(base.root);
  onTestFinished(() => copy.remove());
  const description = sampleSpec();
  change(description);
  return { copy, run: await copy.generate({ spec: await copy.describe(description) }) };
}

it('checks the library without an error when nothing has changed', async () => {
  expect(await typeErrors(base.root)).toEqual([]);
});

it('takes a field that Box adds into types, page and façade without an edit, and names its missing text', async () => {
  const { copy, run } = await afterChange((description) => {
    at(bodyOf(description, USERS), 'properties')['sample_flag'] = { type: 'boolean' };
  });
  expect(run.status).toBe(0);
  expect(await copy.read(PAGE)).toMatch(/^\| `sample_flag` +\| `boolean` +\| No /m);
  const call = `import { SessionTerminationManager } from '../src/index.ts';
const sessions = new SessionTerminationManager({ auth: 'token' });
await sessions.createUserTerminateSession({ user_ids: ['1'], sample_flag: true });
// @ts-expect-error -- it is a boolean
await sessions.createUserTerminateSession({ user_ids: ['1'], sample_flag: 'yes' });
// @ts-expect-error -- the users to sign out are still required
await sessions.createUserTerminateSession({ sample_flag: true });
export {};
`;
  await writeFile(join(copy.root, 'docs/call.ts'), call);
  expect(await typeErrors(copy.root, ['docs/call.ts'])).toEqual([]);
  const check = await copy.generate({ check: true });
  expect(check.status).toBe(1);
  expect(check.warnings).toMatch(/^No description for \S+\/properties\/sample_flag\. Add an action/);
});

it.each<[string, (spec: JsonObject) => void]>([
  [
    'a default of a field of the response',
    (spec) => Object.assign(at(spec, ...MESSAGE, 'message'), { default: 'Accepted.' }),
  ],
  [
    'a required field of the response',
    (spec) => {
      at(spec, ...MESSAGE)['sample_id'] = { type: 'string' };
      at(spec, ...MESSAGE.slice(0, -1))['required'] = ['sample_id'];
    },
  ],
  ['lists that are optional', (spec) => void delete bodyOf(spec, USERS)['required']],
  [
    'a body that is a component',
    (spec) => {
      const post = at(spec, 'paths', USERS, 'post');
      at(spec, 'components')['requestBodies'] = { Users: post['requestBody'] as Json };
      post['requestBody'] = { $ref: '#/components/requestBodies/Users' };
    },
  ],
])('compiles after %s', async (_, change) => {
  const { copy, run } = await afterChange(change);
  expect(run.out).not.toMatch(/^breaking/m);
  expect(await typeErrors(copy.root, ['src/bulk.ts'])).toEqual([]);
  if (run.status === 3) expect(run.warnings).toMatch(/is a reference to #\/components\/requestBodies\/Users now\./);
});

describe('fails the type check of the façade at the line to change', () => {
  it('for a field that is renamed, and a method that is another one', async () => {
    const { copy, run } = await afterChange((description) => {
      const body = bodyOf(description, USERS);
      const { user_ids: list, ...others } = at(body, 'properties');
      Object.assign(body, { properties: { ...others, ids: list as Json }, required: ['ids', 'user_logins'] });
      const path = at(description, 'paths', GROUPS);
      path['put'] = path['post'] as Json;
      delete path['post'];
    });
    expect(run.status).toBe(3);
    await expectErrorsAt(copy, "['user_ids', 'user_logins']", "POST('/groups/terminate_sessions'");
  });

  it('for a field that is gone, and a path that is another one', async () => {
    const { copy, run } = await afterChange((description) => {
      const body = bodyOf(description, GROUPS);
      delete at(body, 'properties')['group_ids'];
      body['required'] = [];
      const paths = at(description, 'paths');
      paths['/users/sessions/terminate'] = paths[USERS] as Json;
      delete paths[USERS];
    });
    expect(run.status).toBe(3);
    await expectErrorsAt(copy, "['group_ids']", "POST('/users/terminate_sessions'");
  });

  async function expectErrorsAt(copy: SampleProject, ...texts: string[]): Promise<void> {
    const lines = (await copy.read(FACADE)).split('\n');
    const errors = await typeErrors(copy.root);
    for (const text of texts) {
      const line = lines.findIndex((source) => source.includes(text)) + 1;
      expect(line).toBeGreaterThan(0);
      expect(errors).toContainEqual(expect.stringMatching(`^${FACADE}:${line}: `));
    }
  }
});
