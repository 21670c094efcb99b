import type { Target } from '../../bulk/target.ts';
import { ApiError, AuthError, SessionTerminationError } from '../../errors.ts';
import { CommandError } from '../command-error.ts';
import { ask, questionFor, requireConsent } from './confirmation.ts';
import { credentialsFromEnvironment } from '../credentials.ts';
import { accountFor, obtainToken } from '../current-user.ts';
import { planOf, renderPlan, renderTargets } from './plan.ts';
import { EXIT_STATUS, type Exit } from '../exit-status.ts';
import { readInput, type Input } from '../input/input.ts';
import { Report } from '../report/report.ts';
import { readReport, type ReportContent } from '../report/content.ts';
import { Results } from './results.ts';
import { Sending } from './sending.ts';
import type { SignOutSettings } from '../settings.ts';
import { keyOf } from '../target-name.ts';
import type { Terminal } from '../terminal.ts';
import { count, grouped, inTermsOfFlags } from '../wording.ts';

const LINES_PER_WRITE = 1000;

/**
 * `users` and `groups`: reads and checks everything, asks, sends, and shows what became of it.
 *
 * @throws {@link CommandError} when it ends before its results are shown
 */
export async function signOut(
  settings: SignOutSettings,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
): Promise<Exit> {
  const input = await readInput(settings);
  if (input.duplicates > 0) terminal.say(`${count(input.duplicates, 'duplicate')} left out: each is sent once.`);
  if (settings.dryRun) return await showPlan(settings, input, terminal);
  for (const note of input.notes) terminal.say(note);
  const report = settings.report === undefined ? undefined : await Report.open(settings.report, settings);
  try {
    const targets = leftToSend(input, report?.content, settings, terminal);
    const results = new Results(terminal, settings);
    const sending = new Sending(settings, { report, results, terminal });
    try {
      if (targets.length > 0) await prepare(settings, { input, targets }, { environment, sending, terminal });
      const failure = targets.length === 0 ? undefined : await sending.send(targets);
      return await conclude(input, targets, { sending, results, terminal, failure });
    } finally {
      sending.end();
    }
  } finally {
    await report?.close();
  }
}

async function showPlan(settings: SignOutSettings, input: Input, terminal: Terminal): Promise<Exit> {
  const { report, resume, json } = settings;
  const content = report === undefined ? undefined : await readReport(report, { resume });
  const targets = leftToSend(input, content, settings, terminal);
  const plan = planOf(input, targets, settings);
  if (json) await printTargets(targets, terminal);
  await terminal.print(json ? `${JSON.stringify(plan)}\n` : renderPlan(plan));
  return 'allAccepted';
}

async function printTargets(targets: readonly Target[], terminal: Terminal): Promise<void> {
  for (let index = 0; index < targets.length; index += LINES_PER_WRITE) {
    const lines = targets
      .slice(index, index + LINES_PER_WRITE)
      .map((target) => `${JSON.stringify({ type: 'target', target })}\n`);
    await terminal.print(lines.join(''));
  }
}

/**
 * The targets that the report does not show as accepted.
 *
 * @throws {@link CommandError} when the report belongs to another input
 */
function leftToSend(
  input: Input,
  content: ReportContent | undefined,
  { report = '', resume }: SignOutSettings,
  terminal: Terminal,
): readonly Target[] {
  if (content === undefined || !resume) return input.targets;
  if (content.targets.size === 0) {
    terminal.say(`${report} shows no target yet: nobody is left out.`);
    return input.targets;
  }
  const foreign = [...content.targets].filter((key) => !input.has(key)).length;
  if (foreign === content.targets.size) {
    throw new CommandError(
      'nothingSent',
      `${report} belongs to another input: none of its targets is in this one. Name the report of this input, or a new file.`,
    );
  }
  if (foreign > 0) {
    const shown = `${grouped(foreign)} of the ${count(content.targets.size, 'target')} in ${report}`;
    terminal.say(`Is this the right report? ${shown} ${foreign === 1 ? 'is' : 'are'} not in the input.`);
  }
  return input.targets.filter((target) => !content.accepted.has(keyOf(target)));
}

/** Everything that may end the run before the first request is sent. */
async function prepare(
  settings: SignOutSettings,
  { input, targets }: { input: Input; targets: readonly Target[] },
  { environment, sending, terminal }: { environment: NodeJS.ProcessEnv; sending: Sending; terminal: Terminal },
): Promise<void> {
  requireConsent(targets.length, settings);
  const { auth } = await credentialsFromEnvironment(environment, settings.connection);
  // Also with --yes: without a token nothing is begun. The one that is obtained here is kept by its source.
  const token = await obtainToken(auth, settings.connection.timeoutMs);
  if (!settings.yes && targets.length > 1) {
    const account = await accountFor(token, settings.connection);
    for (const line of renderTargets(planOf(input, targets, settings))) terminal.say(line);
    await ask(questionFor(settings.kind, targets.length, account));
  }
  await sending.begin(auth);
}

async function conclude(
  input: Input,
  targets: readonly Target[],
  { sending, results, terminal, failure }: { sending: Sending; results: Results; terminal: Terminal; failure: unknown },
): Promise<Exit> {
  const { accepted, rejected, unknown } = results.tally;
  const remaining = targets.length - results.count;
  // A reader that goes after the last request interrupts nothing.
  const interrupted = sending.interrupted && (remaining > 0 || !terminal.readerGone);
  const exit = exitOf({ failure, interrupted, allAccepted: accepted === targets.length });
  await results.end({
    total: input.targets.length,
    accepted,
    rejected,
    unknown,
    acceptedBefore: input.targets.length - targets.length,
    remaining,
    duplicates: input.duplicates,
    requests: sending.requests,
    seconds: sending.seconds,
    exitStatus: EXIT_STATUS[exit].status,
  });
  if (failure !== undefined) throw endedBy(failure, exit);
  return exit;
}

function exitOf(end: { failure: unknown; interrupted: boolean; allAccepted: boolean }): Exit {
  if (end.interrupted) return 'interrupted';
  const { failure } = end;
  if (failure instanceof AuthError || failure instanceof ApiError) return 'noPermission';
  if (failure instanceof CommandError) return failure.exit;
  return end.allAccepted ? 'allAccepted' : 'notAllAccepted';
}

/** What is thrown after the results; anything but our own errors is a fault of the command. */
function endedBy(failure: unknown, exit: Exit): unknown {
  if (failure instanceof CommandError) return new CommandError(exit, failure.message, { cause: failure.cause });
  return failure instanceof SessionTerminationError
    ? new CommandError(exit, inTermsOfFlags(failure.message), { cause: failure })
    : failure;
}
