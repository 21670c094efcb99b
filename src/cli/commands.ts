/** The name of the program. */
export const NAME = 'box-session-termination';

/** What the command can do, and the examples that its help shows. */
export const COMMANDS = {
  users: {
    operands: [],
    summary: 'sign users out',
    description: 'Signs users out of Box, by ID or login.',
    examples: [
      'users --login ada@example.com',
      'users --file leavers.csv --dry-run',
      'users --file leavers.csv --yes --report leavers.jsonl',
    ],
  },
  groups: {
    operands: [],
    summary: 'sign the members of groups out',
    description: 'Signs the members of groups out of Box, by the IDs of the groups.',
    examples: ['groups --id 27335', 'groups --file groups.txt --yes --json'],
  },
  verify: {
    operands: [],
    summary: 'show who signed in again after a sign-out',
    description:
      "Shows which users of a report signed in again, by Box's admin events. It signs no user out. An event can arrive late, so it never says that a user is signed out.",
    examples: ['verify --report leavers.jsonl', 'verify --report leavers.jsonl --watch 30'],
  },
  doctor: {
    operands: [],
    summary: 'check credentials, network and permission',
    description:
      "Checks, in order, what a sign-out needs, and says what to do about each failure. It doesn't sign anyone out.",
    examples: ['doctor', 'doctor --as-user 11446498'],
  },
  completion: {
    operands: ['<shell>'],
    summary: 'print the completion script of a shell',
    description: 'Prints a script that completes commands and options in bash, zsh, fish or powershell.',
    examples: ['completion bash > ~/.local/share/bash-completion/completions/box-session-termination'],
  },
  help: {
    operands: ['[command]'],
    summary: 'show the help, or that of a command',
    description: 'Shows the help, or that of a command.',
    examples: ['help users'],
  },
  version: { operands: [], summary: 'show the version', description: 'Shows the version.', examples: ['version'] },
} as const;

export type CommandName = keyof typeof COMMANDS;
