import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { BACK_AFTER_MS } from '../../sandbox/rules.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { BlockRunner } from './block-runner.ts';
import { allBlocks, isProgram, isSaved, nameOf, runsCommand, sampleOf, type Block } from './blocks.ts';

const blocks = await allBlocks();
const programs = blocks.filter((block) => isProgram(block) && !isSaved(block, blocks));
const shells = blocks.filter(runsCommand);
const pages = [...new Set(shells.map(({ page }) => page))];

let sandbox: Sandbox;
let runner: BlockRunner;

beforeAll(async () => {
  console.info(`${programs.length} programs and ${shells.length} shell blocks run`);
  sandbox = await startSandbox();
  runner = new BlockRunner(sandbox.origin);
  await runner.prepare(blocks);
}, 180_000);

afterAll(async () => {
  await runner.remove();
  await sandbox.close();
});

async function within(run: (folder: string) => Promise<void>, page?: string): Promise<void> {
  const folder = await runner.folder(page);
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function expectWell(block: Block, { status, output }: { status: number; output: string }): void {
  expect(`${nameOf(block)} ended with ${status}\n${status === 0 ? '' : output}`).toBe(
    `${nameOf(block)} ended with 0\n`,
  );
  expect(output).not.toMatch(/^\s+at .*:\d+/m);
}

/** What doesn't depend on the moment, the width of the terminal, and the address of the sandbox. */
function lasting(output: string): string {
  return output
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replaceAll(/\d+\.\d s\b/g, 'DURATION')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'api.box.com')
    .replaceAll('back-', '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('the programs of the pages', { concurrent: true, timeout: 180_000 }, () => {
  it.each(programs.map((block) => [nameOf(block), block] as const))('%s runs against the sandbox', async (_, block) => {
    await within(async (folder) => expectWell(block, await runner.runProgram(block, folder)));
  });
});

describe('the shell blocks of the pages', { concurrent: true, timeout: 180_000 }, () => {
  // In order and in one folder, since a later block of a page can use a file of an earlier one.
  it.each(pages)('%s: each block that names the command runs, with the output that the page shows', async (page) => {
    await within(async (folder) => {
      for (const block of blocks.filter((each) => each.page === page)) {
        if (isSaved(block, blocks)) await runner.save(block, folder);
        if (!runsCommand(block)) continue;
        const sample = sampleOf(block, blocks);
        if (sample?.includes('signed in again')) await delay(BACK_AFTER_MS * 2);
        const ended = await runner.runShell(block, folder);
        // The exit status of `verify` tells that a user is back.
        const isBack = ended.status === 1 && ended.output.includes('1 signed in again.');
        if (sample === undefined) expectWell(block, isBack ? { ...ended, status: 0 } : ended);
        else expect(lasting(ended.output)).toContain(lasting(sample));
      }
    }, page);
  });

  it('are there, and so are the programs', () => {
    expect(programs.length).toBeGreaterThan(10);
    expect(shells.length).toBeGreaterThan(5);
    expect(shells.filter((block) => sampleOf(block, blocks) !== undefined).length).toBeGreaterThan(7);
    expect(blocks.filter((block) => isSaved(block, blocks))).toHaveLength(2);
  });
});
