import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Accepts every request at once, up to a limit a second, in a process of its own, so that it costs the measured one nothing. */
const ANSWER = JSON.stringify({ message: 'accepted' });
const WINDOW_MS = 1000;

const limit = Number(process.argv[2]);
let window = { endsAt: 0, requests: 0 };
let refused = 0;

function isTooMany(): boolean {
  const now = performance.now();
  if (now >= window.endsAt) window = { endsAt: now + WINDOW_MS, requests: 0 };
  window.requests += 1;
  return window.requests > limit;
}

const server = createServer((request, response) => {
  if (request.url === '/refused') {
    response.end(String(refused));
    return;
  }
  request.resume().once('end', () => {
    if (isTooMany()) {
      refused += 1;
      response.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    response.writeHead(202, { 'content-type': 'application/json', 'content-length': ANSWER.length }).end(ANSWER);
  });
});
process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
