import { BULK_DEFAULTS } from '../bulk/defaults.ts';
import { DEFAULT_BASE_URL, DEFAULT_TIMEOUT_MS } from '../client/defaults.ts';
import type { CommandName } from './commands.ts';

/** How the text after an option is read. */
export type ValueKind = 'flag' | 'text' | 'texts' | 'path' | 'count' | 'seconds' | 'minutes' | 'time';

/** One option, for the parser, the help, the shells' completion and the guide. */
export interface OptionRow {
  flags: string;
  value: ValueKind;
  commands: readonly CommandName[];
  description: string;
  /** The value of the option where it isn't given. */
  default?: string | number;
  /** The variable that stands for the option where it isn't given. */
  variable?: string;
}

const SIGN_OUT = ['users', 'groups'] as const;
const ALL = ['users', 'groups', 'verify', 'doctor'] as const;

/** Every option of every command, in the order of the help. */
export const OPTIONS: readonly OptionRow[] = [
  { flags: '--id <id>', value: 'texts', commands: SIGN_OUT, description: 'an ID, or several with commas; repeatable' },
  {
    flags: '--login <login>',
    value: 'texts',
    commands: ['users'],
    description: 'a login, or several with commas; repeatable',
  },
  {
    flags: '-f, --file <path>',
    value: 'path',
    commands: SIGN_OUT,
    description: 'a list, CSV or JSON file; - reads standard input',
  },
  {
    flags: '--column <name>',
    value: 'text',
    commands: SIGN_OUT,
    description: 'the column of the file that contains the targets',
  },
  { flags: '-n, --dry-run', value: 'flag', commands: SIGN_OUT, description: 'show the plan, and send nothing' },
  {
    flags: '-y, --yes',
    value: 'flag',
    commands: SIGN_OUT,
    description: 'send more than one target without a question',
  },
  {
    flags: '--report <file>',
    value: 'path',
    commands: ['verify'],
    description: 'the report of the sign-out to check',
  },
  {
    flags: '--watch <minutes>',
    value: 'minutes',
    commands: ['verify'],
    description: 'look again every minute for this long, and show only what is new',
  },
  {
    flags: '--since <time>',
    value: 'time',
    commands: ['verify'],
    description: 'the time of the sign-out, instead of the times in the report, such as 2026-03-01T10:00:00Z',
  },
  { flags: '--json', value: 'flag', commands: ALL, description: 'write one JSON object per line' },
  {
    flags: '--report <file>',
    value: 'path',
    commands: SIGN_OUT,
    description: 'write the outcome of each target to this file',
  },
  {
    flags: '--resume',
    value: 'flag',
    commands: SIGN_OUT,
    description: 'continue the report: skip the targets that it shows as accepted',
  },
  {
    flags: '--batch-size <n>',
    value: 'count',
    commands: SIGN_OUT,
    description: 'targets per request',
    default: BULK_DEFAULTS.batchSize,
  },
  {
    flags: '--concurrency <n>',
    value: 'count',
    commands: SIGN_OUT,
    description: 'requests in parallel',
    default: BULK_DEFAULTS.concurrency,
  },
  {
    flags: '--rate <n>',
    value: 'count',
    commands: SIGN_OUT,
    description: 'requests per minute',
    default: BULK_DEFAULTS.requestsPerMinute,
  },
  {
    flags: '--timeout <seconds>',
    value: 'seconds',
    commands: ALL,
    description: 'how long one attempt of a request can take',
    default: DEFAULT_TIMEOUT_MS / 1000,
  },
  {
    flags: '--base-url <url>',
    value: 'text',
    commands: ALL,
    description: 'the address of the API, with its version',
    default: DEFAULT_BASE_URL,
    variable: 'BOX_BASE_URL',
  },
  {
    flags: '--token-url <url>',
    value: 'text',
    commands: ALL,
    description: 'the token endpoint; without it, /oauth2/token on the host of --base-url',
    variable: 'BOX_TOKEN_URL',
  },
  { flags: '--as-user <id>', value: 'text', commands: ALL, description: 'act on behalf of this user' },
  {
    flags: '--keep-going',
    value: 'flag',
    commands: SIGN_OUT,
    description: 'continue even if Box has rejected every target so far',
  },
  { flags: '--no-progress', value: 'flag', commands: SIGN_OUT, description: "don't show progress" },
  { flags: '--debug', value: 'flag', commands: ALL, description: 'show retries, responses and the causes of errors' },
];
