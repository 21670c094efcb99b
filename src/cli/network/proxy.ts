import { BlockList, isIP } from 'node:net';
import { CommandError } from '../command-error.ts';

/** A proxy that the environment names. */
export interface Proxy {
  /** The variable that names it. */
  variable: string;
  /** Scheme, host and port: what a person can be shown, without user name and password. */
  address: string;
  /** The value of the `proxy-authorization` header (RFC 7617); `undefined` without credentials. */
  authorization: string | undefined;
}

/** The variables that name the proxy for a protocol, the first one set wins. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'https:': ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY'],
  'http:': ['HTTP_PROXY', 'ALL_PROXY'],
};
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * The proxy for requests to a URL, by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. The lowercase spelling of a
 * variable wins over the uppercase one, and an empty variable counts as not set.
 *
 * @returns `undefined` when requests go out directly
 * @throws {@link CommandError} when the variable names something that the command can't use; it never shows the value
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): Proxy | undefined {
  const variable = (VARIABLES[url.protocol] ?? []).map((name) => setVariable(name, environment)).find(Boolean);
  if (variable === undefined || isExcepted(url, noProxyOf(environment))) return undefined;
  return parseProxy(variable, environment[variable] ?? '');
}

/** The hosts that are reached directly, as `NO_PROXY` lists them. */
export function noProxyOf(environment: NodeJS.ProcessEnv): string {
  return environment[setVariable('NO_PROXY', environment) ?? ''] ?? '';
}

function setVariable(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  return [name.toLowerCase(), name].find((spelling) => (environment[spelling]?.trim() ?? '') !== '');
}

/**
 * As undici does it: `*`, a host with its subdomains, and a host with a port. Also `*` in a list, IPv6 without brackets, and a
 * range of addresses such as `10.0.0.0/8`, for a URL with an address.
 */
function isExcepted({ protocol, hostname, port }: URL, noProxy: string): boolean {
  const address = hostname.replaceAll(/^\[|\]$/g, '');
  return noProxy
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*' || hostname === `[${entry.toLowerCase()}]` || isInRange(address, entry)) return true;
      const [, host = entry, exceptedPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const excepted = host.replace(/^\*?\./, '').toLowerCase();
      if (exceptedPort !== undefined && exceptedPort !== (port || DEFAULT_PORTS[protocol])) return false;
      return hostname === excepted || hostname.endsWith(`.${excepted}`);
    });
}

/** Whether an address is in a range in the notation of RFC 4632. */
function isInRange(address: string, range: string): boolean {
  const [, network = '', prefix = ''] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(range) ?? [];
  const version = isIP(network);
  if (version === 0 || version !== isIP(address) || Number(prefix) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const ranges = new BlockList();
  ranges.addSubnet(network, Number(prefix), family);
  return ranges.check(address, family);
}

/** A user name or password can contain any character, so the last `@` ends it. */
function parseProxy(variable: string, value: string): Proxy {
  const [, scheme = 'http:', userInfo, host = ''] =
    /^(?:([a-z][a-z\d+.-]*:)\/\/)?(?:(.*)@)?([^@]*)$/is.exec(value.trim()) ?? [];
  if (/^(?:socks|pac\b|pac\+|file:)/i.test(scheme) || /\.(?:pac|dat)(?:[?#]|$)/i.test(host)) {
    throw new CommandError(
      'nothingSent',
      `${variable} names a SOCKS proxy or a PAC file, which the command can't use. Run a local helper such as px or cntlm, and set ${variable} to its address, for example http://127.0.0.1:3128. Nothing was sent.`,
    );
  }
  const address = `${scheme.toLowerCase()}//${host.replace(/\/$/, '')}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.origin !== url.href.replace(/\/$/, '')) {
    throw new CommandError(
      'nothingSent',
      `${variable} isn't the address of a proxy. Set it to one such as http://proxy.example.com:8080. Nothing was sent.`,
    );
  }
  return { variable, address: url.origin, authorization: authorizationOf(userInfo) };
}

function authorizationOf(userInfo: string | undefined): string | undefined {
  if (userInfo === undefined) return undefined;
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(userInfo) ?? [];
  return `Basic ${Buffer.from(`${decode(user)}:${decode(password)}`).toString('base64')}`;
}

/** A password with a bare percent sign stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
