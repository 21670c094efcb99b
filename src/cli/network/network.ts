import type { Dispatcher } from 'undici';
import { MAX_CAUSE_DEPTH } from '../../redaction/secrets.ts';
import { noProxyOf, proxyFor, type Proxy } from './proxy.ts';

/** How requests leave this machine. */
export interface Network {
  /** Sends a request through the proxy that the environment names for its URL, or directly. */
  fetch: typeof globalThis.fetch;
  /**
   * The proxy for a URL; `undefined` when requests go out directly.
   *
   * @throws {@link CommandError} when the environment names one that the command can't use
   */
  proxyFor: (url: string) => Proxy | undefined;
}

/** How Box is reached: the addresses, and the network for Box and for the token endpoint. */
export interface Connection extends Network {
  baseUrl: string;
  tokenUrl: string;
  asUser: string | undefined;
  timeoutMs: number;
  debug: boolean;
}

/**
 * The network as the environment describes it. Nothing is loaded before the first request, and undici only for a request
 * that goes through a proxy: its own `fetch` is the one that uses a proxy in every Node version.
 */
export function networkOf(environment: NodeJS.ProcessEnv): Network {
  const agents = new Map<string, Promise<typeof globalThis.fetch>>();
  const network: Network = {
    proxyFor: (url) => proxyFor(new URL(url), environment),
    fetch: async (input, init) => {
      if (input instanceof Request) return network.fetch(input.url, await initOf(input));
      const url = String(input);
      const proxy = proxyFor(new URL(url), environment);
      if (proxy === undefined) return globalThis.fetch(input, init);
      const key = JSON.stringify(proxy);
      const through = agents.get(key) ?? fetchThrough(proxy, noProxyOf(environment));
      agents.set(key, through);
      return (await through)(url, init);
    },
  };
  return network;
}

/** The plain values of a `Request`, which is of a class that undici doesn't know. */
async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, redirect, signal } = request;
  const body = method === 'GET' ? null : await request.text();
  return { method, headers: Object.fromEntries(headers), redirect, signal, body };
}

/** A proxy rejected to connect to the host of a request. */
class ProxyRejection extends Error {
  /** Ends in the status, for what describes failures by their codes. */
  readonly code: string;

  constructor(status: string, cause: unknown) {
    super(`Proxy response (${status})`, { cause });
    this.code = `ERR_PROXY_RESPONSE_${status}`;
  }
}

async function fetchThrough({ address, authorization }: Proxy, noProxy: string): Promise<typeof globalThis.fetch> {
  const undici = await import('undici');
  const dispatcher: Dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: address,
    httpsProxy: address,
    noProxy,
    ...(authorization === undefined ? {} : { token: authorization }),
  });
  // The same function by the types of another package.
  const fetch = undici.fetch as typeof globalThis.fetch;
  return async (input, init) => {
    const through: RequestInit & { dispatcher: Dispatcher } = { ...init, dispatcher };
    try {
      return await fetch(input, through);
    } catch (error) {
      const status = proxyStatus(error);
      throw status === undefined ? error : new ProxyRejection(status, error);
    }
  };
}

/** undici tells the status of a proxy's response only in the message of a cause. */
function proxyStatus(error: unknown): string | undefined {
  let link = error;
  for (let depth = 0; link instanceof Error && depth < MAX_CAUSE_DEPTH; depth++) {
    const [, status] = /^Proxy response \((\d+)\)/.exec(link.message) ?? [];
    if (status !== undefined) return status;
    link = link.cause;
  }
  return undefined;
}
