import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, AuthError, NetworkError, ResponseError, TimeoutError } from '../../../src/index.ts';
import { backOffMs, decideRetry, RETRIED_STATUSES } from '../../../src/http/retry.ts';

const policy = { maxAttempts: 4, minDelayMs: 100, maxDelayMs: 300 };
const api = (status: number, retryAfterMs?: number): ApiError => new ApiError('', { status, retryAfterMs });

afterEach(() => vi.restoreAllMocks());

describe('decideRetry', () => {
  it('retries exactly the statuses whose cause might pass', () => {
    const retried = Array.from({ length: 200 }, (_, index) => 400 + index).filter(
      (status) => decideRetry(api(status), 1, policy, false) !== undefined,
    );
    expect(retried).toEqual(RETRIED_STATUSES);
  });

  it.each([
    [new AuthError(''), undefined],
    [new ResponseError('', { status: 202 }), undefined],
    [new Error('a fault of the program'), undefined],
    [new NetworkError(''), 'network'],
    [new NetworkError('', { reason: 'connect_timeout' }), 'network'],
    [new NetworkError('', { reason: 'certificate' }), undefined],
    [new NetworkError('', { reason: 'proxy' }), undefined],
    [new TimeoutError(''), 'timeout'],
    [api(408), 'server_error'],
    [api(429), 'rate_limited'],
    [api(503), 'server_error'],
  ])('after %s says %s', (error, reason) => {
    expect(decideRetry(error, 1, policy, false)?.reason).toBe(reason);
  });

  it('replaces a rejected token where it can', () => {
    expect(decideRetry(api(401), 1, policy, true)).toEqual({ delayMs: 0, reason: 'unauthorized' });
    expect(decideRetry(api(401), 1, policy, false)).toBeUndefined();
  });

  it('never goes beyond the attempts', () => {
    expect(decideRetry(new TimeoutError(''), 3, policy, false)).toBeDefined();
    expect(decideRetry(new TimeoutError(''), 4, policy, false)).toBeUndefined();
    expect(decideRetry(api(401), 4, policy, true)).toBeUndefined();
  });

  it('waits exactly as long as the response asks, up to maxDelayMs', () => {
    expect(decideRetry(api(503, 300), 1, policy, false)).toEqual({ delayMs: 300, reason: 'server_error' });
    expect(decideRetry(api(503, 301), 1, policy, false)).toBeUndefined();
  });
});

describe('backOffMs', () => {
  it('doubles its bound from attempt to attempt, up to maxDelayMs, with full jitter', () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(1);
    expect([1, 2, 3, 4].map((attempt) => backOffMs(attempt, policy))).toEqual([100, 200, 300, 300]);
    random.mockReturnValue(0);
    expect(backOffMs(3, policy)).toBe(0);
    random.mockReturnValue(0.5);
    expect(backOffMs(2, policy)).toBe(100);
  });
});
