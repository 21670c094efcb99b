import { isSessionTerminationError } from '../errors.ts';
import type { ResponseEvent, RetryEvent } from '../client/options.ts';
import { MAX_CAUSE_DEPTH } from '../redaction/secrets.ts';
import { codeOf, CommandError } from './command-error.ts';

/** What `--debug` shows of retries and responses. It contains no ID, login or token. */
export function observers(say: (line: string) => void): {
  onRetry: (event: RetryEvent) => void;
  onResponse: (event: ResponseEvent) => void;
} {
  return {
    onRetry: ({ attempt, delayMs, reason }) =>
      say(`debug: attempt ${attempt} failed (${reason}); retry in ${Math.round(delayMs)} ms`),
    onResponse: ({ operationId, status, requestId, attempt, durationMs }) => {
      const request = requestId === undefined ? '' : `, request ${requestId}`;
      say(`debug: ${operationId}: ${status} in ${Math.round(durationMs)} ms, attempt ${attempt}${request}`);
    },
  };
}

/**
 * What led to an error, a line for each cause.
 *
 * The errors of the library and their causes contain no secret. Of any other error only the name, the code and the place
 * are shown, since its message can quote what was given.
 */
export function causesOf(error: unknown): string[] {
  const lines: string[] = [];
  let link: unknown = error instanceof CommandError ? error.cause : error;
  let isSafe = false;
  while (link instanceof Error && lines.length < MAX_CAUSE_DEPTH) {
    isSafe ||= isSessionTerminationError(link);
    lines.push(`debug: ${link.name} (${codeOf(link)}): ${isSafe ? link.message : placeOf(link)}`);
    link = link.cause;
  }
  return lines;
}

function placeOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => line.trim())
    .join(', ');
}
