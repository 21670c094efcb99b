import { OURS, valuesOf, type Contender, type Row, type Thoroughness } from '../contenders.ts';
import { programOf, type Places } from '../prepare.ts';
import { serving } from '../serving.ts';
import { Worker } from '../worker.ts';

/** What the server takes. Box's limit is for a minute; this one is for a second, so that it is met within seconds. */
const REQUESTS_PER_SECOND = 20;
/** What the bulk sign-out is told: nine tenths of the limit, as its default is of Box's. */
const REQUESTS_PER_MINUTE = REQUESTS_PER_SECOND * 60 * 0.9;

interface Outcome {
  accepted: number;
  refused: number;
  seconds: number;
}

/** Many targets in batches of 100, four batches at once, against a server with a rate limit. */
export async function measureManyTargets(places: Places, { targets }: Thoroughness): Promise<Row[]> {
  const outcomes = new Map<Contender, Outcome>();
  await valuesOf(async (contender) => {
    outcomes.set(contender, await signOutAll(places, contender, targets));
    return undefined;
  });
  const row = async (measure: string, unit: string, key: keyof Outcome): Promise<Row> => ({
    measure: `${targets.toLocaleString('en')} targets: ${measure}`,
    unit,
    values: await valuesOf((contender) => outcomes.get(contender)?.[key]),
  });
  const accepted = await row('signed out', '', 'accepted');
  return [
    { ...accepted, goal: { text: 'all', met: accepted.values[OURS] === targets } },
    await row('requests rejected with 429', '', 'refused'),
    await row('time', 's', 'seconds'),
  ];
}

function signOutAll(places: Places, contender: Contender, count: number): Promise<Outcome> {
  return serving(async (origin) => {
    const worker = new Worker(programOf(places, contender, 'driver'));
    try {
      const startedAt = performance.now();
      const order = { kind: 'targets', origin, count, requestsPerMinute: REQUESTS_PER_MINUTE } as const;
      const accepted = await worker.order(order);
      const seconds = (performance.now() - startedAt) / 1000;
      const refused = Number(await (await fetch(`${origin}/refused`)).text());
      return { accepted, refused, seconds };
    } finally {
      worker.close();
    }
  }, REQUESTS_PER_SECOND);
}
