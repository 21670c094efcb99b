import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TokenCache, type IssuedToken } from '../../../src/auth/token-cache.ts';
import { rejection } from '../../support/server.ts';
import { ask } from '../../support/token-endpoint.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 }));
afterEach(() => vi.useRealTimers());

/** Gives `token-1`, `token-2` and so on, each with the same life. */
function inTurn(lifeMs: number) {
  let count = 0;
  return vi.fn(async (): Promise<IssuedToken> => ({ token: `token-${++count}`, lifeMs }));
}

/** Gives what is released to it. */
function onRelease() {
  const signals: AbortSignal[] = [];
  const waiting: PromiseWithResolvers<IssuedToken>[] = [];
  const obtain = (signal: AbortSignal): Promise<IssuedToken> => {
    signals.push(signal);
    const pending = withResolvers<IssuedToken>();
    waiting.push(pending);
    return pending.promise;
  };
  return { obtain, signals, waiting };
}

interface PromiseWithResolvers<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (reason: Error) => void;
}

function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

describe('a token', () => {
  it('is kept until 60 s before its end', async () => {
    const obtain = inTurn(3_600_000);
    const cache = new TokenCache(obtain);
    await expect(cache.get(ask())).resolves.toBe('token-1');
    vi.advanceTimersByTime(3_539_999);
    await expect(cache.get(ask())).resolves.toBe('token-1');
    vi.advanceTimersByTime(1);
    await expect(cache.get(ask())).resolves.toBe('token-2');
    expect(obtain).toHaveBeenCalledTimes(2);
  });

  it('has its life counted from when it was asked for', async () => {
    const { obtain, waiting } = onRelease();
    const cache = new TokenCache(obtain);
    const first = cache.get(ask());
    vi.advanceTimersByTime(30_000);
    waiting[0]?.resolve({ token: 'slow', lifeMs: 100_000 });
    await first;
    vi.advanceTimersByTime(9_999);
    await expect(cache.get(ask())).resolves.toBe('slow');
    vi.advanceTimersByTime(1);
    void cache.get(ask());
    expect(waiting).toHaveLength(2);
  });

  it('with a life of 60 s or less is not kept', async () => {
    const cache = new TokenCache(inTurn(60_000));
    await expect(cache.get(ask())).resolves.toBe('token-1');
    await expect(cache.get(ask())).resolves.toBe('token-2');
  });

  it('is not kept when the clock is set back', async () => {
    const cache = new TokenCache(inTurn(3_600_000));
    await cache.get(ask());
    vi.setSystemTime(999_999_999_999);
    await expect(cache.get(ask())).resolves.toBe('token-2');
  });

  it('that Box rejected is replaced', async () => {
    const cache = new TokenCache(inTurn(3_600_000));
    await cache.get(ask());
    await expect(cache.get(ask(undefined, true))).resolves.toBe('token-2');
    await expect(cache.get(ask())).resolves.toBe('token-2');
  });
});

describe('one request for a token', () => {
  it('serves all who wait', async () => {
    const obtain = inTurn(3_600_000);
    const cache = new TokenCache(obtain);
    const tokens = await Promise.all(Array.from({ length: 100 }, (_, index) => cache.get(ask(undefined, index > 50))));
    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    expect(obtain).toHaveBeenCalledOnce();
  });

  it('that fails fails all who wait, and the next call tries again', async () => {
    const { obtain, waiting } = onRelease();
    const cache = new TokenCache(obtain);
    const calls = Array.from({ length: 10 }, () => rejection(cache.get(ask())));
    waiting[0]?.reject(new Error('the vault is sealed'));
    for (const error of await Promise.all(calls)) expect(error.message).toBe('the vault is sealed');
    const next = cache.get(ask());
    waiting[1]?.resolve({ token: 'later', lifeMs: 3_600_000 });
    await expect(next).resolves.toBe('later');
    expect(waiting).toHaveLength(2);
  });

  it('continues for the others when one of them aborts', async () => {
    const { obtain, signals, waiting } = onRelease();
    const cache = new TokenCache(obtain);
    const controller = new AbortController();
    const [leaving, staying] = [cache.get(ask(controller.signal)), cache.get(ask())];
    controller.abort(new Error('enough'));
    await expect(leaving).rejects.toThrow('enough');
    expect(signals[0]?.aborted).toBe(false);
    waiting[0]?.resolve({ token: 'token', lifeMs: 3_600_000 });
    await expect(staying).resolves.toBe('token');
  });

  it('is aborted when no call waits for it anymore, and the next call makes its own', async () => {
    const { obtain, signals, waiting } = onRelease();
    const cache = new TokenCache(obtain);
    const controller = new AbortController();
    const leaving = [cache.get(ask(controller.signal)), cache.get(ask(controller.signal))].map(rejection);
    controller.abort(new Error('enough'));
    await Promise.all(leaving);
    expect(signals[0]?.aborted).toBe(true);
    const next = cache.get(ask());
    waiting[1]?.resolve({ token: 'token', lifeMs: 3_600_000 });
    await expect(next).resolves.toBe('token');
  });

  it('is not made for one whose signal has aborted', async () => {
    const obtain = inTurn(3_600_000);
    await expect(new TokenCache(obtain).get(ask(AbortSignal.abort(new Error('enough'))))).rejects.toThrow('enough');
    expect(obtain).not.toHaveBeenCalled();
  });
});
