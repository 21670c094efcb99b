/** How long a request may take where the caller says nothing, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 30_000;
/** Timers hold no more: a longer time would end at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Why a value cannot be a time limit; `undefined` when it can. */
export function faultOfTimeout(timeoutMs: unknown): string | undefined {
  if (typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS) return undefined;
  return `must be a number of milliseconds from 1 to ${MAX_TIMER_MS}`;
}

/** @returns `undefined` for anything but the text of an `http:` or `https:` URL */
export function parseHttpUrl(text: unknown): URL | undefined {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Whether what is sent there can be read on the way: `http:` to a host other than this machine. */
export function sendsInClear({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
}

/** Whether a value can be sent as a bearer token: visible ASCII characters and no space. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value);
}
