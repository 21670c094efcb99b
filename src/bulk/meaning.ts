import {
  isApiError,
  isAuthError,
  isInvalidRequestError,
  isNetworkError,
  isResponseError,
  type NetworkErrorReason,
  type SessionTerminationError,
} from '../errors.ts';

/**
 * What an error says about the batch and the run.
 *
 * - `ends the run`: no target can be signed out this way
 * - `bad target`: Box rejects at least one target of the batch
 * - `too large`: the batch has too many targets
 * - `unknown`: a job might exist for the targets of the batch
 * - `wait`: no job exists, and the same request can succeed later
 */
export type Meaning = 'ends the run' | 'bad target' | 'too large' | 'unknown' | 'wait';

/** What the meaning of an error depends on, apart from the error. */
export interface Circumstances {
  /** Whether Box has accepted a batch in this run. */
  accepted: boolean;
  /** Whether any response has arrived in this run. */
  responded: boolean;
  /** Whether the call ended because no access token arrived in time. */
  noToken: boolean;
  /**
   * Whether the batch is one target whose rejection by something other than Box can still be a fault of the run: it was
   * rejected alone once only, or nothing was accepted since its first rejection.
   */
  unproven: boolean;
}

/** Why nothing was sent, and whether that will last. */
const NOTHING_SENT: Readonly<Record<Exclude<NetworkErrorReason, 'lost'>, Meaning>> = {
  certificate: 'ends the run',
  proxy: 'ends the run',
  tls: 'wait',
  not_found: 'wait',
  refused: 'wait',
  unreachable: 'wait',
  connect_timeout: 'wait',
};

export function meaningOf(error: SessionTerminationError, circumstances: Circumstances): Meaning {
  if (isAuthError(error) || circumstances.noToken) return 'ends the run';
  if (isInvalidRequestError(error)) return 'bad target';
  if (isApiError(error)) return meaningOfStatus(error.status, isRejectedElsewhere(error), circumstances);
  // A 202 that isn't Box's: whatever sent it might have passed the request on. Everything else is a redirect or the wrong URL.
  if (isResponseError(error)) return error.status === 202 ? 'unknown' : 'ends the run';
  if (!isNetworkError(error) || !(error.reason in NOTHING_SENT)) return 'unknown';
  const meaning = NOTHING_SENT[error.reason as keyof typeof NOTHING_SENT];
  return meaning === 'wait' && !circumstances.responded ? 'ends the run' : meaning;
}

/** Whether something other than Box says that the request is wrong: a gateway, or the server at a wrong base URL. */
export function isRejectedElsewhere(error: SessionTerminationError): boolean {
  if (!isApiError(error) || (error.status !== 400 && error.status !== 404)) return false;
  // An error of an earlier version of this package doesn't say who responded.
  return 'fromBox' in error && !error.fromBox;
}

function meaningOfStatus(status: number, elsewhere: boolean, { accepted, unproven }: Circumstances): Meaning {
  if (status >= 500 || status === 408) return 'unknown';
  switch (status) {
    case 400:
    case 404:
      if (!elsewhere) return 'bad target';
      if (!accepted) return 'ends the run';
      return unproven ? 'wait' : 'bad target';
    case 409:
    case 422:
      return 'bad target';
    case 413:
      return 'too large';
    case 429:
      return 'wait';
    default:
      return 'ends the run';
  }
}
