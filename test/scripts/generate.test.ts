import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../scripts/openapi/json.ts';
import { lint, type Lint } from '../../scripts/openapi/lint.ts';
import { at, bodyOf, changedSpec, GROUPS, PROSE, sampleSpec, terminate, USERS } from '../support/specs/sample-spec.ts';
import { SampleProject } from '../support/specs/sample-project.ts';

const PAGE = 'docs/reference/session-termination-manager.md';
const HOSTILE = 'a | b &lt;td&gt; &#x27; {{ constructor }} `c` */ <!-- END doctoc --> \\ \'"\n';

// Generating takes long on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let base: SampleProject;
beforeAll(async () => {
  base = await SampleProject.copy();
  const { status, warnings } = await base.generate({ spec: await base.describe(sampleSpec()) });
  expect(warnings).toBe('');
  // The sample is not Box's description, so that the pinned cut of the project differs from it.
  expect([0, 3]).toContain(status);
});
afterAll(() => base.remove());

async function project(): Promise<SampleProject> {
  const copy = await SampleProject.copy(base.root);
  onTestFinished(() => copy.remove());
  return copy;
}

interface Accepted {
  title: string;
  description: Json | string;
  status: 0 | 3;
  /** The files that differ afterwards. */
  written: string[];
  report: { level: string; pointer?: RegExp; summary?: RegExp }[];
  warnings?: RegExp;
}

const SOURCE = 'openapi/source.json';
const ALL = [SOURCE, 'openapi/upstream.json', 'generated/openapi.json', 'generated/schema.ts', PAGE];
const SCHEME = ['components', 'securitySchemes', 'OAuth2Security'];
const SCOPES = Object.keys(at(sampleSpec(), ...SCHEME, 'flows', 'authorizationCode', 'scopes'));
const USER_FIELD = /post\/requestBody\/content\/application~1json\/schema\/properties\/(\w+)$/;

const ACCEPTED: Accepted[] = [
  {
    title: 'writes nothing for the same description once more',
    description: sampleSpec(),
    status: 0,
    written: [],
    report: [],
  },
  {
    title: 'writes nothing for keys in another order',
    description: reversed(sampleSpec()),
    status: 0,
    written: [],
    report: [],
  },
  {
    title: 'writes nothing for the same description as YAML',
    description: stringify(sampleSpec()),
    status: 0,
    written: [],
    report: [],
  },
  {
    title: 'touches only source.json when something unrelated changes',
    description: changedSpec((description) => {
      delete at(description, 'paths')['/unrelated_3'];
      at(description, 'components', 'schemas')['Another'] = { allOf: [{ $ref: '#/components/schemas/Folder' }] };
    }),
    status: 0,
    written: [SOURCE],
    report: [],
  },
  {
    title: 'reports a text that changes, and touches only source.json',
    description: changedSpec((description) => {
      at(description, 'paths', USERS, 'post')['description'] = `${PROSE}, worded anew.`;
    }),
    status: 0,
    written: [SOURCE],
    report: [{ level: 'prose', pointer: /~1users~1terminate_sessions\/post\/description$/ }],
  },
  {
    title: 'takes in a field that is new and optional, and asks for its wording',
    description: changedSpec((description) => {
      at(bodyOf(description, USERS), 'properties')['sample_flag'] = { type: 'boolean', description: `${PROSE}: flag.` };
    }),
    status: 0,
    written: ALL,
    report: [{ level: 'compatible', pointer: USER_FIELD }],
    warnings: /^No description for \S+\/properties\/sample_flag\. Add an action to openapi\/overlay\.yaml\.$/,
  },
  {
    title: 'takes in a field named like a keyword, and keeps it a field',
    description: changedSpec((description) => {
      const field = { type: 'string', title: `${PROSE}: title.`, example: PROSE };
      Object.assign(at(bodyOf(description, USERS), 'properties'), { title: field, example: field, 'x-note': field });
    }),
    status: 0,
    written: ALL,
    report: Array.from({ length: 3 }, () => ({ level: 'compatible' })),
    warnings: /No description for \S+\/properties\/title\./,
  },
  {
    title: 'reports a renamed field as breaking, and names the wording that is left over',
    description: changedSpec((description) => {
      const body = bodyOf(description, USERS);
      const { user_ids: list, ...others } = at(body, 'properties');
      Object.assign(body, { properties: { ...others, ids: list as Json }, required: ['ids', 'user_logins'] });
    }),
    status: 3,
    written: ALL,
    report: [
      { level: 'breaking', pointer: /\/ids$/, summary: /new and required/ },
      { level: 'breaking', pointer: /\/user_ids$/, summary: /gone.*renamed\?.*tsc --noEmit/ },
    ],
    warnings: /overlay\.yaml: the target \S+\.user_ids matches nothing/,
  },
  {
    title: 'writes a third operation, and names in one line what is missing for it',
    description: changedSpec((description) => {
      const operation = { ...terminate('post_samples_terminate_sessions', ['sample_ids']), responses: {} };
      at(description, 'paths')['/samples/terminate_sessions'] = {
        post: { ...operation, responses: { 202: { description: PROSE } } },
      };
    }),
    status: 3,
    written: ALL,
    report: [{ level: 'compatible', summary: /operation is new/ }],
    warnings:
      /^New operation post_samples_terminate_sessions: no method in src\/client\/\S+\.ts, no summary, description, \S.*description\. See CONTRIBUTING\.md, "Add an operation"\.$/,
  },
  {
    title: 'takes OpenAPI 3.1, null types and all',
    description: changedSpec((description) => {
      description['openapi'] = '3.1.0';
      at(bodyOf(description, USERS), 'properties', 'user_ids')['type'] = ['array', 'null'];
    }),
    status: 0,
    written: ALL,
    report: [
      { level: 'compatible', pointer: /^\/openapi$/ },
      { level: 'compatible', pointer: USER_FIELD },
    ],
  },
  {
    title: 'takes a schema that contains itself',
    description: changedSpec((description) => {
      at(description, 'components', 'schemas')['Tree'] = {
        type: 'object',
        properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
      };
      at(bodyOf(description, USERS), 'properties')['tree'] = { $ref: '#/components/schemas/Tree' };
    }),
    status: 0,
    written: ALL,
    report: [{ level: 'compatible', pointer: USER_FIELD }],
    warnings: /No description, properties\/children\/description for \/components\/schemas\/Tree\./,
  },
  {
    title: 'takes names and values of any text',
    description: changedSpec((description) => {
      at(bodyOf(description, USERS), 'properties')[HOSTILE] = { type: 'string', enum: [HOSTILE], default: HOSTILE };
      at(bodyOf(description, USERS), 'properties')['constructor'] = { type: 'string' };
    }),
    status: 0,
    written: ALL,
    report: [{ level: 'compatible' }, { level: 'compatible' }],
  },
  {
    title: 'calls a change that the overlay had made already no break, and the correction no longer needed',
    description: changedSpec((description) => {
      for (const path of [USERS, GROUPS]) at(description, 'paths', path, 'post', 'requestBody')['required'] = true;
    }),
    status: 0,
    written: [SOURCE, 'openapi/upstream.json'],
    report: [
      { level: 'compatible', summary: /required now.*said so already/ },
      { level: 'compatible', summary: /has made our correction/ },
      { level: 'compatible', summary: /required now.*said so already/ },
    ],
    warnings: /the correction at \S+requestBody is no longer needed/,
  },
  {
    title: 'reports another security as breaking, though the overlay states its own',
    description: changedSpec((description) => {
      at(description, 'components', 'securitySchemes')['Other'] = { type: 'http', scheme: 'bearer' };
      description['security'] = [{ Other: [] }];
    }),
    status: 3,
    written: [SOURCE, 'openapi/upstream.json', 'generated/openapi.json'],
    report: [
      ...Array.from({ length: 3 }, () => ({ level: 'breaking' })),
      // The scheme's own text, and that of each scope.
      ...Array.from({ length: SCOPES.length + 1 }, () => ({ level: 'prose' })),
    ],
    warnings: /the target \S+ && \S+OAuth2Security\] matches nothing/,
  },
];

describe('with a description', () => {
  it.each(ACCEPTED)('$title', async ({ description, status, written, report, warnings }) => {
    const copy = await project();
    const before = await copy.tree();
    const spec = await copy.describe(description);
    const drift = join(copy.root, 'drift.json');
    const run = await copy.generate({ spec, report: drift });
    const after = await copy.tree();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(written.toSorted());
    expect(run.status).toBe(status);
    expect(run.warnings).toMatch(warnings ?? /^(No [^]*)?$/);
    const { changes } = JSON.parse(await readFile(drift, 'utf8')) as { changes: Record<string, string>[] };
    expect(changes).toEqual(
      report.map(({ level, pointer, summary }) => ({
        level,
        pointer: expect.stringMatching(pointer ?? /^\//),
        summary: expect.stringMatching(summary ?? /./),
      })),
    );
    // Whatever it was given: sound TypeScript, none of the other side's prose, and nothing to do the second time.
    expect(syntaxErrors(after['generated/schema.ts'] ?? '')).toEqual([]);
    expect(JSON.stringify(Object.values(after))).not.toContain(PROSE);
    expect(after[PAGE]).not.toMatch(/&(?:amp|lt|gt|#x?\d+);(?![^`\n]*`)/);
    if (written.length === 0) return;
    const again = await copy.generate({ spec });
    expect(again.out).toContain('0 files written');
    expect(await copy.tree()).toEqual(after);
  });
});

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
      for (const path of [USERS, GROUPS]) at(description, 'paths', path, 'post')['x-box-tag'] = 'sessions';
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

describe('from the pinned cut', () => {
  it('rebuilds what was changed or lost, and removes what nothing writes any more', async () => {
    const copy = await project();
    const before = await copy.tree();
    await writeFile(join(copy.root, 'generated/schema.ts'), 'export {};\n');
    await writeFile(join(copy.root, 'generated/old.ts'), (before['generated/schema.ts'] ?? '').slice(0, 200));
    await writeFile(join(copy.root, 'docs/reference/by-hand.md'), 'By hand.\n');
    const untouched = join(copy.root, PAGE);
    await utimes(untouched, 1, 1);

    const check = await copy.generate({ check: true });
    expect(check.status).toBe(1);
    expect(check.warnings).toMatch(/generated\/schema\.ts differs from.*\n.*generated\/old\.ts would be removed/);

    const run = await copy.generate();
    expect(run.status).toBe(0);
    expect(run.out).toMatch(/\n1 file written, 5 unchanged$/);
    const { 'docs/reference/by-hand.md': byHand, ...after } = await copy.tree();
    expect(byHand).toBe('By hand.\n');
    expect(after).toEqual(before);
    expect((await stat(untouched)).mtimeMs).toBe(1000);
    expect((await copy.generate({ check: true })).status).toBe(0);
  });

  it('rejects an overlay target that matches nothing, and a pinned cut that is broken', async () => {
    const copy = await project();
    const overlay = join(copy.root, 'openapi/overlay.yaml');
    await writeFile(overlay, (await copy.read('openapi/overlay.yaml')).replace('.user_ids', '.user_idents'));
    await expect(copy.generate()).rejects.toThrow(/^openapi\/overlay\.yaml: nothing matches \S+\.user_idents\./);
    await writeFile(join(copy.root, 'openapi/upstream.json'), '{');
    await expect(copy.generate()).rejects.toThrow(/^openapi\/upstream\.json or \S+ is missing or broken\./);
  });
});

describe('--check', () => {
  it('names the difference to a new description, reports it, and writes nothing', async () => {
    const copy = await project();
    const before = await copy.tree();
    const description = changedSpec((whole) => {
      at(bodyOf(whole, USERS), 'properties')['sample_flag'] = { type: 'boolean' };
    });
    const report = join(copy.root, 'drift.md');
    const run = await copy.generate({ spec: await copy.describe(description), check: true, report });
    expect(run.status).toBe(1);
    for (const path of ALL) expect(run.warnings).toContain(`${path} differs from what would be written`);
    expect(await copy.tree()).toEqual(before);
    expect(await readFile(report, 'utf8')).toMatch(/^## .*1 compatible/);
  });

  it('fails as long as an element has no wording, or an operation no method', async () => {
    const copy = await project();
    const description = changedSpec((whole) => {
      at(whole, 'paths')['/samples/terminate_sessions'] = { post: terminate('post_samples_terminate_sessions', []) };
    });
    await copy.generate({ spec: await copy.describe(description) });
    const run = await copy.generate({ check: true });
    expect(run.status).toBe(1);
    expect(run.warnings).toMatch(/^New operation post_samples_terminate_sessions: no method in \S+, no summary, /);
    expect(run.warnings).not.toMatch(/differs from/);
  });
});

it.each<[string, (whole: JsonObject) => void]>([
  [
    'another name',
    (whole) => {
      const { ClientError, ...others } = at(whole, 'components', 'schemas');
      at(whole, 'components')['schemas'] = { ...others, Refused: ClientError ?? null };
    },
  ],
  ['no name', () => {}],
])('breaks nothing when the schema of the errors gets %s, and says which wording is lost', async (name, change) => {
  const copy = await project();
  const description = changedSpec(change);
  const schema = at(sampleSpec(), 'components', 'schemas', 'ClientError');
  const to = name === 'no name' ? JSON.stringify(schema) : '{"$ref":"#/components/schemas/Refused"}';
  const text = JSON.stringify(description).replaceAll('{"$ref":"#/components/schemas/ClientError"}', to);
  const run = await copy.generate({ spec: await copy.describe(JSON.parse(text) as JsonObject) });
  expect(run.status).toBe(3);
  expect(run.out).not.toContain('breaking');
  expect(run.warnings).toContain('$.components.schemas.ClientError');
});

it('breaks nothing when what marks a schema is gone', async () => {
  const copy = await project();
  const description = changedSpec((whole) => {
    at(whole, 'components', 'schemas', 'SessionTerminationMessage')['x-box-tag'] = 'session_termination';
  });
  const run = await copy.generate({ spec: await copy.describe(description) });
  expect(run).toMatchObject({ status: 0, out: expect.not.stringContaining('breaking') });
});

it('pins its first cut without anything to compare with', async () => {
  const copy = await project();
  const before = await copy.tree();
  await Promise.all(['upstream', 'source'].map((name) => rm(join(copy.root, `openapi/${name}.json`))));
  const run = await copy.generate({ spec: await copy.describe(sampleSpec()) });
  expect(run).toMatchObject({ status: 0, out: expect.stringContaining('No differences.') });
  expect(await copy.tree()).toEqual(before);
});

it('does not claim that nothing is different when the pinned cut is broken', async () => {
  const copy = await project();
  const before = await copy.tree();
  await writeFile(join(copy.root, 'openapi/upstream.json'), '<<<<<<< HEAD');
  const run = await copy.generate({ spec: await copy.describe(sampleSpec()) });
  expect(run).toMatchObject({ status: 3, warnings: expect.stringContaining('so nothing was compared') });
  expect(run.out).not.toContain('No differences');
  expect(await copy.tree()).toEqual(before);
});

/** The same with the keys of every object the other way round. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

function syntaxErrors(source: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
