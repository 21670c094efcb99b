import project from '../../package.json' with { type: 'json' };

const { repository } = project as { repository?: string | { url: string } };
const declared = typeof repository === 'string' ? repository : repository?.url;
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY } = process.env;
const home = declared ?? (GITHUB_REPOSITORY === undefined ? undefined : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`);

/** Where the pages are edited: in the repository that `package.json` names, or that the build runs in on GitHub. */
export const sourceUrl = home === undefined ? undefined : `${home.replace(/^git\+|\.git$/g, '')}/edit/main/docs`;
