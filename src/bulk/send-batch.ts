import type { Batch } from './batches.ts';
import type { SessionTerminator } from './options.ts';
import { onAccepted, onFailed, type Consequence } from './outcomes.ts';
import type { Pacer } from './pacer.ts';
import type { Field } from './target.ts';
import { onAbort } from '../abort/listeners.ts';
import { ApiError, NetworkError, SessionTerminationError, TimeoutError } from '../errors.ts';
import type { CallOptions } from '../client/options.ts';
import { PACING, type PacedCallOptions } from '../client/pacing.ts';
import { Secrets } from '../redaction/secrets.ts';
import type { SessionTerminationMessage } from '../client/response.ts';

/** Ends a call that a drain keeps from its first request. */
const NOT_SENT = Symbol('not sent');

/**
 * Sends one batch as soon as the pacer allows it, and says what follows from the end of the call.
 *
 * The first request of a call has its turn here, so that any manager is paced; ours asks for the turn of each repeated one.
 *
 * @throws the signal's reason, when it aborts
 */
export async function sendBatch(
  manager: SessionTerminator,
  batch: Batch,
  pacer: Pacer,
  { stopped, draining }: { stopped: AbortSignal; draining: AbortSignal },
): Promise<Consequence> {
  let requests = 0;
  let sent = 0;
  let waiting = true;
  let lastError: unknown = NOT_SENT;
  let endCall!: (error: unknown) => void;
  const drained = new Promise<never>((_, reject) => {
    endCall = reject;
  });
  const heed = (error: unknown, delayMs: number | undefined): void => {
    // A time-out of an attempt that sent nothing was a token's.
    if (!(error instanceof TimeoutError && error.attempts === sent)) note(batch, pacer, error, delayMs);
    if (error instanceof SessionTerminationError) sent = error.attempts;
  };
  /** A drain ends a wait with the error of the last attempt. An attempt in flight is finished. */
  const endWait = (): void => {
    if (waiting && draining.aborted) endCall(lastError);
  };
  const turn = async (signal: AbortSignal | undefined): Promise<void> => {
    await pacer.turn(signal);
    draining.throwIfAborted();
    waiting = false;
  };
  const options: CallOptions & PacedCallOptions = {
    signal: stopped,
    [PACING]: {
      beforeRequest: async (ofCall) => {
        if (requests > 0) await turn(ofCall);
        requests += 1;
      },
      onFailedAttempt: (error, delayMs) => {
        heed(error, delayMs);
        lastError = error;
        waiting = true;
        endWait();
      },
    },
  };
  const ignoreDrain = onAbort(draining, endWait);
  const send = async (): Promise<Partial<SessionTerminationMessage> | undefined> => {
    await turn(stopped);
    return request(manager, batch, options);
  };
  try {
    const answer = await Promise.race([send(), drained]);
    count(batch, sent + 1);
    return onAccepted(batch, answer?.message);
  } catch (thrown) {
    stopped.throwIfAborted();
    if (thrown === NOT_SENT) return {};
    const error = asOurs(thrown, batch);
    heed(error, undefined);
    // A manager that knows no pacing may not count its requests either.
    count(batch, requests > 0 ? error.attempts : Math.max(error.attempts, 1));
    return onFailed(batch, error);
  } finally {
    ignoreDrain();
  }
}

function request(
  manager: SessionTerminator,
  { kind, items }: Batch,
  options: CallOptions,
): Promise<SessionTerminationMessage> {
  const list = (field: Field): string[] => items.filter((item) => item.field === field).map(({ value }) => value);
  return kind === 'groups'
    ? manager.createGroupTerminateSession({ group_ids: list('group_id') }, options)
    : manager.createUserTerminateSession({ user_ids: list('user_id'), user_logins: list('user_login') }, options);
}

/** What a failed attempt means for the run, and for what is known about the targets. */
function note(batch: Batch, pacer: Pacer, error: unknown, delayMs: number | undefined): void {
  if (error instanceof ApiError) {
    if (error.status === 429) pacer.pause(delayMs ?? error.retryAfterMs ?? 0);
    if (error.status >= 500) for (const item of batch.items) item.failed = true;
  } else if (error instanceof NetworkError || error instanceof TimeoutError) {
    for (const item of batch.items) item.lost = true;
  }
}

function count(batch: Batch, requests: number): void {
  for (const item of batch.items) item.attempts += requests;
}

/** A manager other than ours may throw anything: then nobody knows what became of the request. */
function asOurs(error: unknown, { items }: Batch): SessionTerminationError {
  if (error instanceof SessionTerminationError) return error;
  return new NetworkError('The manager failed in a way of its own: see the cause. Box may have got the request.', {
    cause: new Secrets(items.map(({ value }) => value)).safeCause(error),
  });
}
