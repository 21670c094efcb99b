/** Every exit status of the generator and what it means; its help and the guide's table are made from it. */
export const GENERATOR_EXIT_STATUS = {
  done: { status: 0, meaning: 'Done. With `--check`: every file is as it would be written, and nothing is missing.' },
  different: {
    status: 1,
    meaning: '`--check` found a file that is not as it would be written, or wording or a method that is missing.',
  },
  refused: { status: 2, meaning: 'Refused, and nothing was written. One or two lines say why.' },
  look: {
    status: 3,
    meaning:
      'Written, and a person has to look: a breaking change, an operation without a method, or an overlay target that is gone.',
  },
} as const;
