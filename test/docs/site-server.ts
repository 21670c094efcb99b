import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listen } from '../support/listen.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves a built site as a plain web server would, compressed. */
export interface SiteServer {
  /** With the path that the site is built for, without a slash at its end. */
  origin: string;
  /** Bodies as they went over the wire, in bytes, by the path. */
  sent: Map<string, number>;
  close(): void;
}

export async function serveSite(folder: string, base = ''): Promise<SiteServer> {
  const sent = new Map<string, number>();
  const server = createServer((request, response) => void answer(request, response));
  const answer = async ({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pathname = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const inside = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : '/outside the site';
    const path = join(folder, inside.endsWith('/') ? `${inside}index.html` : inside);
    try {
      const body = gzipSync(await readFile(path));
      sent.set(pathname, body.length);
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      // The name of an asset changes with its content.
      const cache = inside.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache';
      const headers = { 'content-type': type, 'content-encoding': 'gzip', 'cache-control': cache };
      response.writeHead(200, headers).end(body);
    } catch {
      const page = await readFile(join(folder, '404.html')).catch(() => '');
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    }
  };
  const { origin, close } = await listen(server);
  return { origin: `${origin}${base}`, sent, close };
}

/** The paths of all pages of a built site. */
export async function pagesOfSite(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const pages = names.filter((name) => name.endsWith('.html') && name !== '404.html');
  return pages.map((name) => `/${name.replace(/(^|\/)index\.html$/, '$1')}`).toSorted();
}

/** Whether the site has something at a path. */
export function hasFile(folder: string, path: string): boolean {
  return existsSync(join(folder, path.endsWith('/') ? `${path}index.html` : path));
}
