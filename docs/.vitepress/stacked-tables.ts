import type { MarkdownRenderer } from 'vitepress';

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
      column += 1;
    }
  });
}

/** A name in code up to this length stays in one piece: a browser would break `--yes` between the hyphens. */
const MAX_NAME_LENGTH = 26;

/** Marks short code within sentences and tables. */
export function names(markdown: MarkdownRenderer): void {
  markdown.core.ruler.after('inline', 'names', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'code_inline' && token.content.length <= MAX_NAME_LENGTH) token.attrSet('class', 'name');
    }
  });
}
