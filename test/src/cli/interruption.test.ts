import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Interruption } from '../../../src/cli/interruption.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function listen() {
  const source = new EventEmitter();
  const calls: string[] = [];
  const callbacks = { onFirst: () => void calls.push('first'), onSecond: () => void calls.push('second') };
  return { source, calls, interruption: new Interruption(callbacks, source) };
}

describe('interruption', () => {
  it('tells a second signal from the first, whichever they are', () => {
    const { source, calls, interruption } = listen();
    source.emit('SIGTERM');
    expect({ calls, requested: interruption.requested }).toEqual({ calls: ['first'], requested: true });
    vi.advanceTimersByTime(200);
    source.emit('SIGINT');
    expect(calls).toEqual(['first', 'second']);
  });

  it('takes two signals of the same moment for one', () => {
    const { source, calls } = listen();
    source.emit('SIGINT');
    vi.advanceTimersByTime(20);
    source.emit('SIGINT');
    expect(calls).toEqual(['first']);
  });

  it('can be asked for without a signal', () => {
    const { calls, interruption } = listen();
    interruption.request();
    interruption.request();
    expect(calls).toEqual(['first']);
  });

  it('leaves no listener behind', () => {
    const { source, interruption } = listen();
    interruption.end();
    expect(source.eventNames()).toEqual([]);
  });
});
