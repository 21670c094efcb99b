import { proxyFor, type Proxy } from './proxy.ts';

/** How requests leave this machine. */
export interface Network {
  /** Sends a request, given as a URL and plain values, through the proxy that the environment names for it, or directly. */
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
  return {
    proxyFor: (url) => proxyFor(new URL(url), environment),
    fetch: async (input, init) => {
      const proxy = proxyFor(new URL(input instanceof Request ? input.url : input), environment);
      if (proxy === undefined) return globalThis.fetch(input, init);
      const key = JSON.stringify(proxy);
      const through = agents.get(key) ?? import('./proxied-fetch.ts').then((module) => module.fetchThrough(proxy));
      agents.set(key, through);
      return (await through)(input, init);
    },
  };
}
