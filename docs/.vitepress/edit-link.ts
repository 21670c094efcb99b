import type { DefaultTheme } from 'vitepress';
import project from '../../package.json' with { type: 'json' };

const { repository } = project as { repository?: string | { url: string } };
const declared = typeof repository === 'string' ? repository : repository?.url;
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY } = process.env;
const home = declared ?? (GITHUB_REPOSITORY === undefined ? undefined : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`);

/**
 * Leads to the page's source in the repository that `package.json` names, or that the build runs in on GitHub. Where neither
 * says so, to the source as the site itself holds it.
 */
export const editLink: DefaultTheme.EditLink =
  home === undefined
    ? { text: 'Source of this page', pattern: '/:path' }
    : { text: 'Edit this page', pattern: `${home.replace(/^git\+|\.git$/g, '')}/edit/main/docs/:path` };
