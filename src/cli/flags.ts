import type { CommandName } from './commands.ts';

/** How the text after an option is read. */
export type ValueKind = 'flag' | 'text' | 'texts' | 'count' | 'seconds';

/** One option, for the parser, the help and the guide. */
export interface OptionRow {
  flags: string;
  value: ValueKind;
  commands: readonly CommandName[];
  description: string;
  /** In words, where leaving the option out means something other than 'no'. */
  default?: string;
}

const SIGN_OUT = ['users', 'groups'] as const;
const ALL = ['users', 'groups', 'doctor'] as const;

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
    flags: '--file <path>',
    value: 'text',
    commands: SIGN_OUT,
    description: 'a list: one ID or login per line, CSV, or JSON; - reads standard input',
  },
  {
    flags: '--column <name>',
    value: 'text',
    commands: SIGN_OUT,
    description: 'the column of the list that has the IDs or logins',
    default: 'chosen by name',
  },
  { flags: '--dry-run', value: 'flag', commands: SIGN_OUT, description: 'show what would be sent, and send nothing' },
  { flags: '--yes', value: 'flag', commands: SIGN_OUT, description: 'do not ask before more than one target is sent' },
  { flags: '--json', value: 'flag', commands: ALL, description: 'write one JSON object a line, the summary last' },
  {
    flags: '--report <file>',
    value: 'text',
    commands: SIGN_OUT,
    description: 'write what became of each target to this file, one JSON object a line',
  },
  {
    flags: '--resume',
    value: 'flag',
    commands: SIGN_OUT,
    description: 'go on with the report, without what it shows as accepted',
  },
  {
    flags: '--batch-size <n>',
    value: 'count',
    commands: SIGN_OUT,
    description: 'targets in a request',
    default: '100',
  },
  { flags: '--concurrency <n>', value: 'count', commands: SIGN_OUT, description: 'requests at once', default: '4' },
  { flags: '--rate <n>', value: 'count', commands: SIGN_OUT, description: 'requests a minute', default: '900' },
  {
    flags: '--timeout <seconds>',
    value: 'seconds',
    commands: ALL,
    description: 'how long a request may take',
    default: '30',
  },
  {
    flags: '--base-url <url>',
    value: 'text',
    commands: ALL,
    description: 'where the API is, with its version',
    default: 'https://api.box.com/2.0',
  },
  { flags: '--as-user <id>', value: 'text', commands: ALL, description: 'act on behalf of this user' },
  { flags: '--no-progress', value: 'flag', commands: SIGN_OUT, description: 'do not show progress' },
  { flags: '--debug', value: 'flag', commands: ALL, description: 'show retries, answers and the causes of errors' },
];
