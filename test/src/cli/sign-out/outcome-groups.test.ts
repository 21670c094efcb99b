import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/bulk.ts';
import { together } from '../../../../src/cli/sign-out/outcome-groups.ts';

const outcome = (id: number): Outcome => ({ target: { user_id: String(id) }, status: 'accepted', attempts: 1 });
const idsOf = (group: Outcome[]): (string | undefined)[] => group.map(({ target }) => target.user_id);

describe('groups of outcomes', () => {
  it('hold what becomes known at the same time', async () => {
    const groups: (string | undefined)[][] = [];
    const source = (async function* () {
      yield outcome(1);
      yield outcome(2);
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield outcome(3);
    })();
    for await (const group of together(source)) groups.push(idsOf(group));
    expect(groups).toEqual([['1', '2'], ['3']]);
  });

  it('come before the error that ends them', async () => {
    const groups: (string | undefined)[][] = [];
    const source = (async function* () {
      yield outcome(1);
      yield outcome(2);
      throw new Error('refused');
    })();
    const reading = (async () => {
      for await (const group of together(source)) groups.push(idsOf(group));
    })();
    await expect(reading).rejects.toThrow('refused');
    expect(groups).toEqual([['1', '2']]);
  });

  it('end the source when nobody wants more', async () => {
    let ended = false;
    const source = (async function* () {
      try {
        for (let id = 1; ; id++) {
          yield outcome(id);
          if (id % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        }
      } finally {
        ended = true;
      }
    })();
    for await (const group of together(source)) {
      expect(idsOf(group)).toEqual(['1', '2']);
      break;
    }
    expect(ended).toBe(true);
  });
});
