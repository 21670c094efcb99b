import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readSpec } from '../../../scripts/cut/read.ts';
import { useFolder } from '../../support/folder.ts';
import { silence, startServer, type Answer } from '../../support/server.ts';

const MINIMAL = { openapi: '3.0.2', info: { title: 'T', version: '1' }, paths: {} };

const folder = useFolder();

async function file(content: string | Uint8Array): Promise<string> {
  const path = folder.file('description');
  await writeFile(path, content);
  return path;
}

async function serve(answer: Answer): Promise<string> {
  const { baseUrl } = await startServer(answer);
  return new URL('/openapi.json', baseUrl).href;
}

describe('a file', () => {
  it.each([
    ['JSON', JSON.stringify(MINIMAL)],
    ['JSON with a byte order mark and white space', `\uFEFF\n ${JSON.stringify(MINIMAL)}\n`],
    ['YAML', 'openapi: 3.0.2\ninfo:\n  title: T\n  version: "1"\npaths: {}\n'],
    ['YAML with an alias', 'openapi: &v 3.0.2\ninfo: {title: T, version: "1"}\npaths: {}\n#*v'],
  ])('is read as %s', async (_, content) => {
    expect(await readSpec(await file(content))).toEqual(MINIMAL);
  });

  it('keeps statuses and other keys of YAML as text', async () => {
    const path = await file('openapi: 3.1.0\npaths: {/a: {get: {responses: {200: {}, true: {}}}}}\n');
    expect(await readSpec(path)).toMatchObject({
      paths: { '/a': { get: { responses: { 200: {}, true: {} } } } },
    });
  });

  it.each([
    ['nothing', '\uFEFF \n', / is empty\. /],
    ['an HTML page', '\n<html><title>404</title></html>', / is an HTML or XML page\. /],
    ['an XML page', '<?xml version="1.0"?><a/>', / is an HTML or XML page\. /],
    ['JSON that is cut off', '{"openapi": "3.0.2", "paths": {', / is broken JSON, perhaps cut off /],
    ['YAML with a key given twice', 'openapi: 3.0.2\nopenapi: 3.0.3\n', / is broken YAML, /],
    ['YAML that contains itself', 'openapi: 3.0.2\npaths: &p\n  /a: *p\n', / is broken YAML, /],
    ['YAML whose aliases explode', billionLaughs(), / is broken YAML, /],
    ['YAML that takes more memory than there is', `a:\n${'- b\n'.repeat(4_000_000)}`, / is too large for YAML\. /],
    ['a list', '[1]', / is not a JSON or YAML object\. /],
    ['a plain sentence', 'Not found', / is not a JSON or YAML object\. /],
    ['an object that is no spec', '{"name": "x"}', / is not an OpenAPI spec\. /],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), / is not UTF-8 text\. /],
  ])('is rejected in one line when it is %s', async (_, content, reason) => {
    const path = await file(content);
    await expect(readSpec(path)).rejects.toThrow(reason);
    const message = await readSpec(path).catch((error: unknown) => (error as Error).message);
    expect(message).toMatch(new RegExp(`^${path}[^\\n]+\\.$`));
  });

  it('is rejected when it is not there, is a folder, or is too large', async () => {
    await expect(readSpec(folder.file('nowhere.json'))).rejects.toThrow(/nowhere\.json can't be read \(ENOENT\)/);
    await expect(readSpec(folder.path)).rejects.toThrow(/can't be read \(EISDIR\)/);
    const path = await file(JSON.stringify(MINIMAL));
    await expect(readSpec(path, { maxBytes: 50, timeoutMs: 1000 })).rejects.toThrow(/is larger than/);
  });
});

describe('a URL', () => {
  it('is read, also after a redirect', async () => {
    const url = await serve((response, _, { path }) => {
      if (path === '/moved') response.end(JSON.stringify(MINIMAL));
      else response.writeHead(302, { location: '/moved' }).end('moved');
    });
    expect(await readSpec(url)).toEqual(MINIMAL);
  });

  it.each<[string, RegExp, Answer]>([
    ['responds with an error', /responded with status 404\./, (response) => response.writeHead(404).end('{}')],
    [
      'promises more than it sends',
      /can't be downloaded: the \w+ (?:ended early|was lost)/,
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(JSON.stringify(MINIMAL), () => response.destroy());
      },
    ],
    [
      'breaks off in a chunk',
      /can't be downloaded: the \w+ (?:ended early|was lost)/,
      (response) => {
        response.write(JSON.stringify(MINIMAL), () => response.destroy());
      },
    ],
    [
      'redirects to another scheme',
      /no redirect to another scheme is followed/,
      (response) => response.writeHead(302, { location: 'https://127.0.0.1:1/openapi.json' }).end(),
    ],
    [
      'redirects to a file',
      /no redirect to another scheme is followed/,
      (response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
    ],
    [
      'redirects for ever',
      /redirects more than 5 times/,
      (response) => response.writeHead(302, { location: '/again' }).end(),
    ],
    ['sends a page', /is an HTML or XML page/, (response) => response.end('<!doctype html>')],
    [
      'never ends',
      /is larger than/,
      (response) => {
        const send = (): void => void (response.writable && response.write('x'.repeat(1000), () => setImmediate(send)));
        send();
      },
    ],
    ['says nothing', /didn't arrive within 0\.5 s/, silence],
    ['stops in the middle', /didn't arrive within 0\.5 s/, (response) => void response.write('{"openapi"')],
  ])('is rejected when it %s', async (_, reason, answer) => {
    const url = await serve(answer);
    await expect(readSpec(url, { maxBytes: 10_000, timeoutMs: 500 })).rejects.toThrow(reason);
  });

  it.each(['ftp://127.0.0.1/a.json', 'file:///etc/hostname', 'http://', 'http://127.0.0.1:1/a.json'])(
    'is rejected when it is %s',
    async (url) => {
      await expect(readSpec(url)).rejects.toMatchObject({
        name: 'Rejection',
        message: expect.stringContaining(url),
      });
    },
  );
});

function billionLaughs(): string {
  const lines = Array.from(
    { length: 12 },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}*a${index}]`,
  );
  return `openapi: 3.0.2\na0: &a0 [x]\n${lines.join('\n')}\n`;
}
