import { setTimeout as delay } from 'node:timers/promises';
import { credentialsFromEnvironment } from '../account/credentials.ts';
import { CommandError } from '../command-error.ts';
import { EXIT_STATUS, type Exit } from '../exit-status.ts';
import type { VerifySettings } from '../settings.ts';
import { Interruption } from '../interruption.ts';
import type { Connection } from '../network/network.ts';
import type { Terminal } from '../terminal.ts';
import { AdminEvents } from './admin-events.ts';
import { eventsFailure } from './failure.ts';
import { Returns, type Check, type SeenEvent } from './returns.ts';
import { readSignedOut } from './signed-out.ts';
import { checkLine, eventLine, renderChecks, summaryLine, summaryText, timeOf } from './view.ts';

const WATCH_INTERVAL_MS = 60_000;

/** An event that no earlier look found, and its user. */
interface NewEvent {
  check: Check;
  event: SeenEvent;
}

/**
 * `verify`: shows which users of a report signed in again, by Box's admin events.
 *
 * @throws {@link CommandError} if the report has nothing to check, or Box doesn't show the events
 */
export async function verify(
  settings: VerifySettings,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<Exit> {
  const { connection, json, since, watch = 0 } = settings;
  const signedOut = await readSignedOut(settings.report, since?.getTime());
  const { auth } = await credentialsFromEnvironment(environment, connection);
  const events = new AdminEvents(connection, auth, terminal);
  const returns = new Returns(signedOut.users);
  const stop = new AbortController();
  const interruption = new Interruption({
    onFirst: () => stop.abort(),
    onSecond: () => process.exit(EXIT_STATUS.interrupted.status),
  });
  terminal.onReaderGone = () => interruption.request();
  const endsAt = performance.now() + watch * 60_000;
  let seenUntil: number | undefined;
  /** Why the last look saw nothing. */
  let failure: CommandError | undefined;
  try {
    // Each look starts from the sign-out again: an event can arrive late, with an earlier time.
    seenUntil = await look(events, returns, signedOut.since, stop.signal);
    await showChecks(returns, seenUntil, json, terminal);
    while (performance.now() < endsAt) {
      terminal.say(`Seen until ${timeOf(seenUntil)}. Watching. Press Ctrl-C to stop.`);
      await delay(Math.min(WATCH_INTERVAL_MS, endsAt - performance.now()), undefined, { signal: stop.signal });
      const found: NewEvent[] = [];
      try {
        seenUntil = await look(events, returns, signedOut.since, stop.signal, (event) => found.push(event));
        failure = undefined;
      } catch (error) {
        failure = outageOf(error, connection, stop.signal);
        if (performance.now() < endsAt) terminal.say(failure.message);
      }
      await showNew(found, seenUntil, json, terminal);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw eventsFailure(error, connection);
  } finally {
    interruption.end();
  }
  if (seenUntil !== undefined) {
    if (json) await terminal.printJson(summaryLine(returns.checks, signedOut.groups, seenUntil));
    else await terminal.print(`${summaryText(returns.checks, signedOut.groups)}\n`);
  }
  if (interruption.requested && !terminal.readerGone) return 'interrupted';
  if (failure !== undefined) throw failure;
  return returns.checks.some(({ back }) => back) ? 'notAllAccepted' : 'allAccepted';
}

/**
 * The failure of a look during a watch, if a later look can be better.
 *
 * @throws the error itself if it can't, or if the watch was interrupted
 */
function outageOf(error: unknown, connection: Connection, signal: AbortSignal): CommandError {
  if (signal.aborted) throw error;
  const failure = eventsFailure(error, connection);
  if (failure instanceof CommandError && failure.exit === 'notAllAccepted') return failure;
  throw error;
}

/** @returns when the look began, in milliseconds since the epoch: it saw no later event */
async function look(
  events: AdminEvents,
  returns: Returns,
  since: number,
  signal: AbortSignal,
  onNew?: (event: NewEvent) => void,
): Promise<number> {
  const startedAt = Date.now();
  for await (const event of events.since(since, signal)) {
    for (const check of returns.add(event)) onNew?.({ check, event });
  }
  return startedAt;
}

async function showChecks({ checks }: Returns, seenUntil: number, json: boolean, terminal: Terminal): Promise<void> {
  if (json) {
    for (const check of checks) await terminal.printJson(checkLine(check, seenUntil));
  } else {
    await terminal.print(renderChecks(checks, seenUntil, terminal.columns, (text) => terminal.paint('red', text)));
  }
}

async function showNew(
  found: readonly NewEvent[],
  seenUntil: number,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  for (const { check, event } of found) {
    if (json) await terminal.printJson(checkLine({ ...check, events: [event] }, seenUntil));
    else await terminal.print(`${eventLine(check, event)}\n`);
  }
}
