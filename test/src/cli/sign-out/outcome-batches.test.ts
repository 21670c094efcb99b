import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/bulk.ts';
import { inBatches } from '../../../../src/cli/sign-out/outcome-batches.ts';

const outcome = (id: number): Outcome => ({ target: { user_id: String(id) }, status: 'accepted', attempts: 1 });
const idsOf = (batch: Outcome[]): (string | undefined)[] => batch.map(({ target }) => target.user_id);

describe('batches of outcomes', () => {
  it('contain what becomes known at the same time', async () => {
    const batches: (string | undefined)[][] = [];
    const source = (async function* () {
      yield outcome(1);
      yield outcome(2);
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield outcome(3);
    })();
    for await (const batch of inBatches(source)) batches.push(idsOf(batch));
    expect(batches).toEqual([['1', '2'], ['3']]);
  });

  it('come before the error that ends them', async () => {
    const batches: (string | undefined)[][] = [];
    const source = (async function* () {
      yield outcome(1);
      yield outcome(2);
      throw new Error('rejected');
    })();
    const reading = (async () => {
      for await (const batch of inBatches(source)) batches.push(idsOf(batch));
    })();
    await expect(reading).rejects.toThrow('rejected');
    expect(batches).toEqual([['1', '2']]);
  });

  it('end the source when the loop is left', async () => {
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
    for await (const batch of inBatches(source)) {
      expect(idsOf(batch)).toEqual(['1', '2']);
      break;
    }
    expect(ended).toBe(true);
  });
});
