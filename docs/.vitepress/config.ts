import { slug } from 'github-slugger';
import { defineConfigWithTheme, type DefaultTheme, type HeadConfig } from 'vitepress';
import llms from 'vitepress-plugin-llms';
import project from '../../package.json' with { type: 'json' };
import { checklist } from './checklist.ts';
import { navigation, sidebar } from './sidebar.ts';
import { referencePlugin } from './reference-page.ts';
import { renderForSearch } from './search.ts';
import { sourceUrl } from './source-url.ts';
import { names, stackedTables } from './stacked-tables.ts';

const description = 'Sign users and groups out of Box from a terminal or from TypeScript.';
/** The address of the published site, such as `https://example.github.io/repository`; without it, no link is absolute. */
const site = process.env['SITE_URL'] && new URL(`${process.env['SITE_URL'].replace(/\/$/, '')}/`);
const base = site ? site.pathname : '/';

/** Of the pages that are generated without front matter. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'api/index.md': 'The entry points of the library.',
  'reference/drift-rules.md': "How the generator judges each difference between two versions of Box's spec.",
  'reference/session-termination-manager.md': 'The two methods that sign users and groups out, with their errors.',
};

export default defineConfigWithTheme<DefaultTheme.Config & { sourceUrl: string | undefined }>({
  title: project.name,
  description,
  lang: 'en-US',
  base,
  ...(site ? { sitemap: { hostname: site.href } } : {}),
  transformPageData: ({ filePath, title, description: own }) => ({
    description: own || (DESCRIPTIONS[filePath] ?? `The exports of ${title}, each with its type and an example.`),
    ...(filePath.startsWith('api/') ? { frontmatter: { outline: 2 } } : {}),
  }),
  transformHead: ({ title, description: text, page }) => {
    const path = page.replace(/(?:index)?\.md$/, (end) => (end === '.md' ? '.html' : ''));
    const properties = {
      'og:title': title,
      'og:description': text,
      'og:type': 'website',
      ...(site ? { 'og:url': new URL(path, site).href } : {}),
    };
    return Object.entries(properties).map(([property, content]): HeadConfig => ['meta', { property, content }]);
  },
  cleanUrls: false,
  rewrites: { 'reference/README.md': 'reference/index.md' },
  head: [['link', { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' }]],
  markdown: {
    // Names of Box's spec that look like an address stay text.
    linkify: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // The contents lists are made by doctoc, whose anchors are GitHub's.
    anchor: { slugify: (heading) => slug(heading) },
    config: (markdown) => markdown.use(checklist).use(stackedTables).use(names),
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: [...navigation, { text: project.version, link: '/changelog' }],
    sidebar,
    outline: [2, 3],
    footer: {
      message: 'Released under the Apache-2.0 license.',
      copyright: 'Unofficial: not affiliated with Box, Inc. Box is a trademark of Box, Inc.',
    },
    search: { provider: 'local', options: { _render: renderForSearch } },
    sourceUrl,
    externalLinkIcon: true,
  },
  // The plugin's types are those of another Vite than VitePress's own.
  vite: {
    plugins: [referencePlugin(), llms() as never],
    // Looking for unused code takes a fifth of the build, and finds less than a hundredth.
    build: { rollupOptions: { treeshake: false } },
  },
});
