import { rm } from 'node:fs/promises';
import { run } from './run.ts';

// What is no longer in the source must not stay in the package.
await rm('dist', { recursive: true, force: true });
process.exitCode = await run('tsc', ['--project', 'tsconfig.build.json']);
