import { describe, expect, it } from 'vitest';
import { describeProgress, renderBar, startProgress } from '../../../../src/cli/sign-out/progress.ts';

describe('progress', () => {
  it.each([
    [0, 1000, 0, '0/1,000, 0.0/s'],
    [250, 1000, 5000, '250/1,000, 50/s, 15 s left'],
    [3, 10_000, 2000, '3/10,000, 1.5/s, 1 h 51 min left'],
    [1000, 1000, 90_000, '1,000/1,000, 11/s, 1 min 30 s in all'],
  ])('says for %d of %d after %d ms: %s', (done, total, elapsedMs, text) => {
    expect(describeProgress(done, total, elapsedMs).join(', ')).toBe(text);
  });

  const parts = ['250/1,000', '50/s', '15 s left'];

  it.each([
    [0, ''],
    [8, ''],
    [9, '250/1,000'],
    [20, '250/1,000, 50/s'],
    [25, '##------- 250/1,000, 50/s'],
    [46, '####--------------- 250/1,000, 50/s, 15 s left'],
    [200, `${'#'.repeat(10)}${'-'.repeat(30)} 250/1,000, 50/s, 15 s left`],
  ])('fits into %d columns', (columns, line) => {
    expect(renderBar(parts, 0.25, columns)).toBe(line);
  });

  it('is never wider than the terminal', () => {
    for (let columns = -1; columns < 120; columns++) {
      expect(renderBar(parts, 1, columns).length).toBeLessThanOrEqual(Math.max(0, columns));
    }
  });

  it('survives a screen that fails', () => {
    const fail = (): never => {
      throw new Error('no screen');
    };
    const progress = startProgress(10, { isTTY: true, columns: 80, write: fail }, { canDraw: true });
    progress.update(5);
    progress.clear();
    expect(() => progress.end()).not.toThrow();
  });
});
