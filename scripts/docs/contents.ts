import transform from 'doctoc/lib/transform.js';
import GithubSlugger from 'github-slugger';
import { Rejection } from '../terminal/rejection.ts';

/**
 * Fills in the contents list between doctoc's markers; doctoc itself would put one on top of a page without them.
 *
 * @throws {@link Rejection} when a link of it leads nowhere: doctoc and GitHub make the same anchor of any plain heading
 */
export function withContents(page: string, path: string): string {
  if (!page.includes('START doctoc')) return page;
  const { transformed, data } = transform(page, 'github.com', 3, 1, 1, undefined, true);
  const content = transformed ? data : page;
  const anchors = anchorsOf(content);
  const dead = linksOf(content).find((link) => !anchors.includes(link));
  if (dead === undefined) return content;
  throw new Rejection(`${path}: the contents link #${dead} has no heading. Give the operation a plainer summary.`);
}

/** The anchors of all headings, as GitHub makes them. */
export function anchorsOf(page: string): string[] {
  const slugger = new GithubSlugger();
  const prose = page.replaceAll(/^(`{3,})[^\n]*\n.*?^\1`*$/gms, '');
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => slugger.slug(heading ?? ''));
}

/** The anchors within the page that it links to. */
function linksOf(page: string): string[] {
  return [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => decodeURIComponent(anchor ?? ''));
}
