import type { Deadline } from '../abort/deadline.ts';
import { discard, readBody } from './response-body.ts';

/** An answer of which as much as could be had was read. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The body, or why it could not be read to its end. */
  body: { text: string } | { fault: unknown };
}

/**
 * Waits for the answer to a request and reads it.
 *
 * @param sending - the request under way, sent with the deadline's signal
 * @throws what the request failed with, or the signal's reason. From the status on an end of the time is no failure, since
 *   the status counts: a 202 is never sent again because its body was lost
 */
export async function exchange(sending: Promise<Response>, deadline: Deadline): Promise<Answer> {
  const { status, headers, body } = await deadline.race(sending).catch((error: unknown) => {
    // A `fetch` that does not heed the signal may still answer.
    sending.then(
      (late) => discard(late.body),
      () => {},
    );
    throw error;
  });
  try {
    return { status, headers, body: { text: await readBody(body, (promise) => deadline.race(promise)) } };
  } catch (fault) {
    if (deadline.signal.aborted && !deadline.expired) throw fault;
    return { status, headers, body: { fault } };
  }
}

/** The text of an answer's body, empty where it could not be read. */
export function textOf({ body }: Answer): string {
  return 'text' in body ? body.text : '';
}
