import { SessionTerminationManager, type SessionTerminationManagerOptions } from '../../src/index.ts';
import type { Outcome, Target } from '../../src/bulk.ts';

/** What Box, or the way to it, makes of one request. */
export type Fate =
  | 'works'
  | 'rate limited'
  | 'rate limited for two minutes'
  | 'server error'
  | 'accepted, then a server error'
  | 'answer lost'
  | 'answer unreadable';

/** One request that the model got. */
export interface BoxRequest {
  path: string;
  values: string[];
  status: number;
  fate: Fate;
  at: number;
}

/** A model of Box behind `fetch`: it refuses bad targets and long lists, and the fates come in turn, then all works. */
export class ModelBox {
  readonly requests: BoxRequest[] = [];
  /** Every target that an accepted request named, with the kind in front. */
  readonly accepted = new Set<string>();
  underWay = 0;
  mostUnderWay = 0;
  readonly #bad: ReadonlySet<string>;
  readonly #fates: readonly Fate[];
  readonly #longest: number;

  constructor({ bad = [], fates = [], longest = Infinity }: { bad?: string[]; fates?: Fate[]; longest?: number } = {}) {
    this.#bad = new Set(bad);
    this.#fates = fates;
    this.#longest = longest;
  }

  /** The library's own manager, on this model instead of the network. */
  manager(options: Partial<SessionTerminationManagerOptions> = {}): SessionTerminationManager {
    return new SessionTerminationManager({
      auth: 'token',
      fetch: (url, init) => this.#fetch(new Request(url, init)),
      ...options,
    });
  }

  async #fetch(request: Request): Promise<Response> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    const at = performance.now();
    const body = (await request.json()) as Record<string, string[]>;
    // A moment on the way, so that requests overlap.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.underWay -= 1;
    const path = new URL(request.url).pathname;
    return this.#answer(
      path,
      Object.entries(body).flatMap(([list, values]) => values.map((v) => `${list} ${v}`)),
      at,
    );
  }

  #answer(path: string, values: string[], at: number): Response {
    const fate = this.#fates[this.requests.length] ?? 'works';
    const verdict = values.length > this.#longest ? 413 : values.some((value) => this.#bad.has(value)) ? 404 : 202;
    const reached = !fate.startsWith('rate limited') && fate !== 'server error';
    const status = { 'rate limited': 429, 'rate limited for two minutes': 429, 'server error': 503 }[fate as string];
    this.requests.push({ path, values, status: status ?? verdict, fate, at });
    if (reached && verdict === 202) for (const value of values) this.accepted.add(value);
    if (fate === 'rate limited') return new Response('', { status: 429, headers: { 'retry-after': '2' } });
    if (fate === 'rate limited for two minutes') {
      return new Response('', { status: 429, headers: { 'retry-after': '120' } });
    }
    if (fate === 'server error') return new Response('', { status: 503 });
    if (fate === 'answer lost') throw new TypeError('connection reset');
    if (fate === 'accepted, then a server error' && verdict === 202) return new Response('', { status: 502 });
    if (fate === 'answer unreadable' && verdict === 202) return new Response('{"mess', { status: 202 });
    return Response.json(verdict === 202 ? { message: 'on its way' } : { code: 'refused' }, { status: verdict });
  }
}

/** A target as the model names it. */
export function nameOf(target: Target): string {
  const [[field, value] = []] = Object.entries(target);
  return `${String(field)}s ${String(value)}`;
}

/** So many users by id, from `1` on. */
export function users(count: number): { user_id: string }[] {
  return Array.from({ length: count }, (_, index) => ({ user_id: String(index + 1) }));
}

/** Everything that a run gives, and what it throws in the end. */
export async function collect(run: AsyncIterable<Outcome>): Promise<{ outcomes: Outcome[]; thrown: unknown }> {
  const outcomes: Outcome[] = [];
  try {
    for await (const outcome of run) outcomes.push(outcome);
  } catch (thrown) {
    return { outcomes, thrown };
  }
  return { outcomes, thrown: undefined };
}

/** The values of the targets with one status, in the order of the outcomes. */
export function having(status: Outcome['status'], outcomes: readonly Outcome[]): string[] {
  return outcomes.filter((outcome) => outcome.status === status).flatMap(({ target }) => Object.values(target));
}
