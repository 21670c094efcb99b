import { describe, expect, it } from 'vitest';
import { anchorsOf, withContents } from '../../../scripts/docs/contents.ts';
import { renderReference } from '../../../scripts/docs/reference.ts';
import { RULES } from '../../../scripts/drift/rules.ts';
import { formatFile } from '../../../scripts/write/files.ts';
import { buildOperations, type Operation } from '../../../scripts/model/operations.ts';
import {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  TimeoutError,
} from '../../../src/errors.ts';
import { decideRetry } from '../../../src/http/retry.ts';
import { documentOf, HOSTILE, library, PAGE, render, rowsOf, sectionOf } from '../../support/specs/reference-page.ts';

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
});
