import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cut } from '../scripts/cut/cut.ts';
import { buildOperations } from '../scripts/model/operations.ts';
import { isObject, type JsonObject } from '../scripts/openapi/json.ts';
import { applyOverlay } from '../scripts/overlay/overlay.ts';
import { lint } from '../scripts/openapi/lint.ts';
import { stripProse } from '../scripts/cut/prose.ts';
import { writeTypes } from '../scripts/model/types.ts';
import { checkWording } from '../scripts/overlay/wording.ts';

/** How much of Box's description each line takes. */
const PARTS: readonly number[] = [1, 10, 50, Number.POSITIVE_INFINITY];

/** What one measured process says. */
interface Measure {
  operations: number;
  seconds: number;
  peakMegabytes: number;
  outputKilobytes: number;
}

type Contender = 'steps' | 'openapi-typescript';

/** The steps of the generator, without the façade's pages, which only two operations have. */
async function runSteps(description: JsonObject, tags: readonly string[]): Promise<Measure> {
  const overlay = { overlay: { overlay: '1.0.0', info: { title: 'None', version: '1' } }, actions: [] };
  const { structure, prose } = stripProse(cut(description, tags));
  const { corrected } = applyOverlay({ ...structure, info: { title: 'Measured', version: '1' } }, overlay);
  const { document } = checkWording(corrected);
  const operations = buildOperations(document, [], { retriedStatuses: [], alternatives: {} });
  await lint(document);
  const types = await writeTypes(document);
  return measured(operations.length, [JSON.stringify(document, undefined, 2), types, JSON.stringify(prose)]);
}

async function runTypesAlone(description: JsonObject, tags: readonly string[]): Promise<Measure> {
  const input = cut(description, tags);
  const start = performance.now();
  const types = await writeTypes(input);
  const operations = buildOperations(input, [], { retriedStatuses: [], alternatives: {} });
  return { ...measured(operations.length, [types]), seconds: (performance.now() - start) / 1000 };
}

function measured(operations: number, outputs: readonly string[]): Measure {
  return {
    operations,
    seconds: performance.now() / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    outputKilobytes: outputs.reduce((size, text) => size + Buffer.byteLength(text), 0) / 1000,
  };
}

/** In a process of its own, so that the memory of one says nothing about the next. */
function measure(spec: string, contender: Contender, count: number): Promise<Measure> {
  return new Promise((done, fail) => {
    const child = fork(import.meta.filename, ['--spec', spec, '--measure', contender, '--tags', String(count)]);
    child.once('message', (message) => done(message as Measure));
    child.once('exit', (status) => fail(new Error(`${contender} with ${count} tags ended with status ${status}.`)));
  });
}

function tagsOf(description: JsonObject): string[] {
  const paths = Object.values(isObject(description['paths']) ? description['paths'] : {}).filter(isObject);
  const tags = paths.flatMap((path) =>
    Object.values(path)
      .filter(isObject)
      .map(({ 'x-box-tag': tag }) => tag),
  );
  return [...new Set(tags.filter((tag) => typeof tag === 'string'))];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { spec: { type: 'string' }, measure: { type: 'string' }, tags: { type: 'string' } },
  });
  if (values.spec === undefined) {
    console.error("Give Box's description: npm run bench:generate -- --spec FILE");
    process.exitCode = 2;
    return;
  }
  const spec = resolve(values.spec);
  const description = JSON.parse(await readFile(spec, 'utf8')) as JsonObject;
  const all = tagsOf(description);
  if (values.measure !== undefined) {
    const tags = all.slice(0, Number(values.tags));
    const result = await (values.measure === 'steps' ? runSteps : runTypesAlone)(description, tags);
    process.send?.(result);
    return;
  }
  console.log('| tags | operations | steps | memory | output | openapi-typescript alone | memory | output |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const count of PARTS) {
    const cells = [Math.min(count, all.length)];
    const texts: string[] = [];
    for (const contender of ['steps', 'openapi-typescript'] as const) {
      const { operations, seconds, peakMegabytes, outputKilobytes } = await measure(spec, contender, count);
      cells[1] = operations;
      texts.push(`${seconds.toFixed(2)} s`, `${peakMegabytes.toFixed(0)} MB`, `${outputKilobytes.toFixed(0)} kB`);
    }
    console.log(`| ${[...cells, ...texts].join(' | ')} |`);
  }
}

await main();
