/**
 * Measures the bulk sign-out against a stand-in within the process: what it keeps in memory, by the length of the list and
 * with duplicates looked for or not, and how many requests bad targets cost. Run it with
 * `node --expose-gc --import tsx bench/bulk-memory.ts`.
 */
import { terminateSessions, type SessionTerminator, type Target } from '../src/bulk.ts';
import { ApiError } from '../src/errors.ts';

const SIZES = [1000, 10_000, 100_000];
const ONE_MILLION = 1_000_000;
/** Outcomes between two looks at the heap. */
const LOOK_EVERY = 5000;
/** Every look is at what lives, so it is not a matter of when the collector happens to run. */
const collectGarbage = (globalThis as { gc?: () => void }).gc;

const LIST_LENGTH = 100_000;
const BAD_SHARE = 0.01;
const BATCH_SIZE = 100;
const SEED = 20_260_101;

async function main(): Promise<void> {
  if (collectGarbage === undefined) {
    throw new Error('Run it with --expose-gc: node --expose-gc --import tsx bench/bulk-memory.ts');
  }
  await livingHeap('the first run loads code', 1000, true);
  console.log('Memory that a run keeps at its height, above what lived before it\n');
  console.log('| targets | logins, dedupe on | logins, dedupe off | ids, dedupe on | ids, dedupe off |');
  console.log('| ---: | ---: | ---: | ---: | ---: |');
  for (const size of [...SIZES, ONE_MILLION]) {
    const cells = [];
    for (const kind of ['logins', 'ids']) {
      for (const dedupe of [true, false]) cells.push(megabytes(await livingHeap(kind, size, dedupe)));
    }
    console.log(`| ${[size.toLocaleString('en'), ...cells].join(' | ')} |`);
  }
  await costOfBadTargets();
}

/** The most bytes that a run over so many targets kept alive. */
async function livingHeap(kind: string, size: number, dedupe: boolean): Promise<number> {
  const before = look();
  let peak = 0;
  let seen = 0;
  const run = terminateSessions(standIn(), targets(kind, size), { dedupe, requestsPerMinute: Infinity });
  for await (const { status } of run) {
    if (status !== 'accepted') throw new Error('the stand-in accepts everybody');
    seen += 1;
    if (seen % LOOK_EVERY === 0 || seen === size) peak = Math.max(peak, look() - before);
  }
  if (seen !== size) throw new Error(`${seen} outcomes for ${size} targets`);
  return peak;
}

function look(): number {
  collectGarbage?.();
  return process.memoryUsage().heapUsed;
}

/** Logins of about 30 characters, or ids of 11 digits, as Box has them; each is made when it is asked for. */
function* targets(kind: string, size: number): Generator<Target> {
  for (let number = 0; number < size; number++) {
    if (kind === 'ids') yield { user_id: String(10_000_000_000 + number) };
    else yield { user_login: `person.${String(number).padStart(9, '0')}@example.com` };
  }
}

/** Accepts every request that names nobody bad. */
function standIn(bad: ReadonlySet<string> = new Set(), onRequest: () => void = () => {}): SessionTerminator {
  const send = async (body: object): Promise<{ message: string }> => {
    onRequest();
    if ((Object.values(body).flat() as string[]).some((value) => bad.has(value))) {
      throw new ApiError('There is nobody of that name.', { status: 404, attempts: 1, fromBox: true });
    }
    return { message: 'accepted' };
  };
  return { createUserTerminateSession: send, createGroupTerminateSession: send };
}

async function costOfBadTargets(): Promise<void> {
  const bad = new Set<string>();
  const random = generator(SEED);
  while (bad.size < LIST_LENGTH * BAD_SHARE) bad.add(String(10_000_000_000 + Math.floor(random() * LIST_LENGTH)));
  let requests = 0;
  let rejected = 0;
  const box = standIn(bad, () => (requests += 1));
  const options = { batchSize: BATCH_SIZE, requestsPerMinute: Infinity };
  for await (const { target, status } of terminateSessions(box, targets('ids', LIST_LENGTH), options)) {
    if ((status === 'rejected') !== bad.has(String(target.user_id))) throw new Error('a wrong outcome');
    if (status === 'rejected') rejected += 1;
  }
  const least = Math.ceil(bitsOfChoice(LIST_LENGTH, bad.size));
  const knowing = Math.ceil((LIST_LENGTH - bad.size) / BATCH_SIZE) + bad.size;
  console.log(`\n${BAD_SHARE * 100} % bad ids among ${LIST_LENGTH.toLocaleString('en')}, ${BATCH_SIZE} in a batch\n`);
  console.log(`requests                                 ${requests}, ${rejected} rejected`);
  console.log(`least possible, not knowing who is bad   ${least}, so ${(requests / least).toFixed(2)} times as many`);
  console.log(`least possible, knowing who is bad       ${knowing}`);
}

/**
 * How many questions with two answers it takes on average to learn which of them are bad, whatever is asked: the logarithm of
 * the number of choices, to the base 2. A request is such a question: accepted or refused.
 */
function bitsOfChoice(all: number, chosen: number): number {
  let bits = 0;
  for (let index = 0; index < chosen; index++) bits += Math.log2((all - index) / (chosen - index));
  return bits;
}

/** Numbers from 0 to 1, the same sequence each time: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function megabytes(bytes: number): string {
  return `${(Math.max(0, bytes) / 1e6).toFixed(1)} MB`;
}

await main();
