import { readFile } from 'node:fs/promises';
import { requireText, type TokenEndpointOptions } from '../auth/options.ts';
import { AuthError } from '../errors.ts';
import type { TokenFunction } from '../client/options.ts';
import { codeOf, CommandError } from './command-error.ts';
import type { Connection } from './settings.ts';

/** Credentials, and where they come from. */
export interface EnvironmentCredentials {
  auth: string | TokenFunction;
  /** For a person: the variables, never their values. */
  source: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const CLIENT_VARIABLES = ['BOX_CLIENT_ID', 'BOX_CLIENT_SECRET'] as const;
const WAYS =
  'BOX_ACCESS_TOKEN, or BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID or BOX_USER_ID, or BOX_CONFIG_FILE';

/**
 * Credentials from the environment: the first way that is complete, an access token before client credentials before a
 * config file. An empty variable counts as not set.
 *
 * @throws {@link CommandError} naming the variables, never a value
 */
export async function credentialsFromEnvironment(
  environment: Environment,
  { baseUrl, timeoutMs }: Pick<Connection, 'baseUrl' | 'timeoutMs'>,
): Promise<EnvironmentCredentials> {
  const endpoint = { tokenUrl: new URL('/oauth2/token', baseUrl).href, timeoutMs };
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  try {
    if (isSet('BOX_ACCESS_TOKEN')) {
      return { auth: requireText(environment['BOX_ACCESS_TOKEN'], 'BOX_ACCESS_TOKEN'), source: 'BOX_ACCESS_TOKEN' };
    }
    const missing = CLIENT_VARIABLES.filter((name) => !isSet(name));
    const hasSubject = isSet('BOX_ENTERPRISE_ID') || isSet('BOX_USER_ID');
    if (missing.length === 0 && hasSubject) return await fromClient(environment, endpoint);
    if (isSet('BOX_CONFIG_FILE')) return await fromConfigFile(environment['BOX_CONFIG_FILE'] ?? '', endpoint);
    if (missing.length === CLIENT_VARIABLES.length) {
      throw new CommandError('noPermission', `There are no credentials. Set ${WAYS}.`);
    }
    const lacking = [...missing, ...(hasSubject ? [] : ['BOX_ENTERPRISE_ID (or BOX_USER_ID)'])].join(' and ');
    throw new CommandError('noPermission', `The credentials are incomplete. Set ${lacking} as well.`);
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    throw new CommandError('noPermission', `The credentials cannot be used. ${error.message}`, { cause: error });
  }
}

async function fromClient(environment: Environment, endpoint: TokenEndpointOptions): Promise<EnvironmentCredentials> {
  const { BOX_ENTERPRISE_ID: enterpriseId = '', BOX_USER_ID: userId = '' } = environment;
  if (enterpriseId !== '' && userId !== '') {
    throw new AuthError('BOX_ENTERPRISE_ID and BOX_USER_ID exclude each other. Unset one of them.');
  }
  const [clientId, clientSecret] = CLIENT_VARIABLES.map((name) => requireText(environment[name], name)) as [
    string,
    string,
  ];
  const { clientCredentials } = await import('../auth/client-credentials.ts');
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
    // Without its cause, which shows what was given.
    throw new AuthError(`The file that BOX_CONFIG_FILE names cannot be read (${codeOf(error)}).`);
  }
  const { jwt } = await import('../auth/jwt.ts');
  return { auth: jwt(config, endpoint), source: 'BOX_CONFIG_FILE' };
}
