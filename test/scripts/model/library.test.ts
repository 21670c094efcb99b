import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { readLibrary } from '../../../scripts/model/library.ts';
import { RETRIED_STATUSES } from '../../../src/http/retry.ts';
import { useFolder } from '../../support/folder.ts';

describe('readLibrary', () => {
  const root = useFolder('each');

  beforeEach(() => cp('src', root.file('src'), { recursive: true }));

  async function edit(path: string, from: string, to: string): Promise<void> {
    const source = await readFile(root.file(path), 'utf8');
    expect(source).toContain(from);
    await writeFile(root.file(path), source.replaceAll(from, to));
  }

  it('reads the statuses that the library itself retries', async () => {
    expect((await readLibrary(root.path)).retriedStatuses).toEqual([...RETRIED_STATUSES]);
  });

  it('reads which lists of a body stand for each other', async () => {
    expect((await readLibrary(root.path)).alternatives).toMatchObject({
      CreateUserTerminateSessionRequestBodyArg: ['user_ids', 'user_logins'],
      CreateGroupTerminateSessionRequestBodyArg: ['group_ids'],
    });
  });

  it('reads the call options and what their docs say', async () => {
    const { callOptions } = await readLibrary(root.path);
    expect(callOptions.map(({ name }) => name)).toEqual(['signal', 'timeoutMs', 'headers']);
    expect(callOptions.every(({ optional, doc }) => optional && doc.endsWith('.'))).toBe(true);
  });

  it('says of an option whose type has a name what that type is', async () => {
    const { callOptions } = await readLibrary(root.path);
    expect(callOptions.find(({ name }) => name === 'headers')?.doc).toMatch(/manager's.*\. Header names and values/);
  });

  it('reads the classes of errors that can be caught', async () => {
    const { errors } = await readLibrary(root.path);
    expect(errors.map(({ name, code }) => [name, code])).toEqual([
      ['InvalidRequestError', 'invalid_request'],
      ['AuthError', 'auth'],
      ['ApiError', 'api'],
      ['ResponseError', 'response'],
      ['NetworkError', 'network'],
      ['TimeoutError', 'timeout'],
    ]);
    expect(errors.every(({ doc }) => doc.length > 20)).toBe(true);
  });

  it('follows a changed source without any other edit', async () => {
    await edit('src/http/retry.ts', '[408, 429,', '[408, 409, 429,');
    await edit('src/client/operation-types.ts', "'user_ids' | 'user_logins'", "'user_ids'");
    const { retriedStatuses, alternatives } = await readLibrary(root.path);
    expect(retriedStatuses).toContain(409);
    expect(alternatives['CreateUserTerminateSessionRequestBodyArg']).toEqual(['user_ids']);
  });

  it.each([
    ['src/http/retry.ts', 'RETRIED_STATUSES', 'REPEATED_STATUSES', 'src/http/retry.ts has no RETRIED_STATUSES.'],
    ['src/http/retry.ts', '[408, 429, 500, 502, 503, 504]', 'read()', 'RETRIED_STATUSES is not a list of numbers.'],
    [
      'src/client/options.ts',
      'interface CallOptions',
      'interface PerCall',
      'src/client/options.ts has no CallOptions.',
    ],
    ['src/errors.ts', 'class AuthError', 'class class', 'src/errors.ts:'],
  ])('rejects %s without what the docs need from it', async (path, from, to, reason) => {
    await edit(path, from, to);
    await expect(readLibrary(root.path)).rejects.toThrow(reason);
  });

  it('rejects a missing file by its name', async () => {
    await rm(root.file('src/client/options.ts'));
    await expect(readLibrary(root.path)).rejects.toThrow("src/client/options.ts can't be read.");
  });
});
