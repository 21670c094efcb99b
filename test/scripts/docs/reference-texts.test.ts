import { cp, rm, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { anchorsOf } from '../../../scripts/docs/contents.ts';
import { renderReference } from '../../../scripts/docs/reference.ts';
import { buildOperations } from '../../../scripts/model/operations.ts';
import { Rejection } from '../../../scripts/terminal/rejection.ts';
import { useFolder } from '../../support/folder.ts';
import {
  documentOf,
  HOSTILE,
  library,
  operation,
  render,
  rowsOf,
  sectionOf,
} from '../../support/specs/reference-page.ts';

describe('renderReference', () => {
  it('keeps its shape whatever the texts contain', async () => {
    const page = await render(documentOf(HOSTILE));
    const prose = page.replaceAll(/^```ts\n.*?^```$/gms, '').replaceAll(/<span v-pre>.*?<\/span>/g, '');
    expect(prose).not.toContain('{{');
    expect(prose.replaceAll(/^<!-- .* -->$/gm, '')).not.toMatch(/(?<!\\)<|(?<!\\)&#?\w+;/);
    expect(anchorsOf(page)).toEqual(anchorsOf(await render()));
    const rows = (text: string): number[] =>
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split(/(?<!\\)\|/).length);
    expect(rows(page)).toEqual(rows(await render()));
  });

  it('makes a plain heading of any summary', async () => {
    const more = { '/x': { post: operation('post_x', '`Do` {{ it }} <b>| _now_ & \n*then*', {}) } };
    expect(anchorsOf(await render(documentOf(undefined, more)))).toContain('do-it-b-now-then');
  });

  it('shows an operation that has no function yet, and says so', async () => {
    const nested = { type: 'object', properties: { tree: { type: 'array', items: { enum: ['a|b', null] } } } };
    const more = { '/x/{id}': { post: operation('post_x', 'Third thing', { 'deep field': nested }) } };
    const section = sectionOf(await render(documentOf(undefined, more)), 'Third thing');
    expect(section).toContain('This library has no function for this operation yet.');
    expect(section).toContain('`POST /x/{id}`');
    expect(rowsOf(section, '`deep field`')).toEqual([['`deep field`', '`{ tree?: ("a\\|b" \\| null)[] }`', 'Yes', '']]);
    expect(section).toContain('| `401` ');
    expect(section).not.toContain('ApiError');
    expect(section).not.toContain('undefined');
  });

  it('shows an operation without texts, a body, or responses', async () => {
    const page = await render(documentOf(undefined, { '/x': { get: { operationId: 'get_x' } } }));
    expect(sectionOf(page, 'get_x')).toContain('`GET /x`');
    expect(sectionOf(page, 'get_x')).not.toContain('|');
    expect(sectionOf(page, 'get_x')).toContain('lists no `202` for this operation');
  });

  it('lists the parameters of an operation', async () => {
    const dryRun = { name: 'dry_run', in: 'query', schema: { type: 'boolean' }, description: 'Only look.' };
    const path = { parameters: [dryRun], post: operation('post_x', 'Third thing', {}) };
    const section = sectionOf(await render(documentOf(undefined, { '/x': path })), 'Third thing');
    expect(rowsOf(section, '`dry_run`')).toEqual([['`dry_run`', 'query', '`boolean`', 'No', 'Only look.']]);
  });

  it('rejects a class of errors without advice', async () => {
    const operations = buildOperations(documentOf(), library.methods, library);
    const errors = [...library.errors, { name: 'OddError', code: 'odd', doc: 'Odd.' }];
    await expect(renderReference({ operations, library: { ...library, errors }, root: '.' })).rejects.toThrow(
      'OddError has no advice.',
    );
  });

  describe('with files of its own', () => {
    const root = useFolder('each');
    beforeEach(async () => {
      for (const path of ['docs/templates', 'docs/examples']) await cp(path, root.file(path), { recursive: true });
    });

    it.each(['{{#each operations}}{{headng}}{{/each}}', '{{#each operations}}'])(
      'rejects a template with a mistake in one line: %s',
      async (template) => {
        await writeFile(root.file('docs/templates/session-termination-manager.md.hbs'), template);
        const rendered = render(documentOf(), root.path);
        await expect(rendered).rejects.toThrow(Rejection);
        await expect(rendered).rejects.toThrow(/^docs\/templates\/[^\n]* can't be rendered: [^\n]* Fix it\.$/);
      },
    );

    it.each([
      [
        'docs/examples/create-user-terminate-session.ts',
        'is missing. Write a program there that calls createUserTerminateSession.',
      ],
      ['docs/templates/session-termination-manager.md.hbs', "can't be read."],
    ])('rejects a project without %s', async (path, reason) => {
      await rm(root.file(path));
      const rendered = render(documentOf(), root.path);
      await expect(rendered).rejects.toThrow(Rejection);
      await expect(rendered).rejects.toThrow(`${path} ${reason}`);
    });
  });
});
