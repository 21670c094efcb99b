import type { ValueKind } from '../flags.ts';
import { UsageFault } from './usage-error.ts';

const MAX_COUNT = 1_000_000;
/** Node's own `fetch` ends a request after 300 s without a response. */
const MAX_SECONDS = 300;
const MAX_MINUTES = 10_080;
/** ISO 8601. Without an offset the time is in UTC, as every time that the command shows. */
const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i;
const MAX_SHOWN_LENGTH = 60;

/**
 * Makes the function that the parser reads the text after an option with.
 *
 * @param option - the name of the option, with its hyphens
 * @param isGiven - whether the option was given before
 */
export function valueReader(
  option: string,
  kind: Exclude<ValueKind, 'flag'>,
  isGiven: () => boolean,
): (text: string, earlier: unknown) => unknown {
  const fail = (fault: string): never => {
    throw new UsageFault(`${option} ${fault}`);
  };
  return (text, earlier) => {
    if (text.trim() === '' || text.startsWith('--')) return fail('needs a value.');
    if (kind === 'texts') return [...(Array.isArray(earlier) ? earlier : []), text];
    if (isGiven()) return fail('can be used only once.');
    const number = Number(text);
    if (kind === 'count') {
      if (/^\d+$/.test(text) && number >= 1 && number <= MAX_COUNT) return number;
      return fail(`can't be ${shown(text)}. Use a whole number from 1 to 1,000,000.`);
    }
    if (kind === 'seconds') {
      if (/^\d+(?:\.\d+)?$/.test(text) && number >= 0.001 && number <= MAX_SECONDS) return number;
      return fail(`can't be ${shown(text)}. Use a number of seconds above 0, up to ${MAX_SECONDS}.`);
    }
    if (kind === 'minutes') {
      if (/^\d+(?:\.\d+)?$/.test(text) && number > 0 && number <= MAX_MINUTES) return number;
      return fail(`can't be ${shown(text)}. Use a number of minutes above 0, up to 10,080.`);
    }
    return kind === 'time' ? (readTime(text) ?? fail(faultOfTime(text))) : text;
  };
}

/** @returns `undefined` for anything but a time in the past */
function readTime(text: string): Date | undefined {
  const [, offset] = TIME.exec(text) ?? [text];
  const time = new Date(offset === undefined && text.includes('T') ? `${text}Z` : text);
  // The calendar rolls over from a day that a month doesn't have.
  const day = text.slice(0, 10);
  const isDay = !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
  return TIME.test(text) && isDay && time.getTime() <= Date.now() ? time : undefined;
}

function faultOfTime(text: string): string {
  return `can't be ${shown(text)}. Use a time in the past such as 2026-03-01T10:00:00Z.`;
}

/** The value of an option, for a message. */
export function shown(text: string): string {
  return `"${text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text}"`;
}
