import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import {
  at,
  bodyOf,
  GROUPS,
  sampleDescription,
  terminate,
  USERS,
} from '../../support/descriptions/sample-description.ts';
import { SampleProject, type Run } from '../../support/descriptions/sample-project.ts';
import { typeErrors } from '../../support/descriptions/type-errors.ts';

const FACADE = 'src/client/session-termination-manager.ts';
const TRANSPORT = 'src/client/transport.ts';
const PAGE = 'docs/reference/session-termination-manager.md';

// Each run starts other programs, which take long on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let base: SampleProject;
beforeAll(async () => {
  base = await SampleProject.copy();
  await base.generate({ spec: await base.describe(sampleDescription()) });
});
afterAll(() => base.remove());

/** A project after a run with a changed description. */
async function afterChange(change: (description: JsonObject) => void): Promise<{ copy: SampleProject; run: Run }> {
  const copy = await SampleProject.copy(base.root);
  onTestFinished(() => copy.remove());
  const description = sampleDescription();
  change(description);
  return { copy, run: await copy.generate({ spec: await copy.describe(description) }) };
}

it('checks the library without an error when nothing has changed', () => {
  expect(typeErrors(base.root)).toEqual([]);
});

it('takes a field that Box adds into types, page and façade without an edit, and names its missing wording', async () => {
  const { copy, run } = await afterChange((description) => {
    at(bodyOf(description, USERS), 'properties')['force'] = { type: 'boolean' };
  });
  expect(run.status).toBe(0);
  expect(await copy.read(PAGE)).toMatch(/^\| `force` +\| `boolean` +\| No /m);
  const call = `import { SessionTerminationManager } from '../src/index.ts';
const sessions = new SessionTerminationManager({ auth: 'token' });
await sessions.createUserTerminateSession({ user_ids: ['1'], force: true });
// @ts-expect-error -- it is a boolean
await sessions.createUserTerminateSession({ user_ids: ['1'], force: 'yes' });
// @ts-expect-error -- whom to sign out is still needed
await sessions.createUserTerminateSession({ force: true });
export {};
`;
  await writeFile(join(copy.root, 'docs/call.ts'), call);
  expect(typeErrors(copy.root, ['docs/call.ts'])).toEqual([]);
  const check = await copy.generate({ check: true });
  expect(check.status).toBe(1);
  expect(check.warnings).toMatch(/^No wording: \S+\/properties\/force\/description\. Add an action/);
});

describe('fails the type check of the façade at the line to mend', () => {
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
    await expectErrorAt(copy, "lists: ['user_ids', 'user_logins']");
    await expectErrorAt(copy, "path: '/groups/terminate_sessions'");
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
    await expectErrorAt(copy, "lists: ['group_ids']");
    await expectErrorAt(copy, "path: '/users/terminate_sessions'");
  });

  async function expectErrorAt(copy: SampleProject, text: string): Promise<void> {
    const line = (await copy.read(FACADE)).split('\n').findIndex((source) => source.includes(text)) + 1;
    expect(line).toBeGreaterThan(0);
    expect(typeErrors(copy.root)).toContainEqual(expect.stringMatching(`^${FACADE}:${line}: `));
  }
});

it('prints stubs for further operations that pass the type check where they are pasted', async () => {
  const { copy, run } = await afterChange((description) => {
    const answer = { type: 'object', properties: { job_id: { type: 'string' } }, required: ['job_id'] };
    at(description, 'components', 'schemas')['JobMessage'] = answer;
    const other = terminate('post_jobs_terminate_sessions', ['job_ids', 'job_names']);
    at(other, 'responses', '202')['content'] = {
      'application/json': { schema: { $ref: '#/components/schemas/JobMessage' } },
    };
    const { requestBody: _, ...withoutBody } = terminate('get_terminate_sessions', []);
    Object.assign(at(description, 'paths'), {
      '/devices/terminate_sessions': { post: terminate('post_devices_terminate_sessions', ['device_ids']) },
      '/jobs/terminate_sessions': { post: other },
      '/terminate_sessions': { get: withoutBody },
    });
  });
  expect(run.status).toBe(3);
  await paste(copy, run.warnings);
  expect(typeErrors(copy.root)).toEqual([]);
  expect(await copy.read(FACADE)).toMatch(
    /getTerminateSessions\([^]*createDevicesTerminateSessions\([^]*createJobsTerminateSessions\(/,
  );
  // Once the methods are there, their examples are next.
  await expect(copy.generate()).rejects.toThrow(/^docs\/examples\/\S+\.ts is missing\. Write a program there/);
});

/** Puts each part of each stub where the line above it says. */
async function paste(copy: SampleProject, warnings: string): Promise<void> {
  const stubs = warnings.split(/^No façade method: .*$/m).slice(1);
  const parts = stubs.flatMap((stub) => stub.split(/^\/\/ (?=src\/)/m));
  const partsAt = (place: string): string =>
    parts.flatMap((part) => (part.startsWith(`${place}\n`) ? [part.slice(place.length)] : [])).join('\n');
  await writeFile(join(copy.root, TRANSPORT), `${await copy.read(TRANSPORT)}\n${partsAt(TRANSPORT)}`);
  const facade = (await copy.read(FACADE))
    .replace('/**\n * Signs users and groups out', (start) => `${partsAt(`${FACADE}, above the class`)}\n${start}`)
    .replace('  /** Asynchronous, so that', (start) => `${partsAt(`${FACADE}, in the class`)}\n${start}`);
  await writeFile(join(copy.root, FACADE), facade);
}
