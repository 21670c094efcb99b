import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Json, JsonObject } from '../../scripts/openapi/json.ts';
import { lint } from '../../scripts/openapi/lint.ts';
import { at, bodyOf, changedSpec, terminate, USERS } from '../support/specs/sample-spec.ts';
import { answer, startServer } from '../support/server.ts';
import { SampleProject } from '../support/specs/sample-project.ts';

const PAGE = 'docs/reference/session-termination-manager.md';
const SECRET = 'content-of-another-file';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let project: SampleProject;
let before: Record<string, string>;
beforeAll(async () => {
  project = await SampleProject.copy();
  before = await project.tree();
});
afterAll(() => project.remove());

/** Ten components, each of which names the next one many times. */
function bomb(schemaOf: (next: JsonObject) => JsonObject): (spec: JsonObject) => void {
  return (spec) => {
    for (let level = 0; level < 10; level++) {
      at(spec, 'components', 'schemas')[`S${level}`] = schemaOf({ $ref: `#/components/schemas/S${level + 1}` });
    }
    at(spec, 'components', 'schemas')['S10'] = { type: 'string' };
    at(bodyOf(spec, USERS), 'properties')['bomb'] = { $ref: '#/components/schemas/S0' };
  };
}

function field(schema: Json): (spec: JsonObject) => void {
  return (spec) => void (at(bodyOf(spec, USERS), 'properties')['leak'] = schema);
}

describe('is rejected in one or two lines, with nothing written:', () => {
  it.each<[string, (spec: JsonObject) => void, RegExp]>([
    [
      'a reference that starts with # and is a path',
      field({ $ref: '#../../../../etc/leak.json' }),
      /"#\.\.\/\.\.\/\.\.\/\.\.\/etc\/leak\.json"/,
    ],
    ['a reference to a file', field({ $ref: './leak.json' }), /"\.\/leak\.json"/],
    ['a dynamic reference to a file', field({ $dynamicRef: 'leak.json#/a' }), /"leak\.json#\/a"/],
    [
      'a mapping to a file',
      field({ oneOf: [], discriminator: { propertyName: 'a', mapping: { a: './leak.json' } } }),
      /"\.\/leak\.json"/,
    ],
    [
      'a mapping to a name that is a file',
      field({ oneOf: [{ type: 'object' }], discriminator: { propertyName: 'a', mapping: { a: 'leak.json' } } }),
      /no #\/components\/schemas\/leak\.json, which \S+\/leak refers to/,
    ],
    [
      'a link to another document',
      (spec) => {
        at(spec, 'paths', USERS, 'post', 'responses', '202')['links'] = { a: { operationRef: './leak.json#/a' } };
      },
      /"\.\/leak\.json#\/a"/,
    ],
    [
      'a schema with another base',
      field({ $id: 'https://other.example/', type: 'string' }),
      /has an \$id at #\S+\/leak/,
    ],
    [
      'a bomb of references',
      bomb((next) => ({
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, next])),
      })),
      /expands without/,
    ],
    [
      'a bomb of allOf',
      bomb((next) => ({ type: 'object', allOf: Array.from({ length: 60 }, () => next) })),
      /expands without/,
    ],
    [
      'a bomb of choices, where no page shows it',
      (spec) => {
        const choice = (name: string): JsonObject => ({
          oneOf: Array.from({ length: 450 }, () => ({ $ref: `#/components/schemas/${name}` })),
        });
        Object.assign(at(spec, 'components', 'schemas'), { A: choice('B'), B: choice('C'), C: { type: 'string' } });
        at(spec, 'components', 'schemas', 'ClientError', 'properties')['bomb'] = { $ref: '#/components/schemas/A' };
      },
      /expands without .* comparison/,
    ],
    [
      'a field for each of 2,000 names',
      (spec) => {
        const names = Array.from({ length: 2_000 }, (__, index) => [`f${index}`, { type: 'string' }]);
        Object.assign(at(bodyOf(spec, USERS), 'properties'), Object.fromEntries(names));
      },
      /expands without .* reference page: it is too large/,
    ],
    ['a list of 100,000 values', field({ enum: Array.from({ length: 100_000 }, (_, index) => index) }), /for its cut/],
    ['a million values', (spec) => void (spec['x-a'] = Array.from({ length: 1_000_000 }, () => 0)), /too many values/],
    ['a text of a million characters', field({ type: 'string', pattern: 'a'.repeat(1_000_000) }), /for its cut/],
  ])('%s', async (_, change, reason) => {
    await mkdir(dirname(project.root), { recursive: true });
    await writeFile(join(project.root, 'leak.json'), JSON.stringify({ title: SECRET, type: 'string', enum: [SECRET] }));
    // Of the processor: another program can keep a test waiting for any time.
    const start = process.cpuUsage();
    const failure: unknown = await project
      .generate({ spec: await project.describe(changedSpec(change)) })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'Rejection', message: expect.stringMatching(reason) });
    expect((failure as Error).message).toMatch(/^[^\n]{1,400}\.$/);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(20);
    expect(await project.tree()).toEqual(before);
  });
});

it('no tool follows an externalValue, an address in an example, or the name of a dialect', async () => {
  const { baseUrl: address, received } = await startServer(answer(200, { value: SECRET }));
  const leak = join(project.root, 'leak.json');
  await writeFile(leak, JSON.stringify({ value: SECRET }));
  const spec = changedSpec((whole) => {
    whole['openapi'] = '3.1.0';
    whole['jsonSchemaDialect'] = `${address}/dialect`;
    const media = at(whole, 'paths', USERS, 'post', 'requestBody', 'content', 'application/json');
    media['examples'] = {
      a: { externalValue: `${address}/example` },
      b: { externalValue: leak },
      c: { externalValue: './leak.json' },
    };
    at(whole, 'components')['examples'] = { d: { externalValue: `${address}/component` } };
    field({ type: 'object', $schema: `${address}/schema`, default: { externalValue: `${address}/data` } })(whole);
  });
  const copy = await SampleProject.copy(project.root);
  onTestFinished(() => copy.remove());
  await copy.generate({ spec: await copy.describe(spec) }, lint);
  expect(received).toEqual([]);
  expect(Object.values(await copy.tree()).join('\n')).not.toContain(SECRET);
});

it('the linter sees nothing of our environment', async () => {
  vi.stubEnv('NODE_OPTIONS', '--this-option-would-stop-node');
  vi.stubEnv('REDOCLY_AUTHORIZATION', 'secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  const document = {
    openapi: '3.0.2',
    info: { title: 'T', version: '1' },
    servers: [{ url: 'https://a.example' }],
    paths: {},
  };
  await expect(lint(document)).resolves.toBeUndefined();
});

it('the names of the other side become no links, and end none', async () => {
  const names = [
    'https://evil.example/a',
    'www.evil.example',
    'a@evil.example',
    'x)[y](https://evil.example)',
    '<https://evil.example>',
  ];
  const copy = await SampleProject.copy(project.root);
  onTestFinished(() => copy.remove());
  const spec = changedSpec((whole) => {
    for (const [index, name] of names.entries()) {
      at(whole, 'paths')[`/${name}${index}`] = { post: terminate(name, [`${name}|\\|`, name]) };
    }
  });
  expect((await copy.generate({ spec: await copy.describe(spec) })).status).toBe(3);
  const page = await copy.read(PAGE);
  const outsideCode = page.replaceAll(/^```ts\n.*?^```$/gms, '').replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  const withoutOwn = outsideCode.replaceAll(
    /\]\((?:https:\/\/developer\.box\.com\/reference\/[^\s()]*|#[^\s()]*)\)/g,
    ']',
  );
  expect(withoutOwn).not.toMatch(/https?:\/\/|www\.|\S@\S|\]\(/);
  expect(page.match(/\[API Reference\]\(https:\/\/developer\.box\.com\/reference\/[^\s()/]+\/\)/g)?.length).toBe(
    page.match(/\[API Reference\]/g)?.length,
  );
});

it('a mapping by name is valid', async () => {
  const copy = await SampleProject.copy(project.root);
  onTestFinished(() => copy.remove());
  const spec = changedSpec((whole) => {
    const kind = { type: 'string' };
    Object.assign(at(whole, 'components', 'schemas'), {
      Dog: { type: 'object', properties: { kind }, required: ['kind'] },
      Cat: { type: 'object', properties: { kind }, required: ['kind'] },
    });
    field({
      oneOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' }],
      discriminator: { propertyName: 'kind', mapping: { dog: 'Dog', cat: '#/components/schemas/Cat' } },
    })(whole);
  });
  expect((await copy.generate({ spec: await copy.describe(spec) }, lint)).status).toBe(0);
  expect(await copy.read('generated/schema.ts')).toMatch(/kind: 'dog'/);
});
