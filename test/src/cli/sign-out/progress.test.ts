import { describe, expect, it } from 'vitest';
import { describe as describeProgress } from '../../../../src/cli/sign-out/progress.ts';

describe('progress', () => {
  it.each([
    [0, 1000, 0, '0/1,000, 0.0/s'],
    [250, 1000, 5000, '250/1,000, 50/s, 15 s left'],
    [3, 10_000, 2000, '3/10,000, 1.5/s, 1 h 51 min left'],
    [1000, 1000, 90_000, '1,000/1,000, 11/s, 1 min 30 s in all'],
  ])('says for %d of %d after %d ms: %s', (done, total, elapsedMs, text) => {
    expect(describeProgress(done, total, elapsedMs)).toBe(text);
  });
});
