/** `1 user`, `12,000 users`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

/** `0.4 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return join(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  return join(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min');
}

function join(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}

/** What the library calls otherwise than the command. */
const TERMS: readonly [library: string, command: string][] = [
  // A person at the command has no option to send a token in clear.
  [', or set allowInsecure to accept that', ''],
  ['`auth`', 'the credentials'],
  ['asUser', '--as-user'],
  ['timeoutMs', '--timeout'],
  ['tokenUrl', '--base-url'],
  ['baseUrl', '--base-url'],
  ['the base URL', '--base-url'],
];

/** A message of the library as a person at the command understands it. */
export function inTermsOfFlags(message: string): string {
  return TERMS.reduce((text, [library, command]) => text.replaceAll(library, command), message);
}
