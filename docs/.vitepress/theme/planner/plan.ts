import { terminateSessions, type Outcome, type Target } from '../../../../src/bulk.ts';
import { SessionTerminationManager } from '../../../../src/index.ts';
import type { Encoding } from '../../../../src/cli/input/encoding.ts';
import { InputFindings } from '../../../../src/cli/input/findings.ts';
import { readSource } from '../../../../src/cli/input/read.ts';
import { planOf, type Plan as CommandPlan } from '../../../../src/cli/sign-out/plan.ts';
import { createMockBox, type RecordedRequest } from './mock-box.ts';

export interface Pace {
  batchSize: number;
  requestsPerMinute: number;
}

/** A text with a list, and what is known of it. */
export interface NamedInput {
  text: string;
  encoding: Encoding;
  kind: 'users' | 'groups';
  /** The name of the file that it came from. */
  file: string | undefined;
  pace: Pace;
  /** Called with the number of each line that has an error. */
  onWrongLine?: (line: number) => void;
}

/** The distinct targets of a list, and the plan that the command shows for it. */
export interface Named {
  targets: readonly Target[];
  plan: CommandPlan | undefined;
}

/**
 * Reads a text as the command reads a file.
 *
 * @throws {@link CommandError} when anything in it is wrong
 */
export async function readNamed({ text, encoding, kind, file, pace, onWrongLine }: NamedInput): Promise<Named> {
  const findings = new InputFindings(kind);
  try {
    await readSource({ name: file ?? 'The list', text, encoding }, findings);
  } catch (error) {
    for (const line of new Set(findings.wrongLines)) onWrongLine?.(line);
    throw error;
  }
  return {
    targets: findings.targets,
    plan: planOf(findings, findings.targets, { kind, batchSize: pace.batchSize, rate: pace.requestsPerMinute }),
  };
}

/** What signing the targets out takes, when Box accepts every request. */
export interface Plan {
  requests: readonly RecordedRequest[];
  /** From the first request to the last one, in seconds. */
  seconds: number;
}

/**
 * Makes the library send everything to a mock of Box that accepts it, and records the requests.
 *
 * @throws the signal's reason
 */
export async function makePlan(targets: readonly Target[], pace: Pace, signal: AbortSignal): Promise<Plan> {
  const requests: RecordedRequest[] = [];
  const sessions = managerOn(createMockBox({ onRequest: (request) => requests.push(request) }));
  const options = { batchSize: pace.batchSize, requestsPerMinute: Infinity, concurrency: 1, signal };
  for await (const { error } of terminateSessions(sessions, targets, options)) if (error !== undefined) throw error;
  return { requests, seconds: (Math.max(0, requests.length - 1) * 60) / pace.requestsPerMinute };
}

/** How far a rehearsal has come. */
export interface Rehearsal {
  requests: number;
  accepted: number;
  notAccepted: readonly Outcome[];
}

export interface RehearsalOptions {
  batchSize: number;
  /** The ID or login that the mock rejects. */
  rejected: string | undefined;
  signal: AbortSignal;
  onProgress: (rehearsal: Rehearsal) => void;
}

/**
 * Signs all targets out of a mock server that doesn't know one of them, without Box's rate limit.
 *
 * @throws the signal's reason
 */
export async function rehearse(
  targets: readonly Target[],
  { batchSize, rejected, signal, onProgress }: RehearsalOptions,
): Promise<Rehearsal> {
  const rehearsal = { requests: 0, accepted: 0, notAccepted: [] as Outcome[] };
  const onRequest = (): void => void (rehearsal.requests += 1);
  const sessions = managerOn(createMockBox({ rejected, delayMs: 20, onRequest }));
  const options = { batchSize, requestsPerMinute: Infinity, signal, onProgress: () => onProgress({ ...rehearsal }) };
  for await (const outcome of terminateSessions(sessions, targets, options)) {
    if (outcome.status === 'accepted') rehearsal.accepted += 1;
    else rehearsal.notAccepted.push(outcome);
  }
  return rehearsal;
}

function managerOn(fetch: (request: Request) => Promise<Response>): SessionTerminationManager {
  return new SessionTerminationManager({ auth: 'not-a-token', fetch: (url, init) => fetch(new Request(url, init)) });
}
