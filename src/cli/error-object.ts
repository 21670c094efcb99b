import { isSessionTerminationError } from '../errors.ts';
import { CommandError } from './command-error.ts';
import { explain } from './network/explain.ts';

/** An error as `--json` and the report show it. */
export interface ErrorObject {
  /** The library's code, such as `api`; for an error of the command, a word for its exit status. */
  code: string;
  /** HTTP status of the response. */
  status?: number;
  /** Box's ID of the request, for Box's support. */
  requestId?: string;
  message: string;
}

/** The code of an error that doesn't come from the library. */
const CODES = {
  allAccepted: 'internal',
  notAllAccepted: 'failed',
  nothingSent: 'usage',
  noPermission: 'auth',
  interrupted: 'interrupted',
} as const;

/** Describes an error without secrets, in terms of the command. */
export function errorObjectOf(error: unknown): ErrorObject {
  const origin = error instanceof CommandError && isSessionTerminationError(error.cause) ? error.cause : error;
  if (isSessionTerminationError(origin)) {
    const { status, requestId } = origin as { status?: number; requestId?: string };
    return {
      code: origin.code,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
      message: error instanceof CommandError ? error.line : explain(origin),
    };
  }
  if (error instanceof CommandError) return { code: CODES[error.exit], message: error.line };
  return { code: 'internal', message: 'The command failed because of a bug in it.' };
}
