import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { CaseResult, Environment } from './case.ts';
import { Unavailable } from './unavailable.ts';

const execute = promisify(execFile);

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Without them Chromium looks for Google's hosts at every start. */
export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium; where Debian's packages can be installed, its own is.
 *
 * @throws {@link Unavailable}
 */
export async function findChromium(): Promise<string> {
  const find = (): string | undefined => PATHS.find((path) => existsSync(path));
  if (find() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await execute('apt-get', ['update', '-qq']).catch(() => {});
    await execute('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']).catch(() => {});
  }
  const path = find();
  if (path === undefined) throw new Unavailable(`there is none at ${PATHS.join(', ')}`);
  return path;
}

/** Runs the suite in a page of another origin than the server's, so that every call needs a preflight. */
export async function runInChromium(
  path: string,
  environment: Environment,
): Promise<{ version: string; results: CaseResult[] }> {
  const browser = await chromium.launch({ executablePath: path, args: QUIET });
  try {
    const page = await browser.newPage();
    await page.goto(`${environment.origin.replace('127.0.0.1', 'localhost')}/suite.html`);
    // As text: a tool that transforms this file would transform a function for Node.
    const results: CaseResult[] = await page.evaluate(
      `import('/suite.mjs').then(({ runSuite }) => runSuite(${JSON.stringify(environment)}))`,
    );
    return { version: browser.version(), results };
  } finally {
    await browser.close();
  }
}
