import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { BlockRunner } from './block-runner.ts';
import { allBlocks, isProgram, nameOf, runsCommand, type Block } from './blocks.ts';

const blocks = await allBlocks();
const programs = blocks.filter(isProgram);
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

async function within(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await runner.folder();
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

describe('the programs of the pages', { concurrent: true, timeout: 180_000 }, () => {
  it.each(programs.map((block) => [nameOf(block), block] as const))('%s runs against the sandbox', async (_, block) => {
    await within(async (folder) => expectWell(block, await runner.runProgram(block, folder)));
  });
});

describe('the shell blocks of the pages', { concurrent: true, timeout: 180_000 }, () => {
  // In order and in one folder, as somebody follows a page: a later block may go on with a file of an earlier one.
  it.each(pages)('%s: each block that names the command runs against the sandbox', async (page) => {
    await within(async (folder) => {
      for (const block of shells.filter((shell) => shell.page === page)) {
        expectWell(block, await runner.runShell(block, folder));
      }
    });
  });

  it('are there, and so are the programs', () => {
    expect(programs.length).toBeGreaterThan(10);
    expect(shells.length).toBeGreaterThan(5);
  });
});
