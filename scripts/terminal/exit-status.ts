/** Every exit status of the generator and its meaning. The help and the guide's table are made from it. */
export const GENERATOR_EXIT_STATUS = {
  done: { status: 0, meaning: 'Done. With `--check`: every file is what would be written, and nothing is missing.' },
  different: {
    status: 1,
    meaning: '`--check` found a file that differs from what would be written, or a text or a method that is missing.',
  },
  rejected: { status: 2, meaning: 'Rejected, and nothing was written. One or two lines give the reason.' },
  look: {
    status: 3,
    meaning:
      'Written, and a person has to look: a breaking change, an operation without a method, or an overlay target that no longer exists.',
  },
} as const;
