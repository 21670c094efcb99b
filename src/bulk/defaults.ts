/** The one place for the defaults of a bulk run. It loads nothing, since the command's help shows them. */
export const BULK_DEFAULTS = {
  batchSize: 100,
  concurrency: 4,
  requestsPerMinute: 900,
  giveUpAfter: 20,
  dedupe: true,
} as const;
