import { CommandError } from './command-error.ts';
import { EXIT_STATUS, type Exit } from './exit-status.ts';
import { readInvocation, type Invocation } from './program.ts';
import { Terminal } from './terminal.ts';
import { inTermsOfFlags } from './wording.ts';

/**
 * Runs the command; what it needs is loaded only when it is needed.
 *
 * @returns the exit status
 */
export async function run(args: readonly string[]): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr, process.env);
  let debug = args.includes('--debug');
  let json = args.includes('--json');
  try {
    const printed: string[] = [];
    const invocation = readInvocation(args, (text) => printed.push(text));
    await terminal.print(printed.join(''));
    debug = invocation?.options.debug ?? false;
    json = invocation?.options.json ?? false;
    return EXIT_STATUS[invocation === undefined ? 'allAccepted' : await execute(invocation, terminal)].status;
  } catch (error) {
    const { exit, message, lines = [message] } = await ending(error);
    for (const line of lines) terminal.say(line);
    if (json) {
      const { errorObjectOf } = await import('./error-object.ts');
      await terminal.print(`${JSON.stringify({ type: 'error', error: { ...errorObjectOf(error), message } })}\n`);
    }
    if (debug) {
      const { causesOf } = await import('./debug.ts');
      for (const line of causesOf(error)) terminal.say(line);
    }
    return EXIT_STATUS[exit].status;
  }
}

async function execute({ command, options }: Invocation, terminal: Terminal): Promise<Exit> {
  const { connectionOf, signOutSettings } = await import('./settings.ts');
  if (command === 'doctor') {
    const { examine } = await import('./doctor.ts');
    return await examine(connectionOf(options), options.json ?? false, terminal, process.env);
  }
  const { signOut } = await import('./sign-out/sign-out.ts');
  return await signOut(signOutSettings(command, options), terminal, process.env);
}

async function ending(error: unknown): Promise<{ exit: Exit; message: string; lines?: readonly string[] }> {
  if (error instanceof CommandError) return error;
  const { AuthError } = await import('../errors.ts');
  if (error instanceof AuthError) {
    return { exit: 'noPermission', message: `${inTermsOfFlags(error.message)} Nothing was sent.` };
  }
  return {
    exit: 'notAllAccepted',
    message: 'The command failed, which is a fault of its own. Report it with what --debug shows.',
  };
}
