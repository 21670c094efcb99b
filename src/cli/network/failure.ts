import { isNetworkError, type NetworkErrorReason } from '../../errors.ts';
import { MAX_CAUSE_DEPTH } from '../../redaction/secrets.ts';
import { PROXY_CODES } from './proxied-fetch.ts';
import type { Proxy } from './proxy.ts';

const TRUST =
  "If your company's network inspects TLS, set NODE_EXTRA_CA_CERTS to the file with its root certificate, or from Node.js 22 on set NODE_OPTIONS=--use-system-ca.";

/** Where a request was to go. */
export interface Route {
  /** Host and port. */
  host: string;
  /** The option, or the variable, that names the host. */
  option: string;
  proxy: Proxy | undefined;
}

/** What a code says, and what to do about it: the first match counts. */
const FAILURES: readonly [code: RegExp, describe: (route: Route, found: string) => string][] = [
  [
    /^ERR_PROXY_RESPONSE_407$/,
    ({ proxy }) =>
      `${named(proxy)} requires a user name and a password that it accepts (status 407). ${credentialsAdvice(proxy)}`,
  ],
  [
    /^ERR_PROXY_RESPONSE_403$/,
    ({ host, proxy }) =>
      `${named(proxy)} doesn't allow connections to ${host} (status 403). Ask your network administrators to allow them.`,
  ],
  [
    /^ERR_PROXY_RESPONSE_200$/,
    ({ host, proxy }) =>
      `${named(proxy)} responded with a page instead of connecting to ${host}. Check ${variableOf(proxy)}, or ask your network administrators.`,
  ],
  [
    /^ERR_PROXY_CLOSED$/,
    ({ host, proxy }) =>
      `${named(proxy)} closed the connection instead of connecting to ${host}. Check ${variableOf(proxy)}, or ask your network administrators.`,
  ],
  [
    /^ERR_PROXY_RESPONSE_(\d+)$/,
    ({ host, option, proxy }, status) =>
      `${named(proxy)} couldn't connect to ${host} (status ${status}). Check ${option}, or ask your network administrators.`,
  ],
  [
    /^(?:UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED|CERT_UNTRUSTED|CERT_CHAIN|INVALID_CA)/,
    ({ host }) => `The certificate of ${host} is from an authority that this machine doesn't trust. ${TRUST}`,
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    ({ host }) =>
      `The certificate of ${host} has expired. Check the clock of this machine; if it is right, the owner of ${host} has to renew the certificate.`,
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    ({ host }) => `The certificate of ${host} isn't valid yet. Check the clock of this machine.`,
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    ({ host, option, proxy }) =>
      `The certificate that was presented is for another host than ${host}. Check ${[...new Set([option, proxy?.variable ?? option])].join(' and ')}.`,
  ],
  [
    /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE/,
    ({ host }) =>
      `${host} requires a client certificate, which the command can't present. Use an address that accepts a token alone, or ask your network administrators.`,
  ],
  [
    /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW/,
    ({ host }) =>
      `${host} offers only TLS versions older than 1.2, which Node.js rejects. Update the server or the gateway.`,
  ],
  [
    /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LENGTH/,
    ({ host, option }) => `${host} doesn't speak TLS on this port. Check the port and the scheme in ${option}.`,
  ],
  [/CERT/, ({ host }) => `The certificate of ${host} wasn't accepted. ${TRUST}`],
  [
    /^(?:ERR_SSL_|EPROTO)/,
    (route) => `The TLS connection to ${hostVia(route)} failed. Check the proxy, or ask your network administrators.`,
  ],
  [
    /^(?:ENOTFOUND|EAI_|EDNS)/,
    (route) => `${target(route)} wasn't found. Check ${source(route)} and the DNS of this machine${hint(route)}.`,
  ],
  [
    /^ECONNREFUSED$/,
    (route) => `${target(route)} refused the connection. Check ${source(route)} and the firewall${hint(route)}.`,
  ],
  [
    /^(?:E(?:HOST|NET)(?:UNREACH|DOWN)|EADDRNOTAVAIL|EACCES|EPERM)$/,
    (route) => `${target(route)} can't be reached. Check the network of this machine${hint(route)}.`,
  ],
  [
    /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/,
    (route) =>
      `${target(route)} didn't accept the connection in time. Check the network and the firewall${hint(route)}.`,
  ],
];

/** A code that stands for a reason, where an error has none: Node rejects some ports with a message only. */
const CODES: Readonly<Partial<Record<NetworkErrorReason, string>>> = {
  not_found: 'ENOTFOUND',
  refused: 'ECONNREFUSED',
  unreachable: 'EHOSTUNREACH',
  connect_timeout: 'ETIMEDOUT',
  tls: 'EPROTO',
};

/** What went wrong with a request, and what to do, by the codes of the error and its causes. */
export function describeFailure(error: unknown, route: Route): string {
  const reason = isNetworkError(error) ? error.reason : undefined;
  const known = reason === undefined ? undefined : CODES[reason];
  const codes = [...codesOf(error), ...(known === undefined ? [] : [known])];
  const { proxy } = route;
  // Of a proxy with TLS, it is the certificate of the proxy that failed.
  const peer =
    proxy !== undefined && codes.includes(PROXY_CODES.connection)
      ? { ...route, host: new URL(proxy.address).host, option: proxy.variable }
      : route;
  for (const code of codes) {
    for (const [pattern, describe] of FAILURES) {
      const match = pattern.exec(code);
      if (match !== null) return describe(peer, match[1] ?? '');
    }
  }
  return `The connection to ${hostVia(route)} was lost before the response was complete. Check the network${hint(route)}.`;
}

/** The codes of an error and its causes, innermost first, since that is where the reason is. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  let link: unknown = error;
  for (let depth = 0; link instanceof Error && depth < MAX_CAUSE_DEPTH; depth++) {
    const { code, errors } = link as { code?: unknown; errors?: unknown };
    if (typeof code === 'string') codes.unshift(code);
    // Of the addresses of a host, the first one is as good as any.
    link = link.cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return codes;
}

function named(proxy: Proxy | undefined): string {
  return proxy === undefined ? 'A proxy' : `The proxy ${proxy.address}`;
}

function target({ host, proxy }: Route): string {
  return proxy === undefined ? `The host ${host}` : named(proxy);
}

/** Host and port, and the proxy on the way. */
export function hostVia({ host, proxy }: Route): string {
  return proxy === undefined ? host : `${host} through the proxy ${proxy.address} (${proxy.variable})`;
}

function source({ option, proxy }: Route): string {
  return proxy?.variable ?? option;
}

/** A company's network often has no other way out than a proxy. */
function hint({ proxy }: Route): string {
  return proxy === undefined ? '; if your network requires a proxy, set HTTPS_PROXY' : '';
}

function variableOf(proxy: Proxy | undefined): string {
  return proxy?.variable ?? 'HTTPS_PROXY';
}

function credentialsAdvice(proxy: Proxy | undefined): string {
  return `Set ${variableOf(proxy)} to http://user:password@host:port, with special characters percent-encoded.`;
}
