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

/** What an example in a doc comment takes for granted. */
const GRANTED = `
import { readFile } from 'node:fs/promises';
import { BoxDeveloperTokenAuth } from 'box-node-sdk';
declare const sessions: SessionTerminationManager;
declare const targets: Target[];
declare const config: JwtConfig;
declare const error: unknown;
declare function readToken(signal: AbortSignal): Promise<string>;`;

/** The examples in the doc comments of the library, each as a program. */
export async function allExamples(): Promise<Block[]> {
  const [library, auth, bulk] = await Promise.all(['index', 'auth', 'bulk'].map((name) => importsOf(name)));
  // The entry point for authentication exports the two types of the token function once more.
  const statements = `${library}${auth?.replace(/import type \{ TokenFunction.*/, '')}${bulk}${GRANTED}`;
  const inside = await Promise.all(
    ['client', 'auth', 'bulk'].map(async (name) => (await readdir(`src/${name}`)).map((file) => `src/${name}/${file}`)),
  );
  const examples = await Promise.all(
    ['src/errors.ts', ...inside.flat()].map(async (page) =>
      blocksOf(page, (await readFile(page, 'utf8')).replaceAll(/^ \* ?/gm, '')),
    ),
  );
  return examples.flat().map((block) => ({
    ...block,
    line: block.line - 1,
    code: `${statements.replaceAll('\n', ' ')} {\n${block.code}}\n`,
  }));
}

/** Imports everything that an entry point exports. */
async function importsOf(name: string): Promise<string> {
  const source = await readFile(`src/${name}.ts`, 'utf8');
  const path = name === 'index' ? 'box-session-termination' : `box-session-termination/${name}`;
  return source.replaceAll(/^export\b/gm, 'import').replaceAll(/ from '.*'/g, ` from '${path}'`);
}

export function isTypeScript({ language }: Block): boolean {
  return language === 'ts' || language === 'typescript';
}

/** Whether it does something by itself: it imports a package, and not only its types. */
export function isProgram(block: Block): boolean {
  return (
    (isTypeScript(block) || block.language === 'js') &&
    /^import (?!type\b)[^;]* from '(?:box-session-termination|box-node-sdk)/m.test(block.code)
  );
}

/** Whether a person would type it into a shell to run our command, or the program that the page says to save. */
export function runsCommand({ language, code }: Block): boolean {
  return (
    /^(?:sh|bash|shell|console|zsh)$/.test(language) &&
    /^(?:\$ |.*[|&;] *)?(?:(?:npx )?box-session-termination |(?:BOX_\w+=\S+ )?node sign-out\.mjs)/m.test(code)
  );
}

/** Whether the page says to save it as a file, which a shell block then runs. */
export function isSaved(block: Block, blocks: readonly Block[]): boolean {
  const next = blocks[blocks.indexOf(block) + 1];
  return isProgram(block) && next?.page === block.page && next.code.includes('node sign-out.mjs');
}

/** The output that the page shows below a shell block. */
export function sampleOf(block: Block, blocks: readonly Block[]): string | undefined {
  const next = blocks[blocks.indexOf(block) + 1];
  return next?.page === block.page && next.language === 'text' ? next.code : undefined;
}

/** For the titles of tests. */
export function nameOf({ page, line }: Block): string {
  return `${page}:${line}`;
}
