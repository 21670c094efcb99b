import { DEFAULT_BASE_URL } from '../client/defaults.ts';
import { parseHttpUrl, sendsInClear } from '../client/option-values.ts';
import { networkOf, type Connection } from './network/network.ts';
import { UsageFault } from './usage/usage-error.ts';
import { shown } from './usage/values.ts';
import type { ConnectionOptions, SignOutOptions, VerifyOptions } from './program.ts';

/** What `users` and `groups` do: the parsed options, what they are for, and how Box is reached. */
export interface SignOutSettings
  extends Omit<SignOutOptions, keyof ConnectionOptions>, Pick<ConnectionOptions, 'json'> {
  kind: 'users' | 'groups';
  connection: Connection;
}

/** What `verify` does. */
export interface VerifySettings extends Pick<VerifyOptions, 'json' | 'watch' | 'since'> {
  report: string;
  connection: Connection;
}

/** @throws {@link UsageFault} without a report */
export function verifySettings(options: VerifyOptions, environment: NodeJS.ProcessEnv): VerifySettings {
  const { report } = options;
  if (report === undefined) {
    throw new UsageFault('Name the report of the sign-out with --report.');
  }
  return { ...options, report, connection: connectionOf(options, environment) };
}

/** @throws {@link UsageFault} for options that make no sense together */
export function signOutSettings(
  kind: 'users' | 'groups',
  options: SignOutOptions,
  environment: NodeJS.ProcessEnv,
): SignOutSettings {
  if (options.resume && options.report === undefined) {
    throw new UsageFault('--resume continues a report. Name the report with --report.');
  }
  return { ...options, kind, connection: connectionOf(options, environment) };
}

/** @throws {@link UsageFault} naming the option or the variable, and the value unless it contains a password */
export function connectionOf(options: ConnectionOptions, environment: NodeJS.ProcessEnv): Connection {
  const nameOf = (option: string, variable: string, value: string): string =>
    environment[variable] === value ? variable : option;
  const { baseUrl: base, tokenUrl: token } = options;
  const baseUrl = checkUrl(nameOf('--base-url', 'BOX_BASE_URL', base), base);
  const tokenUrl =
    token === undefined
      ? new URL('/oauth2/token', baseUrl)
      : checkUrl(nameOf('--token-url', 'BOX_TOKEN_URL', token), token);
  const { fetch, proxyFor } = networkOf(environment);
  // An unusable proxy is named before anything else happens.
  for (const url of [baseUrl, tokenUrl]) proxyFor(url.href);
  return {
    baseUrl: baseUrl.origin + baseUrl.pathname.replace(/\/+$/, ''),
    tokenUrl: tokenUrl.href,
    asUser: checkUser(options.asUser),
    timeoutMs: options.timeout * 1000,
    debug: options.debug,
    fetch,
    proxyFor,
  };
}

function checkUrl(name: string, text: string): URL {
  const url = parseHttpUrl(text);
  const fail = (fault: string): never => {
    throw new UsageFault(`${name} ${fault}`);
  };
  if (url === undefined) {
    // A password could be in it.
    if (text.includes('@')) return fail(`isn't an http(s) URL. Use one such as ${DEFAULT_BASE_URL}.`);
    return fail(`can't be ${shown(text)}. Use an http(s) URL such as ${DEFAULT_BASE_URL}.`);
  }
  if (url.username !== '' || url.password !== '') return fail("can't contain a user name or a password.");
  if (url.search !== '' || url.hash !== '') return fail("can't contain a query or a fragment.");
  if (sendsInClear(url)) return fail(`${url.href} would send the token in clear text. Use https:.`);
  return url;
}

function checkUser(asUser: string | undefined): string | undefined {
  if (asUser !== undefined && !/^\d+$/.test(asUser)) {
    throw new UsageFault(`--as-user can't be ${shown(asUser)}. Use the ID of a user, which is a number.`);
  }
  return asUser;
}
