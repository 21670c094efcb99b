import { CONTENDERS, OURS, valuesOf, type Contender, type Row, type Thoroughness, type Values } from '../contenders.ts';
import { programOf, type Places } from '../prepare.ts';
import { serving } from '../serving.ts';
import { Worker } from '../worker.ts';

/** Growth that is not told from noise, in kilobytes. */
const NOISE = 500;

/** The heap after a full collection: early, and after ten times as many calls. A client that leaks grows in between. */
export async function measureMemory(places: Places, { memoryCalls: [early, late] }: Thoroughness): Promise<Row[]> {
  const heaps = new Map<Contender, { early: number; late: number }>();
  // At once, since nothing here depends on the time.
  await serving((origin) =>
    Promise.all(
      CONTENDERS.map(async (contender) => {
        const worker = new Worker(programOf(places, contender, 'driver'), ['--expose-gc']);
        try {
          const heap = (count: number): Promise<number> => worker.order({ kind: 'heap', origin, count });
          heaps.set(contender, { early: await heap(early), late: await heap(late - early) });
        } finally {
          worker.close();
        }
      }),
    ),
  );
  const values = (value: (heap: { early: number; late: number }) => number): Promise<Values> =>
    valuesOf((contender) => value(heaps.get(contender) ?? { early: NaN, late: NaN }));
  const growth = await values((heap) => (heap.late - heap.early) / 1000);
  const calls = (count: number): string => count.toLocaleString('en');
  return [
    { measure: `heap after ${calls(late)} calls`, unit: 'MB', values: await values((heap) => heap.late / 1e6) },
    {
      measure: `its growth since call ${calls(early)}`,
      unit: 'kB',
      values: growth,
      goal: { text: 'none', met: (growth[OURS] ?? Infinity) <= NOISE },
    },
  ];
}
