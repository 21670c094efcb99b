import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../scripts/openapi/json.ts';
import { lint, type Lint } from '../../scripts/openapi/lint.ts';
import { at, bodyOf, changedSpec, GROUPS, sampleSpec, USERS, PATHS } from '../support/specs/sample-spec.ts';
import { useSampleProject } from '../support/specs/sample-project.ts';

const project = useSampleProject();

const REJECTED: { title: string; description: Json | string; reason: RegExp; lint?: Lint }[] = [
  { title: 'an empty file', description: ' \n', reason: /is empty/ },
  { title: 'an HTML page', description: '<!DOCTYPE html><html><body>404</body></html>', reason: /HTML or XML page/ },
  {
    title: 'truncated JSON',
    description: JSON.stringify(sampleSpec()).slice(0, 5000),
    reason: /broken JSON, perhaps cut off/,
  },
  { title: 'Swagger 2.0', description: { swagger: '2.0', paths: {} }, reason: /is Swagger 2\.0/ },
  { title: 'OpenAPI 4', description: { openapi: '4.0.0', paths: {} }, reason: /is OpenAPI 4\.0\.0/ },
  {
    title: 'an operation that is gone',
    description: changedSpec((description) => void delete at(description, 'paths')[GROUPS]),
    reason: /createGroupTerminateSession .*post_groups_terminate_sessions/,
  },
  {
    title: 'an operation that has another id',
    description: changedSpec((description) => {
      at(description, 'paths', USERS, 'post')['operationId'] = 'post_users_sign_out';
    }),
    reason: /createUserTerminateSession .*post_users_terminate_sessions/,
  },
  {
    title: 'a description without our tag',
    description: changedSpec((description) => {
      for (const path of PATHS) at(description, 'paths', path, 'post')['x-box-tag'] = 'sessions';
    }),
    reason: /No operation has x-box-tag: session_termination/,
  },
  {
    title: 'a reference that leads nowhere',
    description: changedSpec((description) => {
      at(bodyOf(description, USERS), 'properties')['lost'] = { $ref: '#/components/schemas/Lost' };
    }),
    reason: /has no #\/components\/schemas\/Lost, which #\S+\/properties\/lost refers to/,
  },
  {
    title: 'a reference into an operation that is not cut out',
    description: changedSpec((description) => {
      const $ref = '#/paths/~1unrelated_1/get/responses/200/content/application~1json/schema';
      at(bodyOf(description, USERS), 'properties')['other'] = { $ref };
    }),
    reason: /part of another operation/,
  },
  {
    title: 'what breaks a rule of OpenAPI',
    description: changedSpec((description) => {
      at(bodyOf(description, USERS), 'properties', 'user_ids')['type'] = 'strings';
    }),
    reason: /breaks a rule of OpenAPI: .* at #\S+\/user_ids\/type/,
    lint,
  },
];

describe('rejects', () => {
  it.each(REJECTED)('$title, in one line, and changes nothing', async ({ description, reason, lint: linter }) => {
    const copy = await project();
    const before = await copy.tree();
    const report = join(copy.root, 'drift.json');
    const failure: unknown = await copy
      .generate({ spec: await copy.describe(description), report }, linter)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'Rejection', message: expect.stringMatching(reason) });
    expect((failure as Error).message).not.toContain('\n');
    expect(await copy.tree()).toEqual(before);
    await expect(stat(report)).rejects.toThrow('ENOENT');
  });
});
