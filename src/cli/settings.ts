import { InvalidRequestError } from '../errors.ts';
import { DEFAULT_BASE_URL, normalizeOptions } from '../client/settings.ts';
import { CommandError } from './command-error.ts';
import type { Invocation, ParsedOptions } from './program.ts';
import { inTermsOfFlags } from './wording.ts';

/** How Box is reached. */
export interface Connection {
  baseUrl: string;
  asUser: string | undefined;
  timeoutMs: number;
  debug: boolean;
}

/** What `users` and `groups` do, with every default in place. */
export interface SignOutSettings {
  kind: 'users' | 'groups';
  ids: readonly string[];
  logins: readonly string[];
  /** A path, or `-` for standard input. */
  file: string | undefined;
  /** The name of the column to read. */
  column: string | undefined;
  dryRun: boolean;
  /** Whether not to ask. */
  yes: boolean;
  json: boolean;
  report: string | undefined;
  resume: boolean;
  batchSize: number;
  concurrency: number;
  requestsPerMinute: number;
  progress: boolean;
  connection: Connection;
}

const DEFAULT_TIMEOUT_SECONDS = 30;

/** @throws {@link CommandError} for options that make no sense together */
export function signOutSettings(kind: 'users' | 'groups', options: ParsedOptions): SignOutSettings {
  if (options.resume && options.report === undefined) {
    throw new CommandError('nothingSent', '--resume goes on with a report: name it with --report.');
  }
  return {
    kind,
    ids: options.id ?? [],
    logins: options.login ?? [],
    file: options.file,
    column: options.column,
    dryRun: options.dryRun ?? false,
    yes: options.yes ?? false,
    json: options.json ?? false,
    report: options.report,
    resume: options.resume ?? false,
    batchSize: options.batchSize ?? 100,
    concurrency: options.concurrency ?? 4,
    requestsPerMinute: options.rate ?? 900,
    progress: options.progress ?? true,
    connection: connectionOf(options),
  };
}

/** @throws {@link CommandError} naming the option, never its value */
export function connectionOf({ baseUrl, asUser, timeout, debug }: Invocation['options']): Connection {
  const connection = {
    baseUrl: baseUrl ?? DEFAULT_BASE_URL,
    asUser,
    timeoutMs: (timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    debug: debug ?? false,
  };
  try {
    // Checked before anything else happens, by the rules of the library.
    normalizeOptions({ auth: '', baseUrl: connection.baseUrl, ...(asUser === undefined ? {} : { asUser }) });
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    throw new CommandError('nothingSent', inTermsOfFlags(error.message));
  }
  return connection;
}
