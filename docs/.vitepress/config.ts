import { slug } from 'github-slugger';
import { defineConfigWithTheme, type DefaultTheme } from 'vitepress';
import llms from 'vitepress-plugin-llms';
import project from '../../package.json' with { type: 'json' };
import { checklist } from './checklist.ts';
import { navigation, sidebar } from './sidebar.ts';
import { sourceUrl } from './source-url.ts';

export default defineConfigWithTheme<DefaultTheme.Config & { sourceUrl: string | undefined }>({
  title: project.name,
  description: 'Signs users and groups out of Box: a library, a command and a planner.',
  lang: 'en',
  cleanUrls: false,
  rewrites: { 'reference/README.md': 'reference/index.md' },
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // The contents lists are made by doctoc, whose anchors are GitHub's.
    anchor: { slugify: (heading) => slug(heading) },
    config: (markdown) => markdown.use(checklist),
  },
  themeConfig: {
    nav: navigation,
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    sourceUrl,
    externalLinkIcon: true,
  },
  // The plugin's types are those of another Vite than VitePress's own.
  vite: { plugins: [llms() as never] },
});
