import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../../support/command/command.ts';
import { silence, startServer } from '../../support/server.ts';

const command = useCommand();
/** A DNS server that drops every packet. */
const resolver = createSocket('udp4');

beforeAll(async () => {
  resolver.bind(0, '127.0.0.1');
  await once(resolver, 'listening');
});
afterAll(() => void resolver.close());

/**
 * Lets the command ask that server, and then keeps the process alive for minutes, as a queue of lookups in the threads of
 * libuv does.
 */
async function writeHook(): Promise<string> {
  const path = command.path('lookup.cjs');
  const program = `
    const dns = require('node:dns');
    const resolver = new dns.Resolver({ timeout: 60_000, tries: 3 });
    resolver.setServers(['127.0.0.1:${resolver.address().port}']);
    dns.lookup = (name, options, callback) => resolver.resolve4(name, (error) => (callback ?? options)(error));
  `;
  await writeFile(path, program);
  return path;
}

describe('with a DNS server that drops packets, the process ends when its output is written:', () => {
  it.each([
    ['users', ['users', '--id', '7', '--no-progress']],
    ['doctor', ['doctor']],
  ])('%s', async (_, args) => {
    const startedAt = performance.now();
    const NODE_OPTIONS = `--require=${await writeHook()}`;
    const environment = { BOX_ACCESS_TOKEN: 'token', NODE_OPTIONS };
    const url = ['--base-url', 'https://box.invalid/2.0', '--timeout', '1'];
    const { status, stdout, stderr } = await command.run([...args, ...url], { environment });
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).toContain("box.invalid didn't respond within 1 s.");
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});

it('ends with 130 at the first signal as long as nothing was sent', async () => {
  const { baseUrl, received } = await startServer(silence);
  const { child, ended } = command.start(['doctor', '--base-url', baseUrl], { environment: { BOX_ACCESS_TOKEN: 't' } });
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1);
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  expect({ status, stderr }).toEqual({ status: 130, stderr: 'Interrupted. Nothing was sent.\n' });
});

it('ends with 1 and one line if something fails that nothing catches', async () => {
  const { baseUrl, received } = await startServer(silence);
  const crash = "process.on('SIGUSR2', () => { throw new TypeError('hush-hush'); });";
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(crash)}`;
  const environment = { BOX_ACCESS_TOKEN: 't', NODE_OPTIONS };
  const { child, ended } = command.start(['doctor', '--base-url', baseUrl], { environment });
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1);
  child.kill('SIGUSR2');
  const { status, stderr } = await ended;
  const message = 'The command failed because of a bug in it. Report it with the output of --debug.';
  expect({ status, stderr }).toEqual({ status: 1, stderr: `Error: ${message}\n` });
});

it('writes everything before it ends, also to a reader that is slow', async () => {
  const { child, ended } = command.start(['completion', 'zsh']);
  child.stdout?.pause();
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.stdout?.resume();
  const { status, stdout } = await ended;
  expect(status).toBe(0);
  expect(stdout).toBe((await command.run(['completion', 'zsh'])).stdout);
});
