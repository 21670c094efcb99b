import type { DefaultTheme } from 'vitepress';

/** The pages at the top of the site. */
export const navigation: DefaultTheme.NavItem[] = [
  { text: 'Guide', link: '/guide/first-sign-out' },
  { text: 'In an incident', link: '/guide/incident' },
  { text: 'Planner', link: '/planner' },
  { text: 'Reference', link: '/reference/session-termination-manager' },
];

/** All pages, in the order in which to read them. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Use it',
    items: [
      { text: 'First sign-out', link: '/guide/first-sign-out' },
      { text: 'Authentication', link: '/guide/authentication' },
      { text: 'Many people at once', link: '/guide/bulk' },
      { text: 'The command', link: '/guide/command' },
      { text: 'Errors and retries', link: '/guide/errors-and-retries' },
      { text: 'What 202 means', link: '/guide/accepted' },
    ],
  },
  {
    text: 'When it matters',
    items: [
      { text: 'In an incident', link: '/guide/incident' },
      { text: 'Planner', link: '/planner' },
      { text: 'Moving from other tools', link: '/guide/moving' },
    ],
  },
  {
    text: 'Look things up',
    items: [
      { text: 'SessionTerminationManager', link: '/reference/session-termination-manager' },
      {
        text: 'API',
        link: '/api/',
        items: [
          { text: 'The library', link: '/api/box-session-termination' },
          { text: 'auth', link: '/api/box-session-termination/auth' },
          { text: 'bulk', link: '/api/box-session-termination/bulk' },
        ],
      },
    ],
  },
  {
    text: 'Behind it',
    items: [
      { text: 'The sandbox', link: '/guide/sandbox' },
      { text: 'Regenerating', link: '/guide/regenerating' },
      { text: 'Runtimes', link: '/guide/runtimes' },
      { text: 'Benchmarks', link: '/guide/benchmarks' },
    ],
  },
];
