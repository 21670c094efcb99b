const SECONDS = /^[+-]?\d+(?:\.\d+)?$/;
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? .*\d/i;
/** Between two values, not within a date such as `Thu, 01 Jan 2026 00:00:00 GMT`. */
const SEPARATOR = /,(?!\s*\d{1,2}[ -][a-z])/i;

/**
 * How long the response asks to wait, in milliseconds.
 *
 * `Retry-After` is a number of seconds or an HTTP date (RFC 9110, section 10.2.3). If it was sent more than once, the longest
 * wait counts. A date is compared with the server's own `Date` if there is one, so a wrong clock on this machine changes
 * nothing.
 *
 * @returns `undefined` without the header or without a value that can be read; 0 for a time in the past
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const serverNow = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(serverNow) ? Date.now() : serverNow;
  const waits = (headers.get('retry-after') ?? '')
    .split(SEPARATOR)
    .map((value) => waitOf(value.trim(), now))
    .filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function waitOf(value: string, now: number): number | undefined {
  if (SECONDS.test(value)) return Math.min(Math.max(0, Math.ceil(Number(value) * 1000)), Number.MAX_SAFE_INTEGER);
  if (!HTTP_DATE.test(value)) return undefined;
  // The form that ends in a year names no zone but means UTC (RFC 9110, section 5.6.7).
  const until = Date.parse(/\d{4}$/.test(value) ? `${value} GMT` : value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}
