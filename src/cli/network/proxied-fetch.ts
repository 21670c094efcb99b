import { isIP } from 'node:net';
import type { Dispatcher } from 'undici';
import { networkErrorReason } from '../../http/network-failure.ts';
import { MAX_CAUSE_DEPTH } from '../../redaction/secrets.ts';
import type { Proxy } from './proxy.ts';

/**
 * Codes of failures between this machine and a proxy. With a status at its end, the first one says how the proxy responded;
 * 200 stands for a page in the place of a connection.
 */
export const PROXY_CODES = {
  response: 'ERR_PROXY_RESPONSE_',
  closed: 'ERR_PROXY_CLOSED',
  connection: 'ERR_PROXY_CONNECTION',
} as const;

/** No tunnel to the host of a request could be set up, so nothing was sent to it. */
class ProxyFailure extends Error {
  /** For what describes failures by their codes. */
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Makes a `fetch` that sends every request through a proxy. */
export async function fetchThrough({ address, authorization }: Proxy): Promise<typeof globalThis.fetch> {
  const undici = await import('undici');
  const connector = undici.buildConnector({});
  const dispatcher: Dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: address,
    httpsProxy: address,
    // Who is excepted is decided before.
    noProxy: '',
    ...(authorization === undefined ? {} : { token: authorization }),
    clientFactory: (origin: URL) => {
      const pool = new undici.Pool(origin, {
        // Node warns of a server name that is an IP address.
        connect: ({ servername, ...options }, callback) => {
          const name = servername ?? '';
          connector({ ...options, servername: isIP(name.replaceAll(/[[\]]/g, '')) === 0 ? name : '' }, callback);
        },
      });
      const connect = pool.connect.bind(pool);
      pool.connect = async (options: Omit<Dispatcher.ConnectOptions, 'origin'>) => {
        const tunnel = await connect(options).catch((error: unknown) => {
          throw failureOf(error);
        });
        // A server behind a tunnel waits for its client to speak first (TLS, HTTP), so this is a page of the proxy.
        const hasBody = tunnel.socket.readableLength > 0 || Number(tunnel.headers['content-length'] ?? 0) > 0;
        if (tunnel.statusCode !== 200 || !hasBody) return tunnel;
        tunnel.socket.on('error', () => {}).destroy();
        throw responseFailure('200');
      };
      return pool;
    },
  });
  // The same function by the types of another package.
  const fetch = undici.fetch as typeof globalThis.fetch;
  return async (input, init) => {
    const through: RequestInit & { dispatcher: Dispatcher } = { ...init, dispatcher };
    try {
      return await fetch(input, through);
    } catch (error) {
      const status = proxyStatus(error);
      throw status === undefined ? error : responseFailure(status, error);
    }
  };
}

/** undici connects again and again, hundreds of times a second, when it learns only that a socket was closed. */
function failureOf(error: unknown): ProxyFailure {
  return networkErrorReason(error) === 'lost'
    ? new ProxyFailure('The proxy closed the connection', PROXY_CODES.closed)
    : new ProxyFailure('The connection to the proxy failed', PROXY_CODES.connection, error);
}

function responseFailure(status: string, cause?: unknown): ProxyFailure {
  return new ProxyFailure(`Proxy response (${status})`, `${PROXY_CODES.response}${status}`, cause);
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
