import type { Case, CaseResult, Environment } from './case.ts';
import { ABORT_CASES } from './cases/abort.ts';
import { ACCEPTED_CASES } from './cases/accepted.ts';
import { AUTH_CASES } from './cases/auth.ts';
import { BULK_CASES } from './cases/bulk.ts';
import { LEAK_CASES } from './cases/leaks.ts';
import { NETWORK_CASES } from './cases/network.ts';
import { PLAIN_CASES } from './cases/plain.ts';
import { REDIRECT_CASES } from './cases/redirects.ts';
import { RETRY_CASES } from './cases/retries.ts';
import { STATUS_CASES } from './cases/statuses.ts';
import { TIME_CASES } from './cases/time-limits.ts';
import { TOKEN_CASES } from './cases/tokens.ts';

const CASES: readonly Case[] = [
  ...PLAIN_CASES,
  ...STATUS_CASES,
  ...ACCEPTED_CASES,
  ...RETRY_CASES,
  ...TIME_CASES,
  ...ABORT_CASES,
  ...REDIRECT_CASES,
  ...NETWORK_CASES,
  ...TOKEN_CASES,
  ...BULK_CASES,
  ...AUTH_CASES,
  ...LEAK_CASES,
];

/** A case that takes longer hangs. */
const CASE_LIMIT_MS = 30_000;

/** Runs every case, one after the other, with nothing but what every runtime has. */
export async function runSuite(environment: Environment): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { group, title, run } of CASES) {
    const failure = await within(run(environment)).catch((error: Error) => `${error.name}: ${error.message}`);
    results.push(failure === undefined ? { group, title } : { group, title, failure });
  }
  return results;
}

async function within(running: Promise<void>): Promise<undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), CASE_LIMIT_MS);
  });
  try {
    await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
