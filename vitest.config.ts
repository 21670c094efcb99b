import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The test files that take longest. They start first, or the last of them would run alone in the end. */
const LONGEST = [
  'docs/site',
  'scripts/generate-property',
  'package/package',
  'runtimes/runtimes',
  'scripts/generate',
  'docs/blocks-run',
  'scripts/start',
  'scripts/killed-run',
  'scripts/drift/completeness',
].map((name) => `/test/${name}.test.ts`);

/** The place of a file among the longest; the others come after all of them, in their own order. */
function rankOf({ moduleId }: TestSpecification): number {
  const index = LONGEST.findIndex((name) => moduleId.endsWith(name));
  return index === -1 ? LONGEST.length : index;
}

/** By itself, Vitest begins with the largest files, which are not those that take longest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/command/build-command.ts',
    // One more than there are cores, since many tests wait for sockets and processes.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Far more than any test takes, however busy the machine is.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    allowOnly: false,
  },
});
