import { AuthError } from '../errors.ts';
import { CommandError } from './command-error.ts';
import { credentialsFromEnvironment, type EnvironmentCredentials } from './credentials.ts';
import { fetchCurrentUser, nameOf, obtainToken, type WhoAmI } from './current-user.ts';
import { causesOf } from './debug.ts';
import type { Exit } from './exit-status.ts';
import { showCheck, showVerdict, type Check } from './doctor-view.ts';
import type { Connection } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { duration, inTermsOfFlags } from './wording.ts';

/** Box takes assertions that live up to 60 s, and ours live 30 s. */
const MAX_SKEW_MS = 30_000;

const ADMIN_ROLES = ['admin', 'coadmin'];

/**
 * `doctor`: checks, in order, what signing out needs. It signs nobody out.
 *
 * @returns by the first kind of failure: credentials and permission before the network
 */
export async function examine(
  connection: Connection,
  json: boolean,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<Exit> {
  const examination = new Examination(connection.debug, json, terminal);
  const credentials = await examination.attempt('credentials', async () => {
    const value = await credentialsFromEnvironment(environment, connection);
    return { value, detail: `From ${value.source}.` };
  });
  const token = await obtain(credentials, connection, examination);
  const found = await fetchCurrentUser(connection, token);
  await examination.note(checkReached(found, connection));
  await examination.note(checkClock(found));
  await examination.note(checkAccount(found, token));
  await examination.note(checkRole(found));
  const exit = exitOf(examination.checks);
  await showVerdict(examination.checks, exit, json, terminal);
  return exit;
}

/** Shows each check as soon as it is made. */
class Examination {
  readonly checks: Check[] = [];
  readonly #debug: boolean;
  readonly #json: boolean;
  readonly #terminal: Terminal;

  constructor(debug: boolean, json: boolean, terminal: Terminal) {
    this.#debug = debug;
    this.#json = json;
    this.#terminal = terminal;
  }

  async note(check: Check): Promise<void> {
    this.checks.push(check);
    await showCheck(check, this.#json, this.#terminal);
  }

  /** A check that is made by getting something: without it the check has failed. */
  async attempt<Value>(
    check: Check['check'],
    get: () => Promise<{ value: Value; detail: string }>,
  ): Promise<Value | undefined> {
    try {
      const { value, detail } = await get();
      await this.note({ check, status: 'ok', detail });
      return value;
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof AuthError)) throw error;
      await this.note({ check, status: 'failed', detail: inTermsOfFlags(error.message) });
      if (this.#debug) for (const line of causesOf(error)) this.#terminal.say(line);
      return undefined;
    }
  }
}

async function obtain(
  credentials: EnvironmentCredentials | undefined,
  { timeoutMs }: Connection,
  examination: Examination,
): Promise<string | undefined> {
  if (credentials === undefined) {
    await examination.note({ check: 'token', status: 'skipped', detail: 'Needs credentials.' });
    return undefined;
  }
  const { auth } = credentials;
  return examination.attempt('token', async () => {
    const value = await obtainToken(auth, timeoutMs);
    return { value, detail: typeof auth === 'string' ? 'Given as it is.' : 'The token endpoint gave one.' };
  });
}

function exitOf(checks: readonly Check[]): Exit {
  const failed = checks.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return 'allAccepted';
  const isUnreached = failed.some(({ check }) => check === 'box');
  return isUnreached && failed.every(({ check }) => check === 'box' || check === 'token')
    ? 'notAllAccepted'
    : 'noPermission';
}

function checkReached(found: WhoAmI, { baseUrl }: Connection): Check {
  const { host } = new URL(baseUrl);
  if (found.kind === 'failure') return { check: 'box', status: 'failed', detail: found.message };
  const { status } = found;
  if (status === 200 || status === 401 || status === 403) {
    return { check: 'box', status: 'ok', detail: `${host} answers.` };
  }
  const advice =
    status >= 500 || status === 429
      ? 'Try again later.'
      : 'Check --base-url, which ends in /2.0, and the proxy of this machine.';
  return { check: 'box', status: 'failed', detail: `${host} answers with status ${status}. ${advice}` };
}

function checkClock(found: WhoAmI): Check {
  const skewMs = found.kind === 'answer' ? found.clockSkewMs : undefined;
  if (skewMs === undefined) return { check: 'clock', status: 'skipped', detail: 'Needs an answer with a date.' };
  // A date has whole seconds, and the answer took its time.
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return { check: 'clock', status: 'ok', detail: 'As the clock of the server.' };
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  return {
    check: 'clock',
    status: 'warning',
    detail: `${duration(Math.abs(skewMs))} ${direction} the server. Set the clock: Box refuses assertions for their time.`,
  };
}

function checkAccount(found: WhoAmI, token: string | undefined): Check {
  if (token === undefined) return { check: 'account', status: 'skipped', detail: 'Needs a token.' };
  if (found.kind === 'failure') return { check: 'account', status: 'skipped', detail: 'Needs Box.' };
  if (found.user !== undefined) return { check: 'account', status: 'ok', detail: `${nameOf(found.user)}.` };
  if (found.status === 401) {
    return {
      check: 'account',
      status: 'failed',
      detail: 'Box refused the access token. Get a new one: it may have expired or been revoked.',
    };
  }
  if (found.status === 403) {
    const detail = 'Box does not show the account to this token. Check the scopes of the application, and --as-user.';
    return { check: 'account', status: 'failed', detail };
  }
  return { check: 'account', status: 'skipped', detail: `Needs another answer than status ${found.status}.` };
}

function checkRole(found: WhoAmI): Check {
  const user = found.kind === 'answer' ? found.user : undefined;
  if (user === undefined) return { check: 'role', status: 'skipped', detail: 'Needs the account.' };
  const { role } = user;
  if (role === undefined) {
    const detail = 'Box does not show the role of the account. It must be an admin or a co-admin.';
    return { check: 'role', status: 'warning', detail };
  }
  if (ADMIN_ROLES.includes(role)) return { check: 'role', status: 'ok', detail: `Box shows the role ${role}.` };
  const detail = `Box shows the role ${role}. Use the credentials of an admin or co-admin.`;
  return { check: 'role', status: 'failed', detail };
}
