import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf } from '../../scripts/docs/contents.ts';
import { pagesOf } from './blocks.ts';

const pages = await pagesOf();

/** The links of a page to files of the repository and to anchors, as they stand in its Markdown. */
function linksOf(content: string): { file: string; anchor: string }[] {
  const prose = content.replaceAll(/^(`{3,})[^\n]*\n.*?^\1`*$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\((?!https?:|\/)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, file = '', anchor = '']) => ({
    file,
    anchor: decodeURIComponent(anchor),
  }));
}

describe('the links between pages, as they are read in the repository', () => {
  it.each(pages)('%s leads to files and headings that are there', async (page) => {
    const dead: string[] = [];
    for (const { file, anchor } of linksOf(await readFile(page, 'utf8'))) {
      const target = file === '' ? page : join(dirname(page), file);
      const found = existsSync(target);
      if (!found || (anchor !== '' && !anchorsOf(await readFile(target, 'utf8')).includes(anchor))) {
        dead.push(`${file}#${anchor}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('are found at all', async () => {
    const links = await Promise.all(pages.map(async (page) => linksOf(await readFile(page, 'utf8'))));
    expect(links.flat().length).toBeGreaterThan(20);
  });
});
