import { CommandError } from './command-error.ts';
import { EXIT_STATUS, type Exit } from './exit-status.ts';
import { readInvocation, type Invocation } from './program.ts';
import { endAtFirstSignal } from './interruption.ts';
import { Terminal } from './terminal.ts';
import { usageErrorOf } from './usage/usage-error.ts';

/**
 * Runs the command; what it needs is loaded only when it is needed.
 *
 * @returns the exit status, when everything that was written has left the process. The caller ends the process with it,
 *   since a pending DNS lookup would keep it alive for minutes
 */
export async function run(args: readonly string[]): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr, process.env);
  endAtFirstSignal(() => {
    terminal.say('Interrupted. Nothing was sent.');
    // What was taken, such as the lock of a report, is given back by this.
    process.exit(EXIT_STATUS.interrupted.status);
  });
  // What was typed counts until it could be read.
  const typed = { debug: args.includes('--debug'), json: args.includes('--json') };
  process.on('uncaughtException', (thrown) => void endByCrash(thrown, typed, terminal));
  const exit = await runOn(args, typed, terminal);
  await terminal.flush();
  return EXIT_STATUS[exit].status;
}

/** Which lines a person asked for besides the message. */
interface Wishes {
  debug: boolean;
  json: boolean;
}

async function runOn(args: readonly string[], typed: Wishes, terminal: Terminal): Promise<Exit> {
  let said = typed;
  try {
    const printed: string[] = [];
    const { isTTY, columns } = terminal.stdout;
    const invocation = readInvocation(args, {
      environment: process.env,
      columns: isTTY ? columns : undefined,
      print: (text) => printed.push(text),
    });
    await terminal.print(printed.join(''));
    if (typeof invocation === 'string') return invocation;
    if ('options' in invocation) said = invocation.options;
    return await execute(invocation, terminal).catch((error: unknown) => {
      throw usageErrorOf(error, invocation.command);
    });
  } catch (error) {
    const failure = error instanceof CommandError ? error : faultOfCommand(error);
    await showFailure(failure, said, terminal);
    return failure.exit;
  }
}

/** Ends the process after an error that nothing caught. */
async function endByCrash(thrown: unknown, typed: Wishes, terminal: Terminal): Promise<never> {
  try {
    await showFailure(faultOfCommand(thrown), typed, terminal);
  } finally {
    process.exit(EXIT_STATUS.notAllAccepted.status);
  }
}

async function showFailure(failure: CommandError, { debug, json }: Wishes, terminal: Terminal): Promise<void> {
  const isError = failure.exit !== 'interrupted' && !failure.isDecision;
  const [first = '', ...rest] = failure.lines;
  if (isError) terminal.sayError(first);
  else terminal.say(first);
  for (const line of rest) terminal.say(line);
  if (json) {
    const { errorObjectOf } = await import('./error-object.ts');
    await terminal.printJson({ type: 'error', error: errorObjectOf(failure) });
  }
  if (debug) {
    const { causesOf } = await import('./debug.ts');
    for (const line of causesOf(failure)) terminal.say(line);
  }
}

async function execute(invocation: Invocation, terminal: Terminal): Promise<Exit> {
  if (invocation.command === 'completion') {
    const { printCompletion } = await import('./completion/completion.ts');
    return await printCompletion(invocation.shell, terminal);
  }
  const { connectionOf, signOutSettings, verifySettings } = await import('./settings.ts');
  if (invocation.command === 'doctor') {
    const { examine } = await import('./doctor/doctor.ts');
    return await examine(connectionOf(invocation.options, process.env), invocation.options.json, terminal, process.env);
  }
  if (invocation.command === 'verify') {
    const { verify } = await import('./verify/verify.ts');
    return await verify(verifySettings(invocation.options, process.env), terminal, process.env);
  }
  const { signOut } = await import('./sign-out/sign-out.ts');
  return await signOut(signOutSettings(invocation.command, invocation.options, process.env), terminal, process.env);
}

function faultOfCommand(cause: unknown): CommandError {
  const message = 'The command failed because of a bug in it. Report it with the output of --debug.';
  return new CommandError('notAllAccepted', message, { cause });
}
