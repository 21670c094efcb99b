import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from '../support/fast-check.ts';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../scripts/openapi/json.ts';
import { lint } from '../../scripts/openapi/lint.ts';
import { boxSpec, sampleSpec } from '../support/specs/sample-spec.ts';
import { KINDS, mutated, shuffled, unrelatedPaths, type Mutation } from '../support/specs/mutations.ts';
import { SampleProject, type Run } from '../support/specs/sample-project.ts';
import { typeErrors } from '../support/specs/type-errors.ts';

/** How many changed descriptions are generated from; with more, the seed is another one each time. */
const WANTED = Number(process.env['GENERATE_MUTATIONS'] ?? 12);
const SEED =
  process.env['GENERATE_MUTATIONS'] === undefined ? 6 : Number(process.env['GENERATE_SEED'] ?? Date.now() % 2 ** 31);
/** Far more than a run takes on a busy machine. */
const TIME_LIMIT_MS = 300_000;
/** A shorter text of Box's may stand in ours by chance. */
const SHORTEST_SENTENCE = 20;

const mutation = fc.record<Mutation>({
  kind: fc.constantFrom(...(Object.keys(KINDS) as Mutation['kind'][])),
  place: fc.nat(9999),
  choice: fc.nat(9999),
});

let small: JsonObject;
let project: SampleProject;
let tree: Record<string, string>;
beforeAll(async () => {
  small = sampleSpec();
  project = await SampleProject.copy();
  await project.generate({ spec: await project.describe(small) });
  tree = await project.tree();
}, 180_000);
afterEach(() => restore());
afterAll(() => project.remove());

it(
  `keeps its promises for ${WANTED} descriptions that are changed at random`,
  async () => {
    const statuses: Record<number, number> = { 0: 0, 2: 0, 3: 0 };
    const property = fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      statuses[await keepsPromises(mutated(small, mutations))]! += 1;
    });
    await fc.assert(property, { numRuns: WANTED, seed: SEED, endOnFailure: true });
    console.log(`Seed ${SEED}: ${WANTED} descriptions, exit statuses ${JSON.stringify(statuses)}`);
    expect(statuses[0]! + statuses[3]!).toBeGreaterThan(0);
  },
  60_000 + WANTED * 2 * TIME_LIMIT_MS,
);

it('writes nothing for keys in another order, and only the hash for other operations', async () => {
  for (const seed of [1, 2]) {
    const reordered = await outcomeOf(shuffled(small, seed) as JsonObject);
    expect(reordered.status).toBe(0);
    expect(await project.tree()).toEqual(tree);
  }
  const unrelated = structuredClone(small);
  for (const path of unrelatedPaths(unrelated)) {
    path['get'] = { operationId: `other_${Object.keys(path).length}`, responses: { 200: { description: 'Another.' } } };
    break;
  }
  expect((await outcomeOf(unrelated)).status).toBe(0);
  const after = await project.tree();
  expect(changedLines(tree, after)).toEqual([
    expect.stringMatching(/^openapi\/source\.json: {3}"sha256": "[0-9a-f]{64}",$/),
  ]);
}, 600_000);

it('keeps its promises for the whole of the description too', async () => {
  const whole = boxSpec();
  expect((await outcomeOf(whole)).status).toBe(0);
  const pinned = await project.tree();
  // The version of the whole spec goes through the cut.
  const isOfSpec = (line: string): boolean => /^openapi\/source\.json:|: *"version": /.test(line);
  expect(changedLines(tree, pinned).filter((line) => !isOfSpec(line))).toEqual([]);
  expect(await keepsPromises(mutated(whole, [{ kind: 'add a field', place: 1, choice: 0 }]))).toBe(0);
  expect(await keepsPromises(mutated(whole, [{ kind: 'add an operation', place: 0, choice: 0 }]))).toBe(3);
  expect(await keepsPromises(mutated(whole, [{ kind: 'refer', place: 3, choice: 5 }]))).toBe(2);
}, 600_000);

/** Generates once, and a second time if the spec wasn't rejected; leaves the project as it was. */
async function keepsPromises(description: JsonObject): Promise<number> {
  const before = await project.tree();
  const { status, run, rejection } = await outcomeOf(description);
  const after = await project.tree();
  if (run === undefined) {
    expect(rejection).toMatch(/^[^\n]{10,600}\.$/);
    expect(rejection).not.toMatch(/^\s+at /m);
    expect(after).toEqual(before);
    return status;
  }
  expect([0, 3]).toContain(status);
  expect(typeErrorsOf(after['generated/schema.ts'] ?? '')).toEqual([]);
  if (!/^breaking /m.test(run.out)) expect(await typeErrors(project.root, ['src/bulk.ts'])).toEqual([]);
  const ours = await project.read('openapi/overlay.yaml');
  const outputs = Object.values(after).join('\n');
  for (const sentence of sentencesOf(description)) {
    if (!ours.includes(sentence)) expect(outputs, 'a text of the other side is in an output').not.toContain(sentence);
  }
  expectReadable(run, await readFile(join(project.root, 'drift.json'), 'utf8'));
  const again = await outcomeOf(description);
  expect(again.run?.out).toContain('\n0 files written');
  expect(await project.tree()).toEqual(after);
  await restore(before);
  return status;
}

interface Outcome {
  status: number;
  run: Run | undefined;
  rejection: string;
}

async function outcomeOf(description: JsonObject): Promise<Outcome> {
  const spec = await project.describe(description);
  const start = performance.now();
  try {
    const run = await project.generate({ spec, report: join(project.root, 'drift.json') }, lint);
    return { status: run.status, run, rejection: '' };
  } catch (error) {
    if ((error as Error).name !== 'Rejection') throw error;
    return { status: 2, run: undefined, rejection: (error as Error).message };
  } finally {
    expect(performance.now() - start).toBeLessThan(TIME_LIMIT_MS);
  }
}

/** Each change has a level, a place and one line, in the report and on the terminal, where nothing moves the cursor. */
function expectReadable({ out, warnings }: Run, report: string): void {
  const { changes } = JSON.parse(report) as { changes: Record<string, string>[] };
  for (const { level, pointer, summary } of changes) {
    expect(level).toMatch(/^(?:breaking|compatible|prose)$/);
    expect(pointer).toMatch(/^(?:$|\/)/);
    expect(summary).toMatch(/^\P{Cc}+\.$/u);
  }
  expect(out.split('\n').filter((line) => /^(?:breaking|compatible|prose) /.test(line))).toHaveLength(changes.length);
  expect(out + warnings).not.toMatch(/[^\P{Cc}\n]/u);
}

async function restore(to = tree): Promise<void> {
  const now = await project.tree();
  for (const path of Object.keys(now))
    if (!Object.hasOwn(to, path)) await rm(join(project.root, path), { recursive: true });
  for (const [path, content] of Object.entries(to)) {
    if (now[path] !== content) await writeFile(join(project.root, path), content);
  }
}

/** The lines of `after` that `before` does not have, with their files. */
function changedLines(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.entries(after).flatMap(([path, content]) => {
    const known = new Set(before[path]?.split('\n'));
    return content.split('\n').flatMap((line) => (known.has(line) ? [] : [`${path}: ${line}`]));
  });
}

/** The texts for people, on one line as a page has them. */
function sentencesOf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(sentencesOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (!/^(?:description|summary|title)$/.test(key) || typeof item !== 'string') return sentencesOf(item);
    const line = item.replaceAll(/\s+/g, ' ').trim();
    return line.length < SHORTEST_SENTENCE ? [] : [line.slice(0, 200)];
  });
}

const LIBRARY = 'lib.es5.d.ts';
const library = ts.createSourceFile(
  LIBRARY,
  ts.sys.readFile(ts.getDefaultLibFilePath({}).replace(/[^\\/]+$/, LIBRARY)) ?? '',
  ts.ScriptTarget.ES2022,
);

/** What TypeScript says about a file that stands alone. */
function typeErrorsOf(source: string): string[] {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2022 };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getDefaultLibFileName: () => LIBRARY,
    getSourceFile: (name, target) =>
      name === LIBRARY ? library : name === 'schema.ts' ? ts.createSourceFile(name, source, target) : undefined,
    fileExists: (name) => name === LIBRARY || name === 'schema.ts',
  };
  const program = ts.createProgram(['schema.ts'], options, host);
  const file = program.getSourceFile('schema.ts');
  const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
