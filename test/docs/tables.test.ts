import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RULES as SANDBOX_RULES } from '../../sandbox/rules.ts';
import { TABLES } from '../../scripts/docs/table-content.ts';
import { errorSections, fillTables } from '../../scripts/docs/tables.ts';
import { readLibrary } from '../../scripts/model/library.ts';
import { buildOperations } from '../../scripts/model/operations.ts';
import type { JsonObject } from '../../scripts/openapi/json.ts';
import { renderTables } from '../../scripts/tables.ts';
import { EXIT_STATUS } from '../../src/cli/exit-status.ts';
import { OPTIONS } from '../../src/cli/flags.ts';
import { useFolder } from '../support/folder.ts';

const folder = useFolder('each');

/** A project with the sources that tables are made from, and one page. */
async function projectWith(page: string): Promise<string> {
  const root = folder.path;
  for (const path of ['src', 'generated', 'package.json', '.prettierrc.json']) {
    await cp(path, join(root, path), { recursive: true });
  }
  await mkdir(join(root, 'docs/guide'), { recursive: true });
  await writeFile(join(root, 'README.md'), '# Readme\n');
  await writeFile(join(root, 'docs/guide/page.md'), page);
  return root;
}

const rowsOf = (table: string | undefined): string[] => (table ?? '').split('\n').slice(2);

describe('the tables', { timeout: 120_000 }, () => {
  it('are on every page as the source has them', async () => {
    expect(Object.keys(await renderTables('.'))).toEqual([]);
  });

  it('have a row for each option of the command, each exit status and each rule of the sandbox', async () => {
    const rows = async (name: string): Promise<string[]> => rowsOf(await TABLES[name]?.('.'));
    const options = await rows('command-options');
    expect(options).toHaveLength(OPTIONS.length);
    for (const { flags } of OPTIONS) expect(options.join('\n')).toContain(`| \`${flags}\` |`);
    expect(await rows('exit-statuses')).toHaveLength(Object.keys(EXIT_STATUS).length);
    expect(await rows('sandbox-rules')).toHaveLength(SANDBOX_RULES.length);
  });

  it('have a section for each class of errors, and for each status that Box rejects with', async () => {
    const library = await readLibrary('.');
    const document = JSON.parse(await readFile('generated/openapi.json', 'utf8')) as JsonObject;
    const sections = errorSections(buildOperations(document, library.methods, library), library);
    for (const name of [
      'InvalidRequestError',
      'AuthError',
      'ApiError',
      'ResponseError',
      'NetworkError',
      'TimeoutError',
    ]) {
      expect(sections).toContain(`### ${name}\n`);
    }
    for (const status of [400, 401, 403, 404, 429, 500, 503]) expect(sections).toContain(`#### Status ${status}\n`);
    expect(sections).not.toMatch(/undefined|:\*\* *$/m);
    expect(sections.match(/\*\*Retried:\*\*/g)).toHaveLength([...sections.matchAll(/^###/gm)].length - 1);
  });

  it('advise for a status without advice of its own, as Box might add one', async () => {
    const library = await readLibrary('.');
    const text = (await readFile('generated/openapi.json', 'utf8')).replaceAll('"x-advice"', '"x-other"');
    const sections = errorSections(buildOperations(JSON.parse(text) as JsonObject, library.methods, library), library);
    expect(sections).toMatch(/#### Status 400\n\n.*\n\n- \*\*What to do:\*\* See what the message/);
    expect(sections).not.toMatch(/:\*\* *$/m);
  });

  it.each(['manager-options', 'call-options', 'retry-options', 'bulk-options', 'generator-exit-statuses'])(
    '%s leaves no cell empty',
    async (name) => {
      const rows = rowsOf(await TABLES[name]?.('.'));
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(row).not.toMatch(/\|\s*\|/);
    },
  );

  it('follow a change of the source, and are then left alone', async () => {
    const root = await projectWith('# Page\n\n<!-- table: retry-options -->\n\nAfter it.\n');
    const write = async (): Promise<string> => {
      for (const [path, content] of Object.entries(await renderTables(root)))
        await writeFile(join(root, path), content);
      return readFile(join(root, 'docs/guide/page.md'), 'utf8');
    };
    const first = await write();
    expect(first).toMatch(
      /<!-- table: retry-options -->\n\n\| Option[^]*\| `maxAttempts`[^]*\n\n<!-- \/table -->\n\nAfter it\.\n$/,
    );
    expect(await renderTables(root)).toEqual({});
    const options = join(root, 'src/client/options.ts');
    await writeFile(options, (await readFile(options, 'utf8')).replace('Default: 4.', 'Default: 7.'));
    expect(await write()).toContain('Default: 7.');
  });

  it('reject a name that no table has, and a closing marker alone', async () => {
    const root = await projectWith('<!-- table: nothing -->\n');
    await expect(renderTables(root)).rejects.toThrow('docs/guide/page.md: there is no table nothing.');
    await expect(fillTables('a\n<!-- /table -->', 'page.md', () => '')).rejects.toThrow('page.md:2 closes a table');
  });

  it('leave markers in code alone', async () => {
    const page = '```md\n<!-- table: errors -->\n```\n';
    expect(await fillTables(page, 'page.md', () => 'table')).toEqual({ content: page, made: false });
  });

  it('are checked by the command, which names the page and writes nothing', async () => {
    const run = promisify(execFile);
    const root = await projectWith('<!-- table: retry-options -->\n');
    const tables = [join(process.cwd(), 'node_modules/.bin/tsx'), join(process.cwd(), 'scripts/tables.ts')] as const;
    await expect(run(tables[0], [tables[1], '--check'], { cwd: root })).rejects.toMatchObject({
      code: 1,
      stderr: 'docs/guide/page.md has a table that differs from the source. Run npm run docs:tables.\n',
    });
    expect(await readFile(join(root, 'docs/guide/page.md'), 'utf8')).toBe('<!-- table: retry-options -->\n');
  });
});
