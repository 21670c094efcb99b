import type { DefaultTheme } from 'vitepress';

/**
 * What the search indexes of a page: its text, and the `keywords` of its front matter, which are the words that people look for
 * and that the page does not use.
 */
export const renderForSearch: NonNullable<DefaultTheme.LocalSearchOptions['_render']> = (source, env, markdown) => {
  const html = markdown.render(source, env);
  const keywords: unknown = env.frontmatter?.['keywords'];
  if (env.frontmatter?.['search'] === false) return '';
  return typeof keywords === 'string' ? html.replace('</h1>', `</h1><p>${keywords}</p>`) : html;
};
