import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
/** A browser that talks to nobody but the page's server. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const run = promisify(execFile);

/**
 * Whether Debian's Chromium is there; where it can be installed, it is.
 *
 * @returns why not, or `undefined`
 */
export async function reasonForNoBrowser(): Promise<string | undefined> {
  if (existsSync(EXECUTABLE)) return undefined;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return `there is no ${EXECUTABLE}`;
  try {
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium']);
  } catch {
    // Another run may hold the lock, or have just ended with it.
  }
  return existsSync(EXECUTABLE) ? undefined : `there is no ${EXECUTABLE}, and it could not be installed`;
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}
