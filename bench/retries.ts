/**
 * What a call costs when Box misbehaves: requests sent and time waited, ours beside box-node-sdk, each with its defaults,
 * against the same server in the same run. `npx tsx bench/retries.ts`
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { BoxClient, BoxDeveloperTokenAuth } from 'box-node-sdk';
import { SessionTerminationManager } from '../src/index.ts';

/** Longer than every wait that is one: a call that has not ended by then has hung. */
const PATIENCE_MS = 60_000;

type Misbehave = (response: http.ServerResponse) => void;

const reset: Misbehave = (response) => response.socket?.resetAndDestroy();
const failing: Misbehave = (response) => response.writeHead(500).end();
const accepting: Misbehave = (response) => response.writeHead(202, { 'content-type': 'application/json' }).end('{}');

/** What the server does with the first requests of a call; it accepts those that follow. */
const SITUATIONS: Record<string, Misbehave[]> = {
  '429 with `retry-after: 2`': [(response) => response.writeHead(429, { 'retry-after': '2' }).end()],
  'a reset connection': [reset],
  '500 five times': Array.from({ length: 5 }, () => failing),
  '202 whose body is not JSON': Array.from({ length: 5 }, (): Misbehave => (response) => {
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"message":');
  }),
  '202 whose body is cut off': Array.from({ length: 5 }, (): Misbehave => (response) => {
    response.writeHead(202, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"message":', () => response.destroy());
  }),
};

const CLIENTS: Record<string, (origin: string) => Promise<unknown>> = {
  ours: (origin) =>
    new SessionTerminationManager({ auth: 'token', baseUrl: `${origin}/2.0` }).createUserTerminateSession({
      user_ids: ['7'],
    }),
  'box-node-sdk': (origin) =>
    new BoxClient({ auth: new BoxDeveloperTokenAuth({ token: 'token' }) })
      .withCustomBaseUrls({ baseUrl: origin })
      .sessionTermination.terminateUsersSessions({ userIds: ['7'], userLogins: [] }),
};

/** Makes one call, and counts what the server sees of it. */
async function measure(call: (origin: string) => Promise<unknown>, misbehaviours: Misbehave[]): Promise<string[]> {
  const times: number[] = [];
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      times.push(performance.now());
      (misbehaviours[times.length - 1] ?? accepting)(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outcome = await Promise.race([
    call(origin).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    ),
    setTimeout(PATIENCE_MS, `no end within ${PATIENCE_MS / 1000} s`, { ref: false }),
  ]);
  server.close();
  server.closeAllConnections();
  const waitedMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return [String(times.length), `${(waitedMs / 1000).toFixed(2)} s`, outcome];
}

console.log('| Box answers | client | requests | waited | outcome |\n|---|---|--:|--:|---|');
for (const [situation, misbehaviours] of Object.entries(SITUATIONS)) {
  for (const [client, call] of Object.entries(CLIENTS)) {
    const figures = await measure(call, misbehaviours);
    console.log(`| ${[situation, client, ...figures].join(' | ')} |`);
  }
}
