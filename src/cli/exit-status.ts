/** Every exit status of the command and what it means; the guide's table is made from it. */
export const EXIT_STATUS = {
  allAccepted: {
    status: 0,
    meaning:
      'Box accepted every target, or there was nothing to do. `doctor`: no check failed. `verify`: no sign-in was seen.',
  },
  notAllAccepted: {
    status: 1,
    meaning:
      'Some targets were rejected, or their outcome is unknown. `doctor`: Box was not reached. `verify`: a user signed in again, or Box was not reached.',
  },
  nothingSent: {
    status: 2,
    meaning: 'The usage or the input is wrong, or the question was declined. Nothing was sent.',
  },
  noPermission: {
    status: 3,
    meaning: 'There are no valid credentials, or they lack the permission.',
  },
  interrupted: {
    status: 130,
    meaning: 'The run was interrupted before or while it sent. With `--report` and `--resume`, you can continue it.',
  },
} as const;

/** One of the statuses, by its name. */
export type Exit = keyof typeof EXIT_STATUS;
