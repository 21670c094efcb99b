import { rm } from 'node:fs/promises';
import { bundle } from './bundle.ts';
import { prune } from './prune.ts';
import { run } from './terminal/run.ts';

// What is no longer in the source must not stay in the package.
await rm('dist', { recursive: true, force: true });
process.exitCode = await run('tsc', ['--project', 'tsconfig.build.json']);
if (process.exitCode === 0) {
  await bundle();
  await prune();
}
