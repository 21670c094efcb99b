import { fetchCurrentUser, type Contact } from '../account/current-user.ts';
import { obtainToken } from '../account/token.ts';
import { CommandError } from '../command-error.ts';
import { credentialsFromEnvironment, missingVariables, type EnvironmentCredentials } from '../account/credentials.ts';
import { causesOf } from '../debug.ts';
import type { Exit } from '../exit-status.ts';
import type { Connection } from '../network/network.ts';
import type { Terminal } from '../terminal.ts';
import { AdminEvents } from '../verify/admin-events.ts';
import { eventsFailure } from '../verify/failure.ts';
import { check, checkAccount, checkClock, checkProxy, checkReached, checkRole, type Check } from './checks.ts';
import { showCheck, showVerdict } from './view.ts';

/**
 * `doctor`: checks, in order, what a sign-out needs. It signs out no users.
 *
 * @returns 3 if credentials or permission are missing, 1 if only Box wasn't reached
 */
export async function examine(
  connection: Connection,
  json: boolean,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<Exit> {
  const examination = new Examination(connection, json, terminal);
  const credentials = await examination.findCredentials(environment);
  await examination.add(checkProxy(connection));
  const token = await examination.findToken(credentials);
  const contact = await fetchCurrentUser(connection, token);
  await examination.add(checkReached(contact, connection), contact.kind === 'failure' ? contact.error : undefined);
  await examination.add(checkClock(contact));
  await examination.add(checkAccount(contact, token));
  await examination.add(checkRole(contact));
  await examination.findEvents(credentials, contact);
  await showVerdict(examination.checks, examination.exit, json, terminal);
  return examination.exit;
}

/** Shows each check as soon as it is done. */
class Examination {
  readonly checks: Check[] = [];
  /** The exit status so far. */
  exit: Exit = 'allAccepted';
  readonly #connection: Connection;
  readonly #json: boolean;
  readonly #terminal: Terminal;

  constructor(connection: Connection, json: boolean, terminal: Terminal) {
    this.#connection = connection;
    this.#json = json;
    this.#terminal = terminal;
  }

  async findCredentials(environment: NodeJS.ProcessEnv): Promise<EnvironmentCredentials | undefined> {
    try {
      const credentials = await credentialsFromEnvironment(environment, this.#connection);
      await this.add(check('credentials', 'ok', `From ${credentials.source}.`));
      return credentials;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const missing = missingVariables(environment);
      const found = check('credentials', 'failed', error.message);
      await this.add(missing.length === 0 ? found : { ...found, missing }, error.cause);
      return undefined;
    }
  }

  async findToken(credentials: EnvironmentCredentials | undefined): Promise<string | undefined> {
    if (credentials === undefined) {
      await this.add(check('token', 'skipped', 'Needs credentials.'));
      return undefined;
    }
    try {
      const token = await obtainToken(credentials.auth, this.#connection);
      const isFixed = typeof credentials.auth === 'string';
      await this.add(check('token', 'ok', isFixed ? 'Used as it is.' : 'From the token endpoint.'));
      return token;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      await this.add(check('token', 'failed', error.message), error.cause, error.exit);
      return undefined;
    }
  }

  /** Only `verify` reads the events, so a sign-out works without them. */
  async findEvents(credentials: EnvironmentCredentials | undefined, contact: Contact): Promise<void> {
    if (credentials === undefined || contact.kind !== 'json' || contact.status !== 200) {
      await this.add(check('events', 'skipped', 'Needs the account.'));
      return;
    }
    try {
      await new AdminEvents(this.#connection, credentials.auth, this.#terminal).probe();
      await this.add(check('events', 'ok', 'The admin events can be read, so `verify` works.'));
    } catch (error) {
      const failure = eventsFailure(error, this.#connection);
      if (!(failure instanceof CommandError)) throw failure;
      await this.add(check('events', 'warning', `\`verify\` can't work. ${failure.message}`));
    }
  }

  /**
   * @param cause - for `--debug`: what led to the failure
   * @param exit - the exit status if the check failed
   */
  async add(
    found: Check,
    cause?: unknown,
    exit: Exit = found.check === 'box' ? 'notAllAccepted' : 'noPermission',
  ): Promise<void> {
    this.checks.push(found);
    await showCheck(found, this.#json, this.#terminal);
    if (found.status !== 'failed') return;
    // A missing permission outweighs a server that wasn't reached.
    if (exit === 'noPermission' || this.exit === 'allAccepted')
      this.exit = exit === 'nothingSent' ? 'notAllAccepted' : exit;
    if (!this.#connection.debug || cause === undefined) return;
    for (const line of causesOf(cause)) this.#terminal.say(line);
  }
}
