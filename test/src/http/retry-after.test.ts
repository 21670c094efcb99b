import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryAfterMs } from '../../../src/http/retry-after.ts';

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('retryAfterMs', () => {
  it.each([
    ['2', 2000],
    [' 2 ', 2000],
    ['0', 0],
    ['-5', 0],
    ['1.5', 1500],
    ['0.0001', 1],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Thursday, 01-Jan-26 00:00:10 GMT', 10_000],
    ['Thu Jan  1 00:00:10 2026', 10_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['2, 2', 2000],
    ['2,30', 30_000],
    ['soon, 3', 3000],
    ['1, Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Thu, 01 Jan 2026 00:00:10 GMT, Thu, 01 Jan 2026 00:00:20 GMT', 20_000],
    ['Thursday, 01-Jan-26 00:00:10 GMT, 5', 10_000],
  ])('reads %j as %i ms', (value, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }))).toBe(expected);
  });

  it.each([
    '',
    'soon',
    ', soon',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '2026-01-01T00:00:10Z',
    'Thu, 99 Foo 2026 00:00:00 GMT',
  ])('ignores %j', (value) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }))).toBeUndefined();
  });

  it('reads a date without a zone as UTC, in every time zone', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    expect(new Date().getTimezoneOffset()).toBe(-540);
    expect(retryAfterMs(new Headers({ 'retry-after': 'Thu Jan  1 00:00:10 2026' }))).toBe(10_000);
  });

  it('compares a date with the clock of the server', () => {
    const headers = { 'retry-after': 'Sun, 01 Jan 2023 00:00:30 GMT', date: 'Sun, 01 Jan 2023 00:00:00 GMT' };
    expect(retryAfterMs(new Headers(headers))).toBe(30_000);
  });

  it('takes the longer of two headers', () => {
    const headers = new Headers({ 'retry-after': '5' });
    headers.append('retry-after', '7');
    expect(retryAfterMs(headers)).toBe(7000);
  });

  it('is undefined without the header', () => {
    expect(retryAfterMs(new Headers())).toBeUndefined();
  });
});
