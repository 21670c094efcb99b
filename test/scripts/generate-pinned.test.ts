import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { at, bodyOf, changedSpec, sampleSpec, terminate, USERS } from '../support/specs/sample-spec.ts';
import { useSampleProject } from '../support/specs/sample-project.ts';

const PAGE = 'docs/reference/session-termination-manager.md';
const ALL = ['openapi/source.json', 'openapi/upstream.json', 'generated/openapi.json', 'generated/schema.ts', PAGE];

const project = useSampleProject();

describe('from the pinned cut', () => {
  it('rebuilds what was changed or lost, and removes what nothing writes anymore', async () => {
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
