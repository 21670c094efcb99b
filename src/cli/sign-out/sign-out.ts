import type { Target } from '../../bulk/target.ts';
import { CommandError } from '../command-error.ts';
import { conclude, concludeAtOnce, onCrash, type Run } from './conclusion.ts';
import { ask, questionFor, requireConsent } from './confirmation.ts';
import { identify } from '../account/preflight.ts';
import { planOf, renderPlan, renderTargets } from './plan.ts';
import type { Exit } from '../exit-status.ts';
import { readInput, type Input } from '../input/input.ts';
import type { ReportContent } from '../report/content.ts';
import { readReport, Report } from '../report/report.ts';
import { Results } from './results.ts';
import { Sending } from './sending.ts';
import type { SignOutSettings } from '../settings.ts';
import { keyOf } from '../target-name.ts';
import type { Terminal } from '../terminal.ts';
import { count, grouped } from '../text/numbers.ts';

const LINES_PER_WRITE = 1000;

/**
 * `users` and `groups`: reads and checks everything, asks, sends, and shows the outcomes.
 *
 * @throws {@link CommandError} when something ends it early; the outcomes known by then are shown
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
  const say = (line: string): void => terminal.say(line);
  const report = settings.report === undefined ? undefined : await Report.open(settings.report, settings, say);
  try {
    const targets = leftToSend(input, report?.content, settings, terminal);
    const results = new Results(terminal, settings);
    const sending = new Sending(settings, { report, results, terminal });
    const run = { settings, input, targets, results, sending, terminal };
    const ignoreCrash = onCrash((error) => concludeAtOnce(run, error));
    try {
      if (targets.length > 0) await prepare(run, environment);
      const failure = targets.length === 0 ? undefined : await sending.send(targets);
      return await conclude(run, failure);
    } finally {
      ignoreCrash();
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
  if (json) {
    for (let index = 0; index < targets.length; index += LINES_PER_WRITE) {
      const some = targets.slice(index, index + LINES_PER_WRITE);
      await terminal.printJson(...some.map((target) => ({ type: 'target', target })));
    }
  }
  await (json ? terminal.printJson(plan) : terminal.print(renderPlan(plan)));
  return 'allAccepted';
}

/**
 * The targets that the report doesn't show as accepted.
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
    terminal.say(`${report} shows no target yet, so the whole list is sent.`);
    return input.targets;
  }
  const foreign = [...content.targets].filter((key) => !input.has(key)).length;
  if (foreign === content.targets.size) {
    const what = `${report} belongs to another input: none of its targets is in this one.`;
    throw new CommandError('nothingSent', `${what} Name the report of this input, or a new file.`);
  }
  if (foreign > 0) {
    const shown = `${grouped(foreign)} of the ${count(content.targets.size, 'target')} in ${report}`;
    terminal.say(`Is this the right report? ${shown} ${foreign === 1 ? 'is' : 'are'} not in the input.`);
  }
  return input.targets.filter((target) => !content.accepted.has(keyOf(target)));
}

/** Everything that can end the run before the first request is sent. */
async function prepare(run: Run, environment: NodeJS.ProcessEnv): Promise<void> {
  const { settings, input, targets, sending, terminal } = run;
  requireConsent(targets.length, settings);
  // Also with --yes: nothing starts without a token that Box has responded to.
  const { auth, account } = await identify(settings.connection, environment);
  if (!settings.yes && targets.length > 1) {
    for (const line of renderTargets(planOf(input, targets, settings))) terminal.say(line);
    await ask(questionFor(settings.kind, targets.length, account));
  }
  await sending.begin(auth);
}
