import type { MarkdownRenderer } from 'vitepress';

/** Makes list items that begin with `[ ]` boxes to tick, as GitHub does, but on paper and on the screen alike. */
export function checklist(markdown: MarkdownRenderer): void {
  markdown.core.ruler.after('inline', 'checklist', ({ tokens, Token }) => {
    for (const [index, token] of tokens.entries()) {
      const [first] = token.children ?? [];
      if (tokens[index - 2]?.type !== 'list_item_open' || first?.type !== 'text' || !first.content.startsWith('[ ] ')) {
        continue;
      }
      first.content = first.content.slice('[ ] '.length);
      const html = (content: string) => Object.assign(new Token('html_inline', '', 0), { content });
      token.children?.unshift(html('<label class="tick"><input type="checkbox"> <span>'));
      token.children?.push(html('</span></label>'));
    }
  });
}
