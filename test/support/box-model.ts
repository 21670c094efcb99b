import { SessionTerminationManager, type SessionTerminationManagerOptions } from '../../src/index.ts';
import type { Outcome, Target } from '../../src/bulk.ts';

/** What happens to one request. */
export type Fate =
  | 'works'
  | 'rate limited'
  | 'rate limited for two minutes'
  | 'rate limited for two months'
  | 'rate limited without a time'
  | 'server error'
  | 'server error for two minutes'
  | 'accepted, then a server error'
  | 'response lost'
  | 'response not Box’s'
  | 'connection refused'
  | 'connection reset'
  | 'gateway timeout page'
  | 'gateway page';

/** All requests that arrive within this time meet the same fate. */
export interface Outage {
  /** In milliseconds since the model was made. */
  from: number;
  until: number;
  fate: Fate;
}

/** One request that the model received. */
export interface BoxRequest {
  path: string;
  values: string[];
  status: number;
  fate: Fate;
  at: number;
}

/** What a gateway says in turn, each with a page. */
const GATEWAY_STATUSES = [404, 409, 400, 413, 422] as const;

/** Fates of requests that never reach Box. */
const NEVER_REACHED: readonly Fate[] = [
  'rate limited',
  'rate limited for two minutes',
  'rate limited for two months',
  'rate limited without a time',
  'server error',
  'server error for two minutes',
  'connection refused',
  'connection reset',
  'gateway timeout page',
  'gateway page',
];

interface Scene {
  bad?: string[];
  fates?: Fate[];
  outages?: Outage[];
  longest?: number;
}

/**
 * A model of Box behind `fetch`. It rejects bad targets and long lists. The fates come in turn, then outages decide, and
 * outside of them everything works.
 */
export class ModelBox {
  readonly requests: BoxRequest[] = [];
  /** Every target that an accepted request named, with the kind in front. */
  readonly accepted = new Set<string>();
  inFlight = 0;
  mostInFlight = 0;
  readonly #bad: ReadonlySet<string>;
  readonly #fates: readonly Fate[];
  readonly #outages: readonly Outage[];
  readonly #longest: number;
  readonly #madeAt = performance.now();

  constructor({ bad = [], fates = [], outages = [], longest = Infinity }: Scene = {}) {
    this.#bad = new Set(bad);
    this.#fates = fates;
    this.#outages = outages;
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
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const at = performance.now();
    const body = (await request.json()) as Record<string, string[]>;
    // A moment on the way, so that requests overlap.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.inFlight -= 1;
    const values = Object.entries(body).flatMap(([list, each]) => each.map((value) => `${list} ${value}`));
    return this.#respond(new URL(request.url).pathname, values, at);
  }

  #respond(path: string, values: string[], at: number): Response {
    const fate = this.#fates[this.requests.length] ?? this.#fateAt(at - this.#madeAt);
    const verdict = values.length > this.#longest ? 413 : values.some((value) => this.#bad.has(value)) ? 404 : 202;
    if (!NEVER_REACHED.includes(fate) && verdict === 202) for (const value of values) this.accepted.add(value);
    const gatewayStatus = GATEWAY_STATUSES[this.requests.length % GATEWAY_STATUSES.length] ?? 404;
    const response = responseOf(fate, verdict, gatewayStatus);
    this.requests.push({ path, values, status: response instanceof Response ? response.status : 0, fate, at });
    if (response instanceof Response) return response;
    throw response;
  }

  #fateAt(now: number): Fate {
    return this.#outages.find(({ from, until }) => now >= from && now < until)?.fate ?? 'works';
  }
}

function responseOf(fate: Fate, verdict: number, gatewayStatus: number): Response | Error {
  switch (fate) {
    case 'rate limited':
      return new Response('', { status: 429, headers: { 'retry-after': '2' } });
    case 'rate limited for two minutes':
      return new Response('', { status: 429, headers: { 'retry-after': '120' } });
    case 'rate limited for two months':
      return new Response('', { status: 429, headers: { 'retry-after': String(60 * 86_400) } });
    case 'rate limited without a time':
      return new Response('', { status: 429 });
    case 'server error':
      return new Response('', { status: 503 });
    case 'server error for two minutes':
      return new Response('', { status: 503, headers: { 'retry-after': '120' } });
    case 'gateway timeout page':
      return new Response('<h1>Gateway timeout</h1>', { status: 504 });
    case 'gateway page':
      return new Response('<h1>Rejected</h1>', { status: gatewayStatus });
    case 'response lost':
    case 'connection reset':
      return new TypeError('fetch failed', { cause: systemError('ECONNRESET') });
    case 'connection refused':
      return new TypeError('fetch failed', { cause: systemError('ECONNREFUSED') });
    case 'accepted, then a server error':
      if (verdict === 202) return new Response('', { status: 502 });
      break;
    case 'response not Box’s':
      if (verdict === 202) return new Response('<h1>Accepted</h1>', { status: 202 });
      break;
    case 'works':
  }
  const body = verdict === 202 ? { message: 'on its way' } : { type: 'error', status: verdict, code: 'rejected' };
  return Response.json(body, { status: verdict });
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A target as the model names it. */
export function nameOf(target: Target): string {
  const [[field, value] = []] = Object.entries(target);
  return `${String(field)}s ${String(value)}`;
}

/** So many users by ID, from `1` on. */
export function users(count: number): { user_id: string }[] {
  return Array.from({ length: count }, (_, index) => ({ user_id: String(index + 1) }));
}

/** Every outcome of a run, and what it throws in the end. */
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
