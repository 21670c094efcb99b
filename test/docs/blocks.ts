import { readdir, readFile } from 'node:fs/promises';

/** A fenced block of a page. */
export interface Block {
  page: string;
  /** Of its first line of code, from 1. */
  line: number;
  /** In small letters; empty where the fence names none. */
  language: string;
  code: string;
}

/** Every page of the documentation that stands in the repository; the API pages are made at build time. */
export async function pagesOf(): Promise<string[]> {
  const names = (await readdir('docs', { recursive: true })).map((name) => `docs/${name.replaceAll('\\', '/')}`);
  const pages = names.filter((path) => path.endsWith('.md') && !/^docs\/(?:api|\.vitepress)\//.test(path));
  return ['README.md', 'CONTRIBUTING.md', ...pages.toSorted()];
}

export async function allBlocks(): Promise<Block[]> {
  const blocks = await Promise.all((await pagesOf()).map(async (page) => blocksOf(page, await readFile(page, 'utf8'))));
  return blocks.flat();
}

/** The fenced blocks of a page, also those within lists. */
export function blocksOf(page: string, content: string): Block[] {
  return [...content.matchAll(/^( *)(`{3,})([^\n`]*)\n(.*?)^ *\2 *$/gms)].map((match) => {
    const [, indent = '', , info = '', code = ''] = match;
    return {
      page,
      line: content.slice(0, match.index).split('\n').length + 1,
      language: (/^\w*/.exec(info.trim())?.[0] ?? '').toLowerCase(),
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    };
  });
}

export function isTypeScript({ language }: Block): boolean {
  return language === 'ts' || language === 'typescript';
}

/** Whether it does something by itself: it imports a package, and not only its types. */
export function isProgram(block: Block): boolean {
  return (
    isTypeScript(block) && /^import (?!type\b)[^;]* from '(?:box-session-termination|box-node-sdk)/m.test(block.code)
  );
}

/** Whether a person would type it into a shell to run our command. */
export function runsCommand({ language, code }: Block): boolean {
  return (
    /^(?:sh|bash|shell|console|zsh)$/.test(language) &&
    /^(?:\$ |.*[|&;] *)?(?:npx )?box-session-termination /m.test(code)
  );
}

/** For the titles of tests. */
export function nameOf({ page, line }: Block): string {
  return `${page}:${line}`;
}
