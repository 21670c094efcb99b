import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { useProjectCopy } from '../support/project-copy.ts';
import { findBrowser, launch } from './browser.ts';
import { goTo, visit, type Visit } from './page-visit.ts';
import { testPlanner } from './site-planner.ts';
import { hasFile, pagesOfSite, serveSite, type SiteServer } from './site-server.ts';

const REFERENCE = '/reference/session-termination-manager.html';
const REPOSITORY = 'example/repository';
/** As GitHub Pages gives a project: below a path. */
const BASE = '/repository';
const SITE_URL = `https://example.github.io${BASE}`;
const MAX_HOME_BYTES = 200_000;
const SETUP_MS = 600_000;
/** A step of a page that fails takes so long; no step of a good page does, however busy the machine is. */
const STEP_MS = 120_000;

const { path: chromium = '', reason } = await findBrowser();

describe('a browser for the site', () => {
  it('is there where the tests have to be complete', () => {
    if (process.env['CI'] === 'true') expect(reason).toBe(undefined);
  });
});

describe('the address of the sources', () => {
  it('is unknown where no repository is declared, so that no page links to it', async () => {
    vi.stubEnv('GITHUB_REPOSITORY', undefined);
    vi.resetModules();
    const { sourceUrl } = await import('../../docs/.vitepress/source-url.ts');
    vi.unstubAllEnvs();
    const { repository } = JSON.parse(await readFile('package.json', 'utf8')) as { repository?: unknown };
    expect(sourceUrl === undefined).toBe(repository === undefined);
  });
});

describe.skipIf(reason !== undefined)(
  `the site in Chromium${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    let server: SiteServer;
    let browser: Browser;
    let context: BrowserContext;
    let paths: string[];
    const visits: Visit[] = [];
    const copy = useProjectCopy();
    let dist: string;

    beforeAll(async () => {
      const env = { ...process.env, GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: REPOSITORY, SITE_URL };
      await promisify(execFile)('npm', ['run', 'docs:build'], { cwd: copy.path, maxBuffer: 1e8, env });
      dist = copy.file('docs/.vitepress/dist');
      server = await serveSite(dist, BASE);
      paths = await pagesOfSite(dist);
      browser = await launch(chromium);
      context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
      context.setDefaultTimeout(STEP_MS);
    }, SETUP_MS);

    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    async function open(path: string): Promise<Page> {
      const page = await context.newPage();
      await goTo(page, server.origin + path);
      return page;
    }

    it(
      'has a home page that is small over the wire, with everything it loads ahead',
      { timeout: SETUP_MS },
      async () => {
        server.sent.clear();
        const page = await open('/');
        await page.close();
        const bytes = [...server.sent.values()].reduce((sum, size) => sum + size, 0);
        console.info(`home page: ${bytes} bytes compressed in ${server.sent.size} files`);
        expect(bytes).toBeLessThan(MAX_HOME_BYTES);
      },
    );

    it(
      'opens every page without an error or a request to another host, readable on a phone, and axe finds nothing',
      { timeout: SETUP_MS },
      async () => {
        const waiting = [...paths];
        const visitWaiting = async (): Promise<void> => {
          // One tab for many pages: a new one starts a process each time.
          const page = await context.newPage();
          for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
            visits.push(await visit(page, server.origin, path));
          }
          await page.close();
        };
        await Promise.all([visitWaiting(), visitWaiting()]);
        const findings = visits.flatMap((seen) => seen.findings);
        console.info(`${visits.length} pages, ${findings.length} findings of axe in two themes`);
        expect(visits.flatMap(({ faults }) => faults)).toEqual([]);
        expect(findings).toEqual([]);
      },
    );

    it('has no dead link and no dead anchor', () => {
      const links = visits.flatMap((from) => from.links.map((link) => ({ from: from.path, ...link })));
      console.info(`${links.length} links within the site`);
      const dead = links.filter(({ path, anchor }) => {
        const target = visits.find((seen) => seen.path === path);
        if (target === undefined) return anchor !== '' || !hasFile(dist, path);
        return anchor !== '' && !target.anchors.has(anchor);
      });
      expect(dead).toEqual([]);
      expect(links.length).toBeGreaterThan(100);
    });

    it('shows the reference with the methods as headings, the errors once, and no contents list', async () => {
      const page = await open(REFERENCE);
      const headings = (await page.locator('.vp-doc h2').allInnerTexts()).map((text) =>
        text.replaceAll(/[^\w()]/g, ''),
      );
      expect(headings).toEqual(['createUserTerminateSession()', 'createGroupTerminateSession()', 'Errors']);
      expect(await page.locator('.vp-doc > div > :first-child').evaluate(({ tagName }) => tagName)).toBe('H1');
      expect(await readFile('docs/reference/session-termination-manager.md', 'utf8')).toContain('doctoc');
      await page.close();
    });

    it('finds Retry-After, with the keyboard alone', { timeout: SETUP_MS }, async () => {
      const page = await open('/');
      await page.keyboard.press('Control+k');
      await page.locator('.VPLocalSearchBox input').fill('Retry-After');
      await page.locator('.VPLocalSearchBox .result').first().waitFor();
      expect(await page.locator('.VPLocalSearchBox .results').innerText()).toContain('Errors');
      await page.keyboard.press('Enter');
      await page.locator('.vp-doc h1').waitFor();
      expect(await page.locator('.vp-doc').innerText()).toMatch(/retry-after/i);
      await page.close();
    });

    it('finds what people look for, by the words that they use', { timeout: SETUP_MS }, async () => {
      const page = await open('/');
      await page.keyboard.press('Control+k');
      const results = page.locator('.VPLocalSearchBox .result');
      for (const [word, title] of Object.entries({
        logout: 'Command',
        revoke: 'First sign-out',
        offboarding: 'Bulk sign-out',
        runbook: 'Incident checklist',
        429: 'Errors and retries',
        typescript: 'Testing your own code',
        migrate: 'Migration from other tools',
      })) {
        await page.locator('.VPLocalSearchBox input').fill(word);
        await results.filter({ hasText: title }).first().waitFor();
      }
      await page.close();
    });

    it('shows a page that leads on for an address that does not exist', { timeout: SETUP_MS }, async () => {
      const page = await context.newPage();
      expect((await page.goto(`${server.origin}/no-such-page.html`))?.status()).toBe(404);
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
      for (const name of ['Incident checklist', 'Command', 'First sign-out']) {
        expect(await page.locator('.not-found').getByRole('link', { name, exact: true }).isVisible()).toBe(true);
      }
      await page.locator('.not-found').getByRole('button', { name: 'Search' }).click();
      await page.locator('.VPLocalSearchBox input').waitFor();
      await page.close();
    });

    it('leads to the source of a page in the repository that is declared', { timeout: SETUP_MS }, async () => {
      const page = await open('/guide/bulk.html');
      await page.route('https://github.com/**', (route) => route.fulfill({ body: 'source' }));
      await page.getByRole('link', { name: 'Edit this page' }).click();
      await page.waitForURL(`https://github.com/${REPOSITORY}/edit/main/docs/guide/bulk.md`);
      await page.close();
    });

    describe('the incident checklist', { timeout: SETUP_MS }, () => {
      it('keeps its ticks when it is reloaded, and clears them', async () => {
        const page = await open('/guide/incident.html');
        const tick = page.locator('.tick input').nth(2);
        await tick.check();
        await page.reload();
        await expect.poll(() => tick.isChecked()).toBe(true);
        expect(await page.locator('.tick input:checked').count()).toBe(1);
        await page.getByRole('button', { name: 'Clear the ticks' }).click();
        await page.reload({ waitUntil: 'networkidle' });
        expect(await page.locator('.tick input:checked').count()).toBe(0);
        await page.close();
      });

      it('prints on two pages, with the addresses of links', async () => {
        const page = await open('/guide/incident.html');
        await page.emulateMedia({ media: 'print' });
        const addressOf = (link: Element): string => getComputedStyle(link, '::after').content;
        const address = await page.locator('.vp-doc a', { hasText: 'the sandbox' }).evaluate(addressOf);
        expect(address).toContain(`(${server.origin}/guide/sandbox.html)`);
        const pdf = await page.pdf({ format: 'A4' });
        expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
        await page.close();
      });
    });

    it('has llms.txt and llms-full.txt with every guide', async () => {
      const [short, full] = await Promise.all(
        ['llms.txt', 'llms-full.txt'].map((name) => readFile(`${dist}/${name}`, 'utf8')),
      );
      for (const path of paths.filter((each) => each.startsWith('/guide/'))) {
        expect(short).toContain(path.replace('.html', '.md'));
      }
      expect(full).toContain('createUserTerminateSession');
      expect(full?.length).toBeGreaterThan(20_000);
    });

    it('has a sitemap, and on each page a description and an address for those who link to it', async () => {
      const sitemap = await readFile(`${dist}/sitemap.xml`, 'utf8');
      for (const path of paths) {
        expect(sitemap).toContain(`<loc>${SITE_URL}${path}</loc>`);
        const html = await readFile(`${dist}${path.endsWith('/') ? `${path}index.html` : path}`, 'utf8');
        expect(html).toContain(`<meta property="og:url" content="${SITE_URL}${path}">`);
        expect(html).toMatch(/<meta property="og:description" content="[^"]{20,}">/);
      }
    });

    it('has an example for each export, and no name that is not exported', async () => {
      for (const path of paths.filter((each) => /^\/api\/.*\.html$/.test(each))) {
        const [, ...sections] = (await readFile(copy.file(`docs${path.replace('.html', '.md')}`), 'utf8')).split(
          /^## /m,
        );
        expect(sections.length).toBeGreaterThan(4);
        for (const section of sections) expect(section).toMatch(/^### Example$/m);
        expect(sections.join('')).not.toMatch(/__namedParameters|WithOneOf|JsonBody|operations\[|\| - \|/);
      }
    });

    describe('the planner', { timeout: SETUP_MS }, () => testPlanner(open));
  },
);
