import { CONTENDERS, type Contender, type Row, type Thoroughness, type Values } from '../contenders.ts';
import { summarize, takeTurns } from '../median.ts';
import { programOf, type Places } from '../prepare.ts';
import { serving } from '../serving.ts';
import { Worker } from '../worker.ts';

const MAX_RATIO = 1.35;
const WARM_UP_CALLS = 500;

/** Microseconds and allocated bytes of a call on loopback, from a warm process that reuses its connections if it can. */
export async function measureCalls(places: Places, thoroughness: Thoroughness): Promise<Row[]> {
  const alone = await measureTime(places, thoroughness, 1);
  const many = await measureTime(places, thoroughness, 50);
  return [...alone, ...many, await measureAllocations(places, thoroughness)];
}

async function measureTime(
  places: Places,
  { rounds, callsEachRound }: Thoroughness,
  concurrency: number,
): Promise<Row[]> {
  const { values, ratios } = await withWorkers(places, async (workers, origin) => {
    const calls = (contender: Contender, count: number): Promise<number> =>
      workers[contender].order({ kind: 'calls', origin, count, concurrency });
    for (const contender of CONTENDERS) await calls(contender, WARM_UP_CALLS);
    return summarize(await takeTurns(rounds, CONTENDERS, (contender) => calls(contender, callsEachRound)));
  });
  return [
    {
      measure: concurrency === 1 ? 'a call' : `a call, ${concurrency} at once`,
      unit: 'µs',
      values,
      ratios,
      ...(concurrency === 1 ? { headline: true as const } : {}),
      goal: goalOf(ratios),
    },
  ];
}

function goalOf(ratios: Partial<Values>): { text: string; met: boolean } {
  const isBelow = (peer: Contender, limit: number): boolean => (ratios[peer] ?? Infinity) <= limit;
  const met = isBelow('raw-fetch', MAX_RATIO) && isBelow('openapi-fetch', 1) && isBelow('box-node-sdk', 1);
  return { text: `≤ ${MAX_RATIO} × raw fetch, below openapi-fetch and box-node-sdk`, met };
}

async function measureAllocations(places: Places, { rounds, callsEachRound }: Thoroughness): Promise<Row> {
  const { values } = await withWorkers(places, async (workers, origin) => {
    const allocations = (contender: Contender, count: number): Promise<number> =>
      workers[contender].order({ kind: 'allocations', origin, count });
    for (const contender of CONTENDERS) await allocations(contender, WARM_UP_CALLS);
    return summarize(
      await takeTurns(Math.min(rounds, 5), CONTENDERS, (contender) => allocations(contender, callsEachRound)),
    );
  });
  const kilobytes = CONTENDERS.map((contender) => [contender, (values[contender] ?? NaN) / 1000]);
  return { measure: 'allocated by a call', unit: 'kB', values: Object.fromEntries(kilobytes) as Values };
}

async function withWorkers<Result>(
  places: Places,
  work: (workers: Record<Contender, Worker>, origin: string) => Promise<Result>,
): Promise<Result> {
  const workers = Object.fromEntries(
    CONTENDERS.map((contender) => [contender, new Worker(programOf(places, contender, 'driver'))]),
  ) as Record<Contender, Worker>;
  try {
    return await serving((origin) => work(workers, origin));
  } finally {
    for (const contender of CONTENDERS) workers[contender].close();
  }
}
