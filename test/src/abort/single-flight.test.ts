import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { SingleFlight } from '../../../src/abort/single-flight.ts';

describe('SingleFlight', () => {
  it('does one piece of work at a time, and the next one after it', async () => {
    const flight = new SingleFlight<number>();
    let count = 0;
    const work = vi.fn(async () => ++count);
    const both = [flight.join(undefined, work), flight.join(undefined, work)];
    await expect(Promise.all(both)).resolves.toEqual([1, 1]);
    await expect(flight.join(undefined, work)).resolves.toBe(2);
  });

  it('lets go of a caller whose signal the work itself aborts, and leaves no listener', async () => {
    const flight = new SingleFlight<number>();
    const controller = new AbortController();
    let shared: AbortSignal | undefined;
    const joined = flight.join(controller.signal, (signal) => {
      shared = signal;
      controller.abort(new Error('enough'));
      return new Promise(() => {});
    });
    await expect(joined).rejects.toThrow('enough');
    expect(shared?.aborted).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});
