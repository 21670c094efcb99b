import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf } from './block-compiler.ts';
import { allBlocks, allExamples, isTypeScript } from './blocks.ts';

const blocks = (await allBlocks()).filter(isTypeScript);
const examples = await allExamples();

describe('the TypeScript blocks of the pages and the examples of doc comments', { timeout: 180_000 }, () => {
  it('compile, each by itself, under the strict options of the project', () => {
    console.info(`${blocks.length} TypeScript blocks on ${new Set(blocks.map(({ page }) => page)).size} pages`);
    expect(faultsOf([...blocks, ...examples])).toEqual([]);
    expect(blocks.length).toBeGreaterThan(10);
    expect(examples.length).toBeGreaterThan(20);
  });

  it('are really compiled: a misspelt method is found at its line', () => {
    const code = `import { SessionTerminationManager } from 'box-session-termination';

new SessionTerminationManager({ auth: '' }).createUserTerminateSessions({ user_ids: ['1'] });
`;
    const page = join(dirname(blocks[0]?.page ?? ''), 'wrong.md');
    expect(faultsOf([{ page, line: 10, language: 'ts', code }])).toEqual([
      expect.stringMatching(/wrong\.md:12 Property 'createUserTerminateSessions' does not exist/),
    ]);
  });
});
