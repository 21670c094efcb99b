import { setTimeout as delay } from 'node:timers/promises';
import { isApiError, isAuthError, isNetworkError, isSessionTerminationError, isTimeoutError } from '../../errors.ts';
import { exitOfTokenFailure } from '../account/token.ts';
import { CommandError } from '../command-error.ts';
import { credentialsFromEnvironment } from '../credentials.ts';
import type { Exit } from '../exit-status.ts';
import { explain } from '../network/explain.ts';
import type { Connection, VerifySettings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { AdminEvents } from './admin-events.ts';
import { Returns, type Check } from './returns.ts';
import { readSignedOut, type SignedOut } from './signed-out.ts';
import { checkLine, eventLine, renderChecks, summaryText, timeOf } from './view.ts';

const WATCH_INTERVAL_MS = 60_000;

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
  const { report, watch = 0, since, json, connection } = settings;
  const signedOut = await readSignedOut(report, since?.getTime());
  const { auth } = await credentialsFromEnvironment(environment, connection);
  const events = new AdminEvents(connection, auth, terminal);
  const returns = new Returns(signedOut.users);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const endsAt = performance.now() + watch * 60_000;
    let seenUntil = await look(events, returns, signedOut, connection, interruption.signal);
    await showChecks(returns.checks, seenUntil, json, terminal);
    while (performance.now() < endsAt && !interruption.signal.aborted) {
      terminal.say(`Seen until ${timeOf(seenUntil)}. Next look in a minute; press Ctrl-C to stop.`);
      await delay(Math.min(WATCH_INTERVAL_MS, endsAt - performance.now()), undefined, { signal: interruption.signal });
      const found: [Check, (typeof returns.checks)[number]['events'][number]][] = [];
      seenUntil = await look(events, returns, signedOut, connection, interruption.signal, (check, event) =>
        found.push([check, event]),
      );
      for (const [check, event] of found) {
        if (json) await terminal.printJson(checkLine({ ...check, events: [event] }, seenUntil));
        else await terminal.print(`${eventLine(check, event)}\n`);
      }
    }
    return await conclude(returns.checks, signedOut, seenUntil, json, terminal);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    terminal.say(`Interrupted. ${summaryText(returns.checks, signedOut.groups)}`);
    return 'interrupted';
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
