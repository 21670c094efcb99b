import type { MarkdownRenderer } from 'vitepress';

/** A name up to this length stays in one piece on a wide screen. */
const MAX_NAME_LENGTH = 20;

/** Gives each cell of a table its column's heading, so that a narrow screen can show a row as a list. */
export function stackedTables(markdown: MarkdownRenderer): void {
  markdown.core.ruler.after('inline', 'stacked-tables', ({ tokens }) => {
    let headings: string[] = [];
    let column = 0;
    for (const [index, token] of tokens.entries()) {
      const text = tokens[index + 1]?.children?.map(({ content }) => content).join('') ?? '';
      if (token.type === 'table_open') headings = [];
      if (token.type === 'tr_open') column = 0;
      if (token.type === 'th_open') headings.push(text);
      if (token.type !== 'td_open') continue;
      token.attrSet('data-heading', headings[column] ?? '');
      if (text === '') token.attrSet('data-empty', '');
      // An anchor in front of a name isn't seen.
      const seen = tokens[index + 1]?.children?.filter(({ type, content }) => type !== 'html_inline' && content.trim());
      const [only, ...others] = seen ?? [];
      const isName = only?.type === 'code_inline' && others.length === 0 && only.content.length <= MAX_NAME_LENGTH;
      if (isName) token.attrSet('data-name', '');
      column += 1;
    }
  });
}
