import { cp, rm, writeFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anchorsOf, withContents } from '../../../scripts/docs/contents.ts';
import { renderReference } from '../../../scripts/docs/reference.ts';
import { RULES } from '../../../scripts/drift/rules.ts';
import { formatFile } from '../../../scripts/write/files.ts';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { readLibrary, type Library } from '../../../scripts/model/library.ts';
import { buildOperations, type Operation } from '../../../scripts/model/operations.ts';
import { Rejection } from '../../../scripts/terminal/rejection.ts';
import {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  TimeoutError,
} from '../../../src/errors.ts';
import { decideRetry } from '../../../src/http/retry.ts';
import { useFolder } from '../../support/folder.ts';

const PAGE = 'docs/reference/session-termination-manager.md';
const HOSTILE =
  'a | b\n| --- |\n&lt;td&gt; &#x27; &copy; <script>x</script> {{ constructor }} `{{ y | z }}` `open */ <!-- END doctoc --> \\ **';
const SAMPLE_OPERATIONS = ['post_users_terminate_sessions', 'post_groups_terminate_sessions'];
const STRINGS: JsonObject = { type: 'array', items: { type: 'string' } };

let library: Library;
beforeAll(async () => {
  // Only the methods of the sample's operations, whatever the façade has besides.
  const { methods, ...others } = await readLibrary('.');
  library = { ...others, methods: methods.filter(({ operationId }) => SAMPLE_OPERATIONS.includes(operationId)) };
});

function operation(operationId: string, summary: string, fields: JsonObject, text = `About ${summary}.`): JsonObject {
  const errors = ['400', '401', '429', '503', 'default'].map((status) => [
    status,
    { description: `${status}: ${text}`, 'x-advice': text },
  ]);
  return {
    operationId,
    summary,
    description: text,
    requestBody: {
      description: text,
      content: { 'application/json': { schema: { properties: fields, required: Object.keys(fields) } } },
    },
    responses: {
      ...Object.fromEntries(errors),
      202: {
        description: text,
        content: {
          'application/json': { schema: { properties: { message: { type: 'string', description: text } } } },
        },
      },
    },
  };
}

function documentOf(text?: string, more: JsonObject = {}): JsonObject {
  const ids = { ...STRINGS, description: text ?? 'Ids.' };
  return {
    paths: {
      '/users/terminate_sessions': {
        post: operation('post_users_terminate_sessions', 'Sign users out', { user_ids: ids, user_logins: ids }, text),
      },
      '/groups/terminate_sessions': {
        post: operation('post_groups_terminate_sessions', 'Sign groups out', { group_ids: ids }, text),
      },
      ...more,
    },
  };
}

async function render(document: JsonObject = documentOf(), root = '.'): Promise<string> {
  const operations = buildOperations(document, library.methods, library);
  const pages = await renderReference({ operations, library, root });
  expect(Object.keys(pages)).toEqual([PAGE, 'docs/reference/drift-rules.md']);
  return formatFile('.', PAGE, pages[PAGE] ?? '');
}

/** The part of an operation. */
function sectionOf(page: string, heading: string): string {
  return page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
}

/** The cells of all rows whose first cell is the given one. */
function rowsOf(page: string, first: string): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith(`| ${first} `))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((text) => text.trim()),
    );
}

describe('renderReference', () => {
  it('begins with the contents, then the title', async () => {
    const page = await render();
    expect(page).toMatch(/^<!-- START doctoc [^]*<!-- END doctoc [^\n]*\n\n# SessionTerminationManager\n/);
  });

  it('lists every rule of the drift report beside it, with its levels', async () => {
    const operations = buildOperations(documentOf(), library.methods, library);
    const { 'docs/reference/drift-rules.md': page = '' } = await renderReference({ operations, library, root: '.' });
    for (const { what, request, response } of Object.values(RULES)) {
      const row = rowsOf(page, what).find(([first]) => first === what);
      expect(row?.slice(1, 3)).toEqual([request.level, response.level]);
    }
  });

  it('lists every heading in the contents, and no link leads nowhere', async () => {
    const page = await render();
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links).toEqual(anchorsOf(page));
    expect(links).toEqual([
      'sessionterminationmanager',
      'sign-users-out',
      'arguments',
      'returns',
      'errors',
      'sign-groups-out',
      'arguments-1',
      'returns-1',
      'errors-1',
    ]);
  });

  it("names the function, and links to Box's API reference", async () => {
    const page = await render();
    expect(sectionOf(page, 'Sign users out')).toContain(
      'This operation is performed by calling function `createUserTerminateSession`.',
    );
    expect(sectionOf(page, 'Sign users out')).toContain(
      '[API Reference](https://developer.box.com/reference/post-users-terminate-sessions/)',
    );
    expect(sectionOf(page, 'Sign groups out')).toContain('calling function `createGroupTerminateSession`.');
    expect(sectionOf(page, 'Sign groups out')).toContain('/reference/post-groups-terminate-sessions/)');
  });

  it('says which list is needed as the types of the library have it', async () => {
    const page = await render();
    const { requestBody } = buildOperations(documentOf(), library.methods, library)[0] as Operation;
    expect(requestBody?.fields.every(({ required }) => required)).toBe(true);
    expect(page).toContain('- `requestBody` `CreateUserTerminateSessionRequestBodyArg`');
    expect(page).toContain('- `requestBody` `CreateGroupTerminateSessionRequestBodyArg`');
    expect(rowsOf(page, '`user_ids`')).toEqual([
      ['`user_ids`', '`string[]`', 'Unless `user_logins` is present', 'Ids.'],
    ]);
    expect(rowsOf(page, '`user_logins`')[0]?.[2]).toBe('Unless `user_ids` is present');
    expect(rowsOf(page, '`group_ids`')[0]?.[2]).toBe('Yes');
  });

  it('lists the call options of the source for each function', async () => {
    const page = await render();
    for (const { name, type } of library.callOptions) {
      expect(rowsOf(page, `\`${name}\``).map(([, cell]) => cell)).toEqual([`\`${type}\``, `\`${type}\``]);
    }
  });

  it('says what is returned, and that accepted is not done', async () => {
    const returns = (await render()).split('### Returns\n')[1]?.split('### ')[0];
    expect(returns).toContain('a promise of `SessionTerminationMessage`');
    expect(returns).toMatch(/the request is accepted, which does not\s+mean that it is done/);
    expect(returns).toContain('| `message` | `string` | No ');
  });

  it('says of each status what it means, what to do, and whether the library tries again', async () => {
    const page = sectionOf(await render(), 'Sign users out');
    const text = 'About Sign users out.';
    expect(rowsOf(page, '`400`')).toEqual([['`400`', `400: ${text}`, text, 'No']]);
    expect(rowsOf(page, '`401`')[0]?.[3]).toBe('Once, if `auth` can provide a new token');
    expect(rowsOf(page, '`429`')[0]?.[3]).toBe('Yes');
    expect(rowsOf(page, '`503`')[0]?.[3]).toBe('Yes');
    expect(rowsOf(page, 'Any other')[0]?.[3]).toBe('`408`, `500`, `502`, `504`: yes. Others: no');
    expect(rowsOf(page, '`202`')).toEqual([]);
  });

  it('says of each class of errors whether the library tries again, as the library does', async () => {
    const page = sectionOf(await render(), 'Sign users out');
    const policy = { maxAttempts: 4, minDelayMs: 1, maxDelayMs: 1 };
    const errors = [
      new InvalidRequestError('x'),
      new AuthError('x'),
      new ResponseError('x', { status: 202 }),
      new NetworkError('x'),
      new TimeoutError('x'),
    ];
    for (const error of errors) {
      const [row] = rowsOf(page, `\`${error.name}\``);
      expect(row?.[1]).toBe(`\`${error.code}\``);
      expect(row?.[4]?.startsWith('Yes'), error.name).toBe(decideRetry(error, 1, policy, true) !== undefined);
    }
    const listed = library.errors.map(({ name }) => name).filter((name) => name !== ApiError.name);
    expect(errors.map(({ name }) => name)).toEqual(listed);
  });

  it('is the same page twice, formatted, with up-to-date contents', async () => {
    for (const document of [documentOf(), documentOf(HOSTILE)]) {
      const page = await render(document);
      expect(await render(document)).toBe(page);
      expect(await formatFile('.', PAGE, page)).toBe(page);
      expect(withContents(page, PAGE)).toBe(page);
    }
  });

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
    ])('rejects to go on without %s', async (path, reason) => {
      await rm(root.file(path));
      const rendered = render(documentOf(), root.path);
      await expect(rendered).rejects.toThrow(Rejection);
      await expect(rendered).rejects.toThrow(`${path} ${reason}`);
    });
  });
});
