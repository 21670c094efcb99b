const SECONDS = /^[+-]?\d+(?:\.\d+)?$/;
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? .*\d/i;

/**
 * How long the answer asks to wait, in milliseconds.
 *
 * `Retry-After` is a number of seconds or an HTTP date (RFC 9110, section 10.2.3). A date is read against the server's own
 * `Date` where it sends one, so a wrong clock on this side changes nothing.
 *
 * @returns `undefined` without the header or with one that says neither; 0 for a time that is over
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (SECONDS.test(value)) return Math.min(Math.max(0, Math.ceil(Number(value) * 1000)), Number.MAX_SAFE_INTEGER);
  if (!HTTP_DATE.test(value)) return undefined;
  // The form that ends in a year names no zone, but means UTC (RFC 9110, section 5.6.7).
  const until = Date.parse(/\d{4}$/.test(value) ? `${value} GMT` : value);
  if (Number.isNaN(until)) return undefined;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(serverNow) ? Date.now() : serverNow));
}
