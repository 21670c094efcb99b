import { inspect } from 'node:util';

/** Everything that a log, a terminal or a crash report would show of an error. */
export function everythingShown(error: Error): string {
  return [
    error.message,
    error.stack,
    inspect(error, { depth: Infinity, showHidden: true }),
    JSON.stringify(error),
    error.cause instanceof Error ? everythingShown(error.cause) : String(error.cause),
  ].join('\n');
}
