/** What the command can do, and the examples that its help shows; the guide's table is made from it. */
export const COMMANDS = {
  users: {
    summary: 'Sign users out',
    description: 'Signs users out of Box, by id or login.',
    examples: [
      'users --login ada@example.com',
      'users --file leavers.csv --dry-run',
      'users --file leavers.csv --yes --report leavers.jsonl',
    ],
  },
  groups: {
    summary: 'Sign the members of groups out',
    description: 'Signs the members of groups out of Box, by the ids of the groups.',
    examples: ['groups --id 27335', 'groups --file groups.txt --yes --json'],
  },
  doctor: {
    summary: 'Check credentials, network and permission',
    description: 'Checks, in order, what signing out needs, and says what to do about each failure. Signs nobody out.',
    examples: ['doctor', 'doctor --as-user 11446498'],
  },
} as const;

export type CommandName = keyof typeof COMMANDS;
