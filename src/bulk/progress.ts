import type { Pause } from './health.ts';
import type { BulkProgress, TargetSource, TerminateSessionsOptions } from './options.ts';
import type { Outcome } from './target.ts';
import {
  isApiError,
  isNetworkError,
  isTimeoutError,
  type NetworkErrorReason,
  type SessionTerminationError,
} from '../errors.ts';

/** Counts the outcomes of a run and reports how far it is. */
export class Progress {
  readonly #onProgress: TerminateSessionsOptions['onProgress'];
  readonly #tally: Pick<BulkProgress, Outcome['status']> = { accepted: 0, rejected: 0, unknown: 0 };
  #total: number | undefined;

  constructor(source: TargetSource, onProgress: TerminateSessionsOptions['onProgress']) {
    this.#onProgress = onProgress;
    if (Array.isArray(source)) this.#total = source.length;
    if (source instanceof Set) this.#total = source.size;
  }

  onDuplicate(): void {
    if (this.#total !== undefined) this.#total -= 1;
  }

  add(outcomes: readonly Outcome[]): void {
    for (const { status } of outcomes) this.#tally[status] += 1;
  }

  report(pause: Pause | undefined): void {
    const progress: BulkProgress = {
      ...this.#tally,
      ...(this.#total === undefined ? {} : { total: this.#total }),
      ...(pause === undefined ? {} : { pausedUntil: pause.until, reason: reasonOf(pause.error) }),
    };
    const report = async (): Promise<void> => this.#onProgress?.(progress);
    report().catch(() => {});
  }
}

const NETWORK_REASONS: Readonly<Record<NetworkErrorReason, string>> = {
  not_found: 'host not found',
  refused: 'connection refused',
  unreachable: 'host unreachable',
  connect_timeout: 'connection timeout',
  tls: 'TLS failure',
  certificate: 'certificate not accepted',
  proxy: 'proxy failure',
  lost: 'connection lost',
};

function reasonOf(error: SessionTerminationError): string {
  if (isApiError(error)) return error.status === 429 ? 'rate limit (429)' : `error response (${error.status})`;
  if (isTimeoutError(error)) return 'no response in time';
  return isNetworkError(error) ? (NETWORK_REASONS[error.reason] ?? NETWORK_REASONS.lost) : 'unexpected response';
}
