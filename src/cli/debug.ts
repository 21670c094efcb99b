import { SessionTerminationError } from '../errors.ts';
import type { ResponseEvent, RetryEvent } from '../client/options.ts';
import { MAX_CAUSE_DEPTH } from '../redaction/secrets.ts';
import { codeOf, CommandError } from './command-error.ts';

/** What `--debug` shows of retries and answers; neither holds an id, a login or a token. */
export function observers(say: (line: string) => void): {
  onRetry: (event: RetryEvent) => void;
  onResponse: (event: ResponseEvent) => void;
} {
  return {
    onRetry: ({ attempt, delayMs, reason }) =>
      say(`debug: attempt ${attempt} failed (${reason}), again in ${Math.round(delayMs)} ms`),
    onResponse: ({ operationId, status, requestId, attempt, durationMs }) => {
      const request = requestId === undefined ? '' : `, request ${requestId}`;
      say(`debug: ${operationId}: ${status} in ${Math.round(durationMs)} ms, attempt ${attempt}${request}`);
    },
  };
}

/**
 * What led to an error, one line for each step.
 *
 * The library's errors and their causes hold no secret. Of any other error only its kind, its code and where it happened
 * are shown, since its message may quote what was given.
 */
export function causesOf(error: unknown): string[] {
  const lines: string[] = [];
  let link: unknown = error instanceof CommandError ? error.cause : error;
  let safe = false;
  while (link instanceof Error && lines.length < MAX_CAUSE_DEPTH) {
    safe ||= link instanceof SessionTerminationError;
    lines.push(`debug: ${link.name} (${codeOf(link)}): ${safe ? link.message : placeOf(link)}`);
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
