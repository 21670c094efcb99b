import { Session, type HeapProfiler } from 'node:inspector/promises';
import type { Connect, SignOut, SignOutMany } from './programs/program.ts';

/** In bytes, on the average. */
const SAMPLING_INTERVAL = 16_384;

/** What a driver is told to do. */
export type Order = { origin: string } & (
  | { kind: 'calls'; count: number; concurrency: number }
  | { kind: 'allocations'; count: number }
  | { kind: 'heap'; count: number }
  | { kind: 'targets'; count: number; requestsPerMinute: number }
);

/** Carries out orders with one client: microseconds a call, bytes a call, bytes of heap after calls, or accepted targets. */
export function drive(connect: Connect, signOutMany: SignOutMany): void {
  let client: { origin: string; signOut: SignOut } | undefined;
  process.once('disconnect', () => process.exit());
  process.on('message', (order: Order) => {
    const { origin } = order;
    if (client?.origin !== origin) client = { origin, signOut: connect(origin) };
    carryOut(order, client.signOut, signOutMany).then(
      (value) => process.send?.({ value }),
      (error: Error) => process.send?.({ failure: error.message }),
    );
  });
}

async function carryOut(order: Order, signOut: SignOut, signOutMany: SignOutMany): Promise<number> {
  if (order.kind === 'calls') return microsecondsOf(order, signOut);
  if (order.kind === 'allocations') return allocationsOf(order.count, signOut);
  if (order.kind === 'targets') return signOutMany(order.origin, userIdsOf(order.count), order.requestsPerMinute);
  await repeat(order.count, 50, signOut);
  return heapInUse();
}

function userIdsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

async function repeat(count: number, concurrency: number, signOut: SignOut): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await signOut(['11446498']);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function microsecondsOf(
  { count, concurrency }: { count: number; concurrency: number },
  signOut: SignOut,
): Promise<number> {
  const startedAt = performance.now();
  await repeat(count, concurrency, signOut);
  return ((performance.now() - startedAt) * 1000) / count;
}

/** V8's own sampling of the heap, with what was collected meanwhile: an estimate, some percent off. */
async function allocationsOf(count: number, signOut: SignOut): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await repeat(count, 1, signOut);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return sizeOf(profile.head) / count;
}

function sizeOf({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}

/** What is only waiting for a finalizer is no leak: those run between the collections. */
async function heapInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage().heapUsed;
}
