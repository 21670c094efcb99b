import type { NetworkErrorReason } from '../errors.ts';
import { isObject } from './json-object.ts';
import { MAX_CAUSE_DEPTH } from '../redaction/secrets.ts';

/** An error or one of its causes. */
interface Link {
  code: string;
  message: string;
  /** What Node was doing: `connect`, `getaddrinfo`, `read` … */
  syscall: string;
}

/**
 * How each reason shows, in the order of precedence. Runtimes differ: Node and Bun have codes (node:dns, node:tls, OpenSSL,
 * undici), Deno has words, workerd and browsers tell nothing. A code counts more than words, since a message can contain the name of a host.
 */
const SIGNS: readonly { reason: NetworkErrorReason; code: RegExp; words: RegExp }[] = [
  {
    reason: 'certificate',
    code: /^(?!.*ALERT).*(?:CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET|DECODE)|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH)/,
    words: /certificate/i,
  },
  { reason: 'not_found', code: /^(?:ENOTFOUND|EAI_|ENODATA$|ESERVFAIL$)/, words: /dns error|dns lookup|getaddrinfo/i },
  {
    reason: 'refused',
    code: /ECONNREFUSED|ConnectionRefused/,
    words: /connection refused|bad port|ports? \d+ (?:is|are) blocked/i,
  },
  { reason: 'connect_timeout', code: /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, words: /connect.*timed out/i },
  {
    reason: 'tls',
    // A broken record can also arrive later, after the request.
    code: /^(?!.*(?:BAD_RECORD|DECRYPT))(?:ERR_SSL_|ERR_TLS_|EPROTO$)/,
    words: /\(connect\): (?:received|tls)|tls peer|handshake/i,
  },
  {
    reason: 'unreachable',
    code: /^(?:E(?:HOST|NET)(?:UNREACH|DOWN)|EADDRNOTAVAIL|FailedToOpenSocket|ERR_PROXY_CLOSED)$/,
    words: /no route to host|network is unreachable|client error \(connect\)/i,
  },
];

/** In the words of undici, Node's own agent, and Deno; some have a code that doesn't tell the reason. */
const PROXY_STATUS = /proxy response \((\d+)\)|failed to establish tunnel.*HTTP\/\d\S* (\d+)/i;
const PROXY_REJECTED = /tunnel error: proxy authorization required/i;
const TLS_CUT_OFF = /before secure TLS connection was established/;

/**
 * Why a request failed, for an error that `fetch` rejected with.
 *
 * Anything that doesn't show that the request was never sent is `lost`: a browser, for example, tells no reasons.
 */
export function networkErrorReason(error: unknown): NetworkErrorReason {
  const links = linksOf(error);
  const [outer, inner] = links;
  // All that Node's `fetch` tells of a response with status 407.
  if (outer?.message === 'fetch failed' && inner?.message === '' && inner.code === '') return 'proxy';
  for (const { message } of links) {
    const [, ...statuses] = PROXY_STATUS.exec(message) ?? [];
    const status = statuses.find((text) => text !== undefined);
    // A proxy that fails with a 5xx couldn't reach the host.
    if (status !== undefined) return status.startsWith('4') ? 'proxy' : 'unreachable';
    if (PROXY_REJECTED.test(message)) return 'proxy';
    if (TLS_CUT_OFF.test(message)) return 'tls';
  }
  // The connection existed already.
  if (links.some(({ syscall }) => syscall === 'read' || syscall === 'write') && !links.some(isTls)) return 'lost';
  const found = SIGNS.find(({ code, words }) =>
    links.some((link) => (link.code === '' ? words.test(link.message) : code.test(link.code))),
  );
  return found?.reason ?? 'lost';
}

const DESCRIPTIONS: Record<NetworkErrorReason, { what: (host: string) => string; remedy: string }> = {
  certificate: {
    what: (host) => `The certificate of ${host} was not accepted.`,
    remedy: 'Check the clock, the proxy and the trusted certificates of this machine.',
  },
  not_found: {
    what: (host) => `The host ${host} was not found.`,
    remedy: 'Check its name, the DNS and the network of this machine.',
  },
  refused: {
    what: (host) => `The connection to ${host} was refused.`,
    remedy: 'Check the base URL, the proxy and the firewall.',
  },
  unreachable: {
    what: (host) => `The host ${host} could not be reached.`,
    remedy: 'Check the network, the proxy and the firewall.',
  },
  connect_timeout: {
    what: (host) => `The host ${host} could not be reached in time.`,
    remedy: 'Check the network, the proxy and the firewall.',
  },
  tls: {
    what: (host) => `A secure connection to ${host} could not be set up.`,
    remedy: 'Check that the base URL is right and that the server supports TLS 1.2 or later.',
  },
  proxy: {
    what: (host) => `The proxy rejected the connection to ${host}.`,
    remedy: 'Check the address, the user name and the password of the proxy, and whether it allows this host.',
  },
  lost: {
    what: (host) => `The connection to ${host} failed before the response was complete.`,
    remedy: 'Box might have received the request. Sending it again is safe but can create a second job.',
  },
};

/**
 * What happened, and what to do, in a sentence each.
 *
 * @param host - the host that the request was for
 */
export function describeNetworkFailure(reason: NetworkErrorReason, host: string): { what: string; remedy: string } {
  const { what, remedy } = DESCRIPTIONS[reason];
  return { what: what(host), remedy };
}

function isTls({ code }: Link): boolean {
  return code.startsWith('EPROTO') || code.startsWith('ERR_SSL_');
}

/** The error and its causes, outermost first: each runtime hides the reason at another depth. */
function linksOf(error: unknown): Link[] {
  const links: Link[] = [];
  // Not `instanceof Error`: a test runner gives each file its own `Error`, and the runtime's errors are of another one.
  for (let link = error; isObject(link) && links.length < MAX_CAUSE_DEPTH; link = link['cause']) {
    const text = (name: string): string => (typeof link[name] === 'string' ? link[name] : '');
    links.push({ code: text('code'), message: text('message'), syscall: text('syscall') || text('erroredSysCall') });
  }
  return links;
}
