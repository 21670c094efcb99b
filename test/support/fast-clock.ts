import { afterEach, beforeEach, vi } from 'vitest';

/** How much time passes with each tick of the real clock, which is about a millisecond. */
const STEP_MS = 50;

/**
 * Makes time pass much faster for the tests of the file or the `describe` block that calls it: waits of minutes end within
 * seconds, while real sockets keep working.
 */
export function useFastClock(): void {
  let ticking: ReturnType<typeof setInterval>;
  beforeEach(() => {
    ticking = setInterval(() => vi.advanceTimersByTime(STEP_MS), 1);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  });
  afterEach(() => {
    clearInterval(ticking);
    vi.useRealTimers();
  });
}
