import { chromium, type Browser } from 'playwright-core';
import { findChromium, QUIET } from '../runtimes/chromium.ts';
import { Unavailable } from '../runtimes/unavailable.ts';

/**
 * Where Chromium is; where it can be installed, it is.
 *
 * @returns `reason` instead, when it cannot be had
 */
export async function findBrowser(): Promise<{ path: string; reason?: never } | { reason: string; path?: never }> {
  try {
    return { path: await findChromium() };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { reason: error.message };
  }
}

/** A browser that reaches only the page's server. */
export function launch(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: QUIET });
}
