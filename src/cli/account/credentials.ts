import { readFile } from 'node:fs/promises';
import { requireText, type TokenEndpointOptions } from '../../auth/options.ts';
import { AuthError, isAuthError } from '../../errors.ts';
import type { TokenFunction } from '../../client/options.ts';
import { codeOf, CommandError } from '../command-error.ts';
import type { Connection } from '../network/network.ts';

/** Credentials, and where they come from. */
export interface EnvironmentCredentials {
  auth: string | TokenFunction;
  /** For a person: the variables, never their values. */
  source: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const CLIENT_VARIABLES = ['BOX_CLIENT_ID', 'BOX_CLIENT_SECRET'] as const;
/** The ways to give credentials, in words. */
export const WAYS =
  'BOX_ACCESS_TOKEN, or BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID or BOX_USER_ID, or BOX_CONFIG_FILE';

/** The variables that the credentials still need, in the order to set them; empty if they are complete. */
export function missingVariables(environment: Environment): string[] {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (isSet('BOX_ACCESS_TOKEN')) return [];
  const missing: string[] = CLIENT_VARIABLES.filter((name) => !isSet(name));
  if (!isSet('BOX_ENTERPRISE_ID') && !isSet('BOX_USER_ID')) missing.push('BOX_ENTERPRISE_ID (or BOX_USER_ID)');
  return isSet('BOX_CONFIG_FILE') ? [] : missing;
}

/**
 * Credentials from the environment: the first way that is complete, an access token before client credentials before a
 * config file. An empty variable counts as not set.
 *
 * @throws {@link CommandError} naming the variables, never a value
 */
export async function credentialsFromEnvironment(
  environment: Environment,
  { tokenUrl, timeoutMs, fetch }: Pick<Connection, 'tokenUrl' | 'timeoutMs' | 'fetch'>,
): Promise<EnvironmentCredentials> {
  const { BOX_ACCESS_TOKEN: token, BOX_CONFIG_FILE: path, ...others } = environment;
  const endpoint = { tokenUrl, timeoutMs, fetch };
  try {
    if (token) return { auth: requireText(token, 'BOX_ACCESS_TOKEN'), source: 'BOX_ACCESS_TOKEN' };
    const missing = missingVariables(others);
    if (missing.length === 0) return await fromClient(environment, endpoint);
    if (path) return await fromConfigFile(path, endpoint);
    const isAnySet = CLIENT_VARIABLES.some((name) => Boolean(environment[name]));
    return reject(
      isAnySet
        ? `The credentials are incomplete. Set ${missing.join(' and ')} as well.`
        : `There are no credentials. Set ${WAYS}.`,
    );
  } catch (error) {
    if (!isAuthError(error)) throw error;
    return reject(`The credentials can't be used. ${error.message}`, error);
  }
}

function reject(message: string, cause?: AuthError): never {
  throw new CommandError('noPermission', message, { cause, nothingSent: true });
}

async function fromClient(environment: Environment, endpoint: TokenEndpointOptions): Promise<EnvironmentCredentials> {
  const { BOX_ENTERPRISE_ID: enterpriseId = '', BOX_USER_ID: userId = '' } = environment;
  if (enterpriseId !== '' && userId !== '') {
    throw new AuthError('BOX_ENTERPRISE_ID and BOX_USER_ID are both set. Unset one of them.');
  }
  const [clientId, clientSecret] = CLIENT_VARIABLES.map((name) => requireText(environment[name], name)) as [
    string,
    string,
  ];
  const { clientCredentials } = await import('../../auth/client-credentials.ts');
  const client = { ...endpoint, clientId, clientSecret };
  const subject = userId === '' ? 'BOX_ENTERPRISE_ID' : 'BOX_USER_ID';
  const id = requireText(environment[subject], subject);
  return {
    auth: clientCredentials(userId === '' ? { ...client, enterpriseId: id } : { ...client, userId: id }),
    source: `${CLIENT_VARIABLES.join(', ')} and ${subject}`,
  };
}

async function fromConfigFile(path: string, endpoint: TokenEndpointOptions): Promise<EnvironmentCredentials> {
  if (path.trimStart().startsWith('{'))
    throw new AuthError('BOX_CONFIG_FILE is the path of the file, not its content.');
  let config: string;
  try {
    config = await readFile(path, 'utf8');
  } catch (error) {
    // Without its cause, which shows the path.
    throw new AuthError(`The file that BOX_CONFIG_FILE names can't be read (${codeOf(error)}).`);
  }
  const { jwt } = await import('../../auth/jwt.ts');
  return { auth: jwt(config, endpoint), source: 'BOX_CONFIG_FILE' };
}
