import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wait } from '../../../src/abort/wait.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('wait', () => {
  it('ends when the time is over, and leaves no listener', async () => {
    const { signal } = new AbortController();
    const ended = vi.fn();
    const waiting = wait(1000, signal).then(ended);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(ended).toHaveBeenCalledOnce();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('keeps waiting when a timer fires early', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(999.4).mockReturnValue(1001);
    const waiting = wait(1000, undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    now.mockRestore();
  });

  it('ends at once when the signal aborts, with its reason, and leaves no timer', async () => {
    const controller = new AbortController();
    const waiting = expect(wait(1000, controller.signal)).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('does not begin when the signal has aborted, however short the wait', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(wait(1000, signal)).rejects.toThrow('enough');
    await expect(wait(0, signal)).rejects.toThrow('enough');
  });
});
