/**
 * Loaded before a program or the command: what is meant for Box, or for the address that the pages give the sandbox, goes to the
 * sandbox of the test. Anything else is rejected, so that no page can reach another host.
 */
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

const SANDBOX = new URL(process.env['DOCS_SANDBOX'] ?? '');
const MEANT = new Set(['https://api.box.com', 'http://127.0.0.1:8420', SANDBOX.origin]);

const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const { origin, pathname, search } = new URL(request.url);
  if (!MEANT.has(origin)) throw new Error(`${origin} is not Box`);
  return fetch(new Request(SANDBOX.origin + pathname + search, request));
};

// box-node-sdk does not use the global fetch.
https.request = ((options: RequestOptions, callback: (response: IncomingMessage) => void) => {
  if (options.hostname !== 'api.box.com' && options.host !== 'api.box.com') throw new Error('not Box');
  const { hostname, port } = SANDBOX;
  return http.request({ ...options, protocol: 'http:', host: hostname, hostname, port, agent: undefined }, callback);
}) as typeof https.request;
