/** Statuses that end by themselves, so the same request is sent again. */
export const RETRIED_STATUSES = [429, 500, 502, 503, 504] as const;
