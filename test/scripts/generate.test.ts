import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../scripts/openapi/json.ts';
import { at, bodyOf, changedSpec, PATHS, PROSE, sampleSpec, terminate, USERS } from '../support/specs/sample-spec.ts';
import { useSampleProject } from '../support/specs/sample-project.ts';

const PAGE = 'docs/reference/session-termination-manager.md';
const HOSTILE = 'a | b &lt;td&gt; &#x27; {{ constructor }} `c` */ <!-- END doctoc --> \\ \'"\n';

const project = useSampleProject();

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
    report: [
      { level: 'compatible', pointer: USER_FIELD, summary: /^The field is new: no description\. Add its texts/ },
    ],
    warnings: /^$/,
  },
  {
    title: 'takes in a field named like a keyword, and keeps it a field',
    description: changedSpec((description) => {
      const field = { type: 'string', title: `${PROSE}: title.`, example: PROSE };
      Object.assign(at(bodyOf(description, USERS), 'properties'), { title: field, example: field, 'x-note': field });
    }),
    status: 0,
    written: ALL,
    report: Array.from({ length: 3 }, () => ({ level: 'compatible', summary: /no description/ })),
    warnings: /^$/,
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
    report: [
      {
        level: 'compatible',
        summary:
          /operation is new: post_samples_terminate_sessions, no method in src\/client\/\S+\.ts, no summary, description, \S.*description\. .* CONTRIBUTING\.md/,
      },
    ],
    warnings: /^$/,
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
        title: PROSE,
      };
      at(bodyOf(description, USERS), 'properties')['tree'] = { $ref: '#/components/schemas/Tree' };
    }),
    status: 0,
    written: ALL,
    report: [
      {
        level: 'compatible',
        pointer: USER_FIELD,
        summary: /no \/components\/schemas\/Tree\/description, \/comp\S+children/,
      },
    ],
    warnings: /^$/,
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
      for (const path of PATHS) at(description, 'paths', path, 'post', 'requestBody')['required'] = true;
    }),
    status: 0,
    written: [SOURCE, 'openapi/upstream.json'],
    report: [
      { level: 'compatible', summary: /required now.*said so already/ },
      { level: 'compatible', summary: /has made our correction/ },
      ...PATHS.slice(1).map(() => ({ level: 'compatible', summary: /required now.*said so already/ })),
    ],
    warnings: /^$/,
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
    expect(run.warnings).toMatch(warnings ?? /^$/);
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
