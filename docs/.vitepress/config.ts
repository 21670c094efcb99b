import { slug } from 'github-slugger';
import { defineConfigWithTheme, type DefaultTheme, type HeadConfig } from 'vitepress';
import llms from 'vitepress-plugin-llms';
import project from '../../package.json' with { type: 'json' };
import { checklist } from './checklist.ts';
import { navigation, sidebar } from './sidebar.ts';
import { referencePlugin } from './reference-page.ts';
import { renderForSearch } from './search.ts';
import { sourceUrl } from './source-url.ts';
import { stackedTables } from './stacked-tables.ts';

const description = 'Sign users and groups out of Box from a terminal or from TypeScript.';
/** The address of the published site, without which there are no absolute links to make. */
const site = process.env['SITE_URL'];

export default defineConfigWithTheme<DefaultTheme.Config & { sourceUrl: string | undefined }>({
  title: project.name,
  description,
  lang: 'en-US',
  ...(site === undefined ? {} : { sitemap: { hostname: site } }),
  transformHead: ({ title, description: text, page }) => [
    ['meta', { property: 'og:title', content: title }],
    ['meta', { property: 'og:description', content: text }],
    ['meta', { property: 'og:type', content: 'website' }],
    ...(site === undefined
      ? []
      : [
          [
            'meta',
            {
              property: 'og:url',
              content: new URL(
                page.replace(/(?:index)?\.md$/, (end) => (end === '.md' ? '.html' : '')),
                site,
              ).href,
            },
          ] satisfies HeadConfig,
        ]),
  ],
  cleanUrls: false,
  rewrites: { 'reference/README.md': 'reference/index.md' },
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    // Names of Box's spec that look like an address stay text.
    linkify: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // The contents lists are made by doctoc, whose anchors are GitHub's.
    anchor: { slugify: (heading) => slug(heading) },
    config: (markdown) => markdown.use(checklist).use(stackedTables),
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
