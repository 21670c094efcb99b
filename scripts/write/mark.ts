/** What every machine-written file says of itself. */
export const MARK = 'Machine-written by `npm run generate`. Do not edit: the next run overwrites it.';
