import type { DefaultTheme } from 'vitepress';

/** The pages at the top of the site. */
export const navigation: DefaultTheme.NavItem[] = [
  {
    text: 'Guide',
    link: '/guide/first-sign-out',
    activeMatch: '^/guide/(?!incident|accepted|verify|sandbox|regenerating|runtimes|benchmarks)',
  },
  {
    text: 'Incident response',
    link: '/guide/incident',
    activeMatch: '^/(?:guide/(?:incident|accepted|verify)|planner)',
  },
  { text: 'Reference', link: '/reference/session-termination-manager', activeMatch: '^/(?:reference/session|api)' },
  {
    text: 'Project',
    link: '/guide/sandbox',
    activeMatch: '^/(?:guide/(?:sandbox|regenerating|runtimes|benchmarks)|reference/drift)',
  },
];

/** All pages, in reading order. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Guide',
    items: [
      { text: 'First sign-out', link: '/guide/first-sign-out' },
      { text: 'Set up the Box application', link: '/guide/setup' },
      { text: 'Authentication', link: '/guide/authentication' },
      { text: 'Command', link: '/guide/command' },
      { text: 'Lists', link: '/guide/lists' },
      { text: 'Bulk sign-out', link: '/guide/bulk' },
      { text: 'Errors and retries', link: '/guide/errors-and-retries' },
      { text: 'Company networks', link: '/guide/network' },
      { text: 'Testing your own code', link: '/guide/testing' },
      { text: 'Migration from other tools', link: '/guide/moving' },
    ],
  },
  {
    text: 'Incident response',
    items: [
      { text: 'Checklist', link: '/guide/incident' },
      { text: 'Planner', link: '/planner' },
      { text: 'Verify a sign-out', link: '/guide/verify' },
      { text: 'What 202 means', link: '/guide/accepted' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'SessionTerminationManager', link: '/reference/session-termination-manager' },
      { text: 'Calls and options', link: '/api/box-session-termination' },
      { text: 'Errors', link: '/api/box-session-termination-errors' },
      { text: 'Authentication', link: '/api/box-session-termination/auth' },
      { text: 'Bulk', link: '/api/box-session-termination/bulk' },
    ],
  },
  {
    text: 'Project',
    items: [
      { text: 'Sandbox', link: '/guide/sandbox' },
      { text: 'Regenerating', link: '/guide/regenerating' },
      { text: 'Drift rules', link: '/reference/drift-rules' },
      { text: 'Generated pages', link: '/reference/' },
      { text: 'Runtimes', link: '/guide/runtimes' },
      { text: 'Benchmarks', link: '/guide/benchmarks' },
    ],
  },
];
