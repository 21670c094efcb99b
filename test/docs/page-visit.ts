import { readFile } from 'node:fs/promises';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What was seen on a page. */
export interface Visit {
  path: string;
  /** Errors of the console, requests to other hosts, and what can't be read. */
  faults: string[];
  /** The ids that a link can lead to. */
  anchors: ReadonlySet<string>;
  /** Links to this host: path within the site and anchor. */
  links: { path: string; anchor: string }[];
  findings: string[];
}

const AXE = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const NARROW = { width: 390, height: 844 };
const WIDE = { width: 1440, height: 900 };
const SMALLEST_FONT_PX = 12;
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];
/** Of a page on a phone. */
const LONGEST_PX = 16_000;

/** Opens a path in a tab and looks at it in both themes, on a desktop and on a phone. */
export async function visit(page: Page, origin: string, path: string): Promise<Visit> {
  const faults: string[] = [];
  // The tab may have been at another path before.
  page.removeAllListeners();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${path}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${path}: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`)) {
      faults.push(`${path}: asks ${request.url()}`);
    }
  });
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await goTo(page, origin + path);
  const { anchors, links } = await readLinks(page, new URL(origin).pathname);
  faults.push(...(await overflowFaults(page)).map((fault) => `${path} at ${WIDE.width} px: ${fault}`));
  await page.evaluate(AXE);
  const findings = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(
      (dark) => document.documentElement.classList.contains('dark') === dark,
      colorScheme === 'dark',
    );
    findings.push(
      ...(await findingsOf(page, colorScheme === 'dark')).map((finding) => `${path} (${colorScheme}): ${finding}`),
    );
  }
  await page.setViewportSize(NARROW);
  const narrow = [...(await overflowFaults(page)), ...(await smallTexts(page))];
  faults.push(...narrow.map((fault) => `${path} at ${NARROW.width} px: ${fault}`));
  return { path, faults, anchors: new Set(anchors), links, findings };
}

/** Until the page has all that it loads, and is alive. */
export async function goTo(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
}

function readLinks(
  page: Page,
  base: string,
): Promise<{ anchors: string[]; links: { path: string; anchor: string }[] }> {
  return page.evaluate(
    (start) => ({
      anchors: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      links: [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
        .filter(({ origin }) => origin === location.origin)
        .map(({ pathname, hash }) => ({
          path: pathname.startsWith(`${start}/`) ? pathname.slice(start.length) : `outside the site: ${pathname}`,
          anchor: decodeURIComponent(hash.slice(1)),
        })),
    }),
    base,
  );
}

/** @param colorsOnly - applies the rules about colors alone, which are all that another theme changes */
async function findingsOf(page: Page, colorsOnly: boolean): Promise<string[]> {
  const options: axe.RunOptions = { resultTypes: ['violations'], ...(colorsOnly ? { runOnly: COLOR_RULES } : {}) };
  const { violations } = await page.evaluate(
    (chosen) => (globalThis as unknown as { axe: typeof axe }).axe.run(chosen),
    options,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id} ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  );
}

/** What is cut off, or has to be scrolled sideways: the page, a table, a list, or a block of code; and a page without an end. */
function overflowFaults(page: Page): Promise<string[]> {
  return page.evaluate((longest) => {
    const { scrollHeight } = document.documentElement;
    const wide = [document.documentElement, ...document.querySelectorAll('.vp-doc pre, .vp-doc table, .vp-doc li')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(
        ({ tagName, scrollWidth, textContent }) =>
          `${tagName} of ${scrollWidth} px: ${textContent.trim().slice(0, 40)}`,
      );
    return scrollHeight > longest ? [...wide, `the page is ${scrollHeight} px long`] : wide;
  }, LONGEST_PX);
}

function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (element === null || text === '' || !element.checkVisibility()) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (size < smallest && element.getClientRects().length > 0)
        faults.push(`text of ${size} px: ${text.slice(0, 40)}`);
    }
    return faults;
  }, SMALLEST_FONT_PX);
}
