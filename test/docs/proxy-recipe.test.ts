import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { startBox, startProxy } from '../support/command/company.ts';
import { allBlocks, isProgram } from './blocks.ts';

const run = promisify(execFile);
/** Within the project, so that its packages are found from there. */
const FOLDER = resolve('docs/.vitepress/cache', `recipe-${process.pid}`);

afterAll(() => rm(FOLDER, { recursive: true, force: true }));

it('the recipe for the library behind a proxy sends through the proxy', async () => {
  const [recipe, ...others] = (await allBlocks()).filter(
    (block) => block.page.endsWith('network.md') && isProgram(block) && block.code.includes('EnvHttpProxyAgent'),
  );
  expect(others).toEqual([]);
  await mkdir(FOLDER, { recursive: true });
  const program = resolve(FOLDER, 'recipe.mts');
  await writeFile(program, recipe?.code ?? '');
  const box = await startBox();
  const proxy = await startProxy({ password: 'p@ss word' });
  const env = {
    PATH: process.env['PATH'],
    TSX_TSCONFIG_PATH: 'docs/examples/tsconfig.json',
    BOX_ACCESS_TOKEN: 'token-of-an-admin',
    BOX_BASE_URL: box.baseUrl,
    HTTP_PROXY: `http://me:p%40ss%20word@${proxy.host}`,
  };
  await run(process.execPath, ['--import', 'tsx', program], { env });
  expect(box.reached.map(({ path }) => path)).toEqual(['/2.0/users/terminate_sessions']);
  expect(proxy.asked.at(-1)).toEqual({ to: `127.0.0.1:${box.port}`, username: 'me', password: 'p@ss word' });
});
