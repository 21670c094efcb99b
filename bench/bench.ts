import { writeFile } from 'node:fs/promises';
import { cpus, platform, release } from 'node:os';
import { parseArgs } from 'node:util';
import openapiFetch from './peers/openapi-fetch/package.json' with { type: 'json' };
import boxNodeSdk from './peers/box-node-sdk/package.json' with { type: 'json' };
import type { Row, Thoroughness } from './contenders.ts';
import { measureBundle } from './measures/bundle.ts';
import { measureCalls } from './measures/calls.ts';
import { measureCommandStart } from './measures/command-start.ts';
import { measureImport } from './measures/import.ts';
import { measureInstalled } from './measures/installed.ts';
import { measureManyTargets } from './measures/many-targets.ts';
import { measureMemory } from './measures/memory.ts';
import { measureRedaction } from './measures/redaction.ts';
import { renderPages, RESULTS } from './pages.ts';
import { prepare, type Places } from './prepare.ts';
import { renderEnvironment, renderTable, type Results } from './table.ts';

const USAGE = `Usage: npm run bench -- [--quick]

Measures the packed package beside its peers, and writes bench/results.json and the pages that show it.

  --quick  fewer rounds, and nothing is written`;

const WHOLE: Thoroughness = {
  rounds: 11,
  imports: 21,
  callsEachRound: 1000,
  memoryCalls: [10_000, 100_000],
  targets: 10_000,
};
const QUICK: Thoroughness = {
  rounds: 5,
  imports: 7,
  callsEachRound: 200,
  memoryCalls: [1000, 10_000],
  targets: 4000,
};

const MEASURES: readonly ((places: Places, thoroughness: Thoroughness) => Promise<Row[]>)[] = [
  measureInstalled,
  measureImport,
  measureCommandStart,
  measureBundle,
  measureCalls,
  measureManyTargets,
  measureMemory,
  measureRedaction,
];

async function measureAll(thoroughness: Thoroughness): Promise<Results> {
  console.error('installing what is measured');
  const places = await prepare();
  try {
    const rows: Row[] = [];
    for (const measure of MEASURES) {
      const startedAt = performance.now();
      rows.push(...(await measure(places, thoroughness)));
      console.error(`${measure.name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    }
    return {
      date: new Date().toISOString().slice(0, 10),
      environment: {
        processor: cpus()[0]?.model.trim() ?? 'unknown processor',
        cores: cpus().length,
        node: process.versions.node,
        system: `${platform()} ${release().split('-')[0]}`,
      },
      versions: {
        'box-node-sdk': boxNodeSdk.dependencies['box-node-sdk'],
        'openapi-fetch': openapiFetch.dependencies['openapi-fetch'],
      },
      rows,
    };
  } finally {
    await places.remove();
  }
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
if (values.help) {
  console.log(USAGE);
} else {
  const results = await measureAll(values.quick ? QUICK : WHOLE);
  console.log(`${renderTable(results)}\n\n${renderEnvironment(results)}`);
  if (!values.quick) {
    await writeFile(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
    for (const [path, page] of await renderPages(results)) await writeFile(path, page);
  }
}
