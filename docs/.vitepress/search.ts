import type { DefaultTheme } from 'vitepress';
import { isReference, referencePage } from './reference-page.ts';

/**
 * What the search indexes of a page: its text, and the `keywords` of its front matter, which are the words that people look for
 * and that the page does not use.
 */
export const renderForSearch: NonNullable<DefaultTheme.LocalSearchOptions['_render']> = (source, env, markdown) => {
  const shown = isReference(env.relativePath) ? referencePage(source) : source;
  const html = markdown.render(shown, env);
  const keywords: unknown = env.frontmatter?.['keywords'];
  if (env.frontmatter?.['search'] === false) return '';
  return typeof keywords === 'string' ? html.replace('</h1>', `</h1><p>${keywords}</p>`) : html;
};
