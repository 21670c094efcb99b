import { SessionTerminationManager, type SessionTerminationManagerOptions } from '../../src/index.ts';
import type { Environment } from './case.ts';

/** How the server answers one request. */
export interface Step {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: string | object;
  /**
   * Instead of answering: resets or closes the connection, never answers, sends what is not HTTP; or, with a status, cuts or
   * stalls the answer within its body.
   */
  fault?: 'reset' | 'close' | 'silence' | 'garbage' | 'cut' | 'stall';
}

/** A request as the server got it. */
export interface Seen {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export const ACCEPTED: Step = { status: 202, body: { message: 'accepted' } };

/** A path of the server that answers requests in turn as the steps say, and as the last one from then on. */
export interface Script {
  baseUrl: string;
  /** The requests so far. */
  seen: () => Promise<Seen[]>;
}

export function script({ origin }: Environment, ...steps: Step[]): Script {
  const id = crypto.randomUUID();
  return {
    baseUrl: `${origin}/script/${id}/${encodeURIComponent(JSON.stringify(steps))}/2.0`,
    seen: async () => (await (await fetch(`${origin}/seen/${id}`)).json()) as Seen[],
  };
}

export const TOKEN = 'token-of-the-suite';
export const LOGIN = 'ada@example.com';

/** A manager that waits next to nothing between attempts. */
export function manager(
  baseUrl: string,
  options: Partial<SessionTerminationManagerOptions> = {},
): SessionTerminationManager {
  return new SessionTerminationManager({ auth: TOKEN, baseUrl, retry: { minDelayMs: 1 }, ...options });
}

/** Calls for one login. */
export function signOut(
  baseUrl: string,
  options: Partial<SessionTerminationManagerOptions> = {},
): Promise<{ message?: string }> {
  return manager(baseUrl, options).createUserTerminateSession({ user_logins: [LOGIN] });
}
