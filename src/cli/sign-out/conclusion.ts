import type { Target } from '../../bulk/target.ts';
import { isApiError, isAuthError, isSessionTerminationError } from '../../errors.ts';
import { exitOfTokenFailure } from '../account/token.ts';
import { CommandError } from '../command-error.ts';
import { causesOf } from '../debug.ts';
import { errorObjectOf } from '../error-object.ts';
import { EXIT_STATUS, type Exit } from '../exit-status.ts';
import type { Input } from '../input/input.ts';
import { explain } from '../network/explain.ts';
import type { Results } from './results.ts';
import type { Sending } from './sending.ts';
import type { SignOutSettings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { count, grouped } from '../text/numbers.ts';

/** A run, from the first request to its last word. */
export interface Run {
  settings: SignOutSettings;
  input: Input;
  /** The ones to send. */
  targets: readonly Target[];
  results: Results;
  sending: Sending;
  terminal: Terminal;
}

/**
 * Shows the outcomes and the summary.
 *
 * @param failure - what ended the run early; `undefined` when nothing did, or a signal
 * @throws {@link CommandError} for `failure`, with how many targets are left and what to do
 */
export async function conclude(run: Run, failure: unknown): Promise<Exit> {
  const { results, targets, sending, terminal } = run;
  const remaining = targets.length - results.count;
  // Nothing is interrupted by a reader that leaves after the last request.
  const interrupted = sending.interrupted && (remaining > 0 || !terminal.readerGone);
  const exit = interrupted ? 'interrupted' : exitOf(failure, results.tally.accepted === targets.length);
  await showSummary(run, exit);
  if (failure === undefined) {
    if (remaining > 0) terminal.say(leftToDo(run, { drained: true }));
    return exit;
  }
  const message =
    failure instanceof CommandError
      ? failure.message
      : isSessionTerminationError(failure)
        ? explain(failure, run.settings.connection)
        : undefined;
  // Anything but an error of ours is a bug in the command.
  if (message === undefined) throw failure;
  const rest = remaining === 0 ? '' : ` ${leftToDo(run, { drained: false, failure })}`;
  throw new CommandError(exit, `${message}${rest}`, {
    cause: failure instanceof CommandError ? failure.cause : failure,
  });
}

/**
 * Calls a function with an error that nothing else catches. The process ends when the function returns.
 *
 * @returns stops that
 */
export function onCrash(sayLastWords: (error: unknown) => void): () => void {
  const listener = (error: unknown): void => {
    try {
      sayLastWords(error);
    } finally {
      // The lock of the report is removed by this.
      process.exit(EXIT_STATUS.notAllAccepted.status);
    }
  };
  // Before the one of every command, which knows nothing of a run.
  process.prependListener('uncaughtException', listener);
  return () => process.off('uncaughtException', listener);
}

/** Says what was settled when an error of the runtime ends the process. Writes only: there is no next turn of the event loop. */
export function concludeAtOnce(run: Run, error: unknown): void {
  const { settings, sending, terminal } = run;
  sending.endProgress();
  void showSummary(run, 'notAllAccepted');
  const described = errorObjectOf(error);
  const message = `${described.message} ${leftToDo(run, { drained: false })}`;
  if (settings.json) void terminal.printJson({ type: 'error', error: { ...described, message } });
  terminal.sayError(message);
  for (const line of settings.connection.debug ? causesOf(error) : []) terminal.say(line);
}

async function showSummary({ results, targets, sending, input }: Run, exit: Exit): Promise<void> {
  await results.end({
    type: 'summary',
    total: input.targets.length,
    ...results.tally,
    acceptedBefore: input.targets.length - targets.length,
    remaining: targets.length - results.count,
    duplicates: input.duplicates,
    requests: sending.requests,
    seconds: sending.seconds,
    exitStatus: EXIT_STATUS[exit].status,
  });
}

function exitOf(failure: unknown, allAccepted: boolean): Exit {
  if (failure instanceof CommandError) return failure.exit;
  if (isAuthError(failure)) return exitOfTokenFailure(failure);
  if (isApiError(failure) && (failure.status === 401 || failure.status === 403)) return 'noPermission';
  return failure === undefined && allAccepted ? 'allAccepted' : 'notAllAccepted';
}

/**
 * `480 of 500 targets were not sent.`, and what to do about it.
 *
 * @param end - `drained`: whether the requests in flight were finished
 */
function leftToDo(
  { targets, results, settings, sending }: Run,
  { drained, failure }: { drained: boolean; failure?: unknown },
): string {
  const remaining = targets.length - results.count;
  const [were, have] = remaining === 1 ? ['was', 'has'] : ['were', 'have'];
  const fate = `${were} not sent${drained ? '' : ` or ${have} no known outcome`}`;
  const left = `${grouped(remaining)} of ${count(targets.length, 'target')} ${fate}.`;
  // An error of the report says itself what to do.
  if (failure instanceof CommandError) return left;
  if (sending.requests === 0) return 'Nothing was sent.';
  return settings.report === undefined
    ? `${left} Run the same list again. With --report and --resume, a run sends only what is left.`
    : `${left} Run the same list again with --resume to send what is left.`;
}
